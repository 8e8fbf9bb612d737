"""What letters say, in which language, and that each leaves once."""

from html.parser import HTMLParser

import pytest

from marketplace.accounts import service as accounts
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import db
from marketplace.foundation.mail.port import MailNotDelivered, RecipientRefused
from marketplace.notifications import notify_accounts, sending, words
from marketplace.notifications.letters import Reader, compose
from marketplace.notifications.models import SentMail
from marketplace.organisations import invitations
from marketplace.organisations.roles import Role
from tests import builders
from tests.builders import ASKER, PASSWORD
from tests.conftest import NOW

READER = Reader("7", "kari@kommune.example", "Kari", "nb")
FACTS = {
    "approved": 2, "back": 1, "asker": "Ola", "channel": "Eiendom", "claimant": "Gjøvik",
    "claims": 2, "colleague": "Ola", "count": 3, "due": "01.07.2026", "from_at": NOW, "inviter": "Ola", "left": 2,
    "listings": 1, "message": "Hei",
    "owner": "Asker", "place": "Asker", "quantity": 3, "reason": "Vi trenger dem", "role": "Observatør",
    "answer_by": NOW, "by_itself": True, "collect_by": NOW, "deadline": NOW, "draw_at": NOW, "is_given": True,
    "whom": "Gjøvik", "title": "Kontorstol", "until": NOW, "until_at": NOW, "writer": "Ola",
    "search": "stoler", "search_id": 1, "wanted": 9, "notice": "stoler", "by_on": "15.08.2026",
    "is_asset": True, "from_on": "1.8.2026", "note": "Hei",
    "who": "Ola, Gjøvik", "taken_back": False, "answer": "Den sto i gangen",
    "internal": False, "made_at": NOW, "person": "Ola", "why": "withdrawn",
    "given": 2, "first": "01.01.2026", "last": "31.01.2026", "is_attached": True,
}  # fmt: skip
OCCASIONS = sorted(path.stem for path in (words.FOLDER / "letters").iterdir())


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.found += [value for name, value in attributes if name == "href"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("occasion", OCCASIONS)
def test_every_letter_is_whole_in_every_language(app, occasion, language):
    letter = compose(occasion, "12", Reader("7", READER.email, "Kari", language), "/foresporsler/12", **FACTS)
    assert letter.language == language
    assert letter.subject
    assert "\n" not in letter.subject
    assert "http://ombruk.example/foresporsler/12" in letter.text
    assert Links(letter.html).found == ["http://ombruk.example/foresporsler/12", "http://ombruk.example"]
    assert f'<html lang="{language}">' in letter.html
    assert letter.identity == f"{occasion}-12-7"
    for text in (letter.text, letter.html):
        assert "%(" not in text
        assert "Kari" in text


def test_times_are_norwegian(app):
    letter = compose("claim_appointment", "1", READER, "/", **FACTS)
    assert "mellom 15.06.2026 kl. 12.00 og 15.06.2026 kl. 12.00" in letter.text


def test_what_people_wrote_is_text_and_no_html(app):
    facts = FACTS | {"title": "<b>Stol</b>\r\nBcc: x@y.example", "message": "<script>alert(1)</script>"}
    letter = compose("claim_requested", "1", READER, "/", **facts)
    assert letter.subject == "Ny forespørsel: <b>Stol</b> Bcc: x@y.example"
    assert "<script>alert(1)</script>" in letter.text
    assert set(Links(letter.html).tags) == {"html", "head", "meta", "title", "body", "p", "a", "br"}


def test_a_letter_leaves_once_whatever_is_tried_again(app, mailbox):
    letter = compose("password_reset", "1", READER, "/")
    mailbox.clear()
    sending.send_each([letter])
    mailbox.clear()
    sending.send_each([letter])
    assert mailbox.sent == []


class Failing:
    """A server that takes no letter for some readers."""

    def __init__(self, error, *readers):
        self.error, self.readers, self.sent = error, readers, []

    def send(self, message):
        if message.to in self.readers:
            raise self.error("no")
        self.sent.append(message.to)


def use_mailer(monkeypatch, mailer):
    monkeypatch.setattr(ports, "mailer", lambda: mailer)


def to(email):
    return compose("password_reset", "1", Reader(email, email, "", "nb"), "/")


def test_one_reader_who_cannot_be_reached_keeps_no_letter_from_the_others(app, monkeypatch):
    mailer = Failing(MailNotDelivered, "b@x.example")
    use_mailer(monkeypatch, mailer)
    with pytest.raises(MailNotDelivered):
        sending.send_each([to("a@x.example"), to("b@x.example"), to("c@x.example")])
    assert mailer.sent == ["a@x.example", "c@x.example"]
    mailer.readers = ()
    sending.send_each([to("a@x.example"), to("b@x.example"), to("c@x.example")])
    assert mailer.sent == ["a@x.example", "c@x.example", "b@x.example"]


def test_a_reader_refused_for_good_is_passed_by(app, monkeypatch):
    mailer = Failing(RecipientRefused, "a@x.example")
    use_mailer(monkeypatch, mailer)
    sending.send_each([to("a@x.example"), to("b@x.example")])
    assert mailer.sent == ["b@x.example"]


def test_a_server_that_is_down_makes_the_outbox_try_again(app, monkeypatch, deliver):
    email = builders.a_person().email
    accounts.request_password_reset(email)
    mailer = Failing(MailNotDelivered, email)
    use_mailer(monkeypatch, mailer)
    deliver()
    assert outbox.state().waiting == 1
    mailer.readers = ()
    with clock.standing_still(NOW.replace(hour=11)):
        deliver()
    assert mailer.sent == [email]
    assert outbox.state().waiting == 0


def test_somebody_who_forgot_the_password_gets_a_link_that_works_once(app, mailbox, deliver):
    email = builders.a_person(language="nn").email
    accounts.request_password_reset(f" {email.upper()} ")
    deliver()
    (letter,) = mailbox.sent
    assert (letter.to, letter.language) == (email, "nn")
    (link,) = [href for href in Links(letter.html).found if "/nytt-passord/" in href]
    accounts.set_password_by_link(link.rpartition("/")[2], "helt annet og langt passord")
    deliver()
    assert [letter.identity.partition("-")[0] for letter in mailbox.sent] == ["password_reset", "password_changed"]


@pytest.mark.parametrize("email", ["ukjent@kommune.example", "", "x" * 9999, "a\0b"])
def test_an_unknown_address_gets_no_letter(app, mailbox, deliver, email):
    accounts.request_password_reset(email)
    deliver()
    assert mailbox.sent == []


def test_a_closed_account_gets_no_letter(app, mailbox, deliver):
    accounts.request_password_reset(builders.a_person(deactivated_at=NOW).email)
    deliver()
    assert mailbox.sent == []


def test_asking_twice_in_a_minute_sends_one_letter_and_later_another(app, mailbox, deliver):
    email = builders.a_person().email
    for _ in range(3):
        accounts.request_password_reset(email)
    deliver()
    assert len(mailbox.sent) == 1
    with clock.standing_still(NOW.replace(minute=5)):
        accounts.request_password_reset(email)
        deliver()
    assert len(mailbox.sent) == 2


def test_the_invitation_says_who_where_and_what_and_its_link_works(app, mailbox, deliver):
    admin = builders.a_person("municipality_admin", name="Inger Admin")
    invitations.invite_person(
        builders.actor_of(admin), email="ny@kommune.example", municipality_number=ASKER, role=Role.REQUESTER
    )
    deliver()
    (letter,) = mailbox.sent
    assert letter.to == "ny@kommune.example"
    assert letter.subject == "Asker inviterer deg til Ombruk"
    assert "Inger Admin" in letter.text
    assert "«Forespørrer» i Asker" in letter.text
    assert letter.text.startswith("Hei,")
    (link,) = [href for href in Links(letter.html).found if "/invitasjon/" in href]
    invitations.accept_as_new(link.rpartition("/")[2], name="Ny", password=PASSWORD, language="nb")


def test_an_invitation_withdrawn_before_it_was_sent_is_not_sent(app, mailbox, deliver):
    admin = builders.an_actor("municipality_admin")
    invitation = invitations.invite_person(
        admin, email="ny@kommune.example", municipality_number=ASKER, role=Role.REQUESTER
    )
    invitations.withdraw_invitation(admin, invitation.id)
    deliver()
    assert mailbox.sent == []


def test_what_was_sent_is_remembered_without_its_text(app, mailbox, deliver):
    email = builders.a_person().email
    accounts.request_password_reset(email)
    deliver()
    (kept,) = db.session.query(SentMail).all()
    assert (kept.recipient, kept.sent_at) == (email, NOW)
    assert kept.key == mailbox.sent[0].identity


def test_a_handler_bears_being_called_twice(app, mailbox):
    person = builders.a_person()
    event = accounts.PasswordResetRequested(person.id, int(NOW.timestamp()))
    for _ in range(2):
        notify_accounts.send_reset_link(event)
    assert len(mailbox.sent) == 1
    notify_accounts.send_reset_link(accounts.PasswordResetRequested(10**9, 0))
    assert len(mailbox.sent) == 1
