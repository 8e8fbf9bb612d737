"""Cards to Teams: one at once, or one a day for each channel with all that waits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import db
from marketplace.foundation.posting.port import AddressRefused, PostNotDelivered, PostRefused
from marketplace.foundation.retrying import InVain, NotYet
from marketplace.foundation.transaction import transaction
from marketplace.notifications.cards import card_of, digest_card, trial_card
from marketplace.notifications.events import CardDue
from marketplace.notifications.kinds import Kind, Pace
from marketplace.notifications.letters import Line
from marketplace.notifications.mailing import LOST_AFTER, latest_digest
from marketplace.notifications.models import Card, Channel
from marketplace.notifications.queries import in_words
from marketplace.notifications.sending import once
from marketplace.organisations.geography import place_of
from marketplace.organisations.models import Municipality

DIGEST, TRIAL = "digest_card", "channel_tried"


@outbox.outward
def post_card(event: CardDue) -> None:
    """Post a card to its channel, unless the channel is gone.

    Raises:
        PostNotDelivered: it was not taken now.
        NotYet: nor may it be tried for a while.
        InVain: it will not be, until somebody mends the address.
    """
    card = db.session.get(Card, event.card_id)
    if card is None or card.pace is not Pace.AT_ONCE:
        return
    channel = db.session.get(Channel, card.channel_id) if card.channel_id is not None else None
    address = channel.address if channel is not None else ports.teams_webhook() if card.channel_id is None else None
    if address is None:
        return
    content = _content(card, channel)
    if content is not None:
        once(Card, event.card_id, lambda: _hand_over(address, content))


def begin_card_digests() -> int:
    """Begin the channels' cards of the day, from seven o'clock in Norway on, and answer how many."""
    due_at = latest_digest(clock.now())
    waiting = select(Card.municipality_number, Card.channel_id).where(_waits(clock.now()), Card.at < due_at).distinct()
    found = list(db.session.execute(waiting))
    db.session.rollback()
    return sum(_begin(number, channel_id, due_at) for number, channel_id in found)


def _begin(number: str, channel_id: int | None, due_at: datetime) -> bool:
    key = f"digest-{due_at.date()}-{channel_id or number}"
    with transaction() as session:
        session.execute(select(Municipality.number).where(Municipality.number == number).with_for_update())
        if session.scalar(select(Card.id).where(Card.key == key)) is not None:
            return False
        card = Card(
            key=key,
            kind=Kind.REQUEST,
            occasion=DIGEST,
            facts={},
            link="/mitt-arbeid",
            at=clock.now(),
            pace=Pace.AT_ONCE,
            municipality_number=number,
            channel_id=channel_id,
        )
        session.add(card)
        session.flush()
        ours = [Card.municipality_number == number, _same_channel(channel_id), _waits(clock.now()), Card.id != card.id]
        session.execute(
            update(Card).where(*ours).values(digest_id=card.id), execution_options={"synchronize_session": False}
        )
        outbox.record(CardDue(card.id))
    return True


def _same_channel(channel_id: int | None) -> ColumnElement[bool]:
    return Card.channel_id.is_(None) if channel_id is None else Card.channel_id == channel_id


def _waits(now: datetime) -> ColumnElement[bool]:
    """In no card that was posted: chosen for the day, or begun at once by a process that ended."""
    lost = and_(Card.pace == Pace.AT_ONCE, Card.sent_at.is_(None), Card.begun_at < now - LOST_AFTER)
    of_the_day = select(Card.id).where(Card.occasion == DIGEST, Card.sent_at.is_(None))
    untold = or_(Card.digest_id.is_(None), Card.digest_id.in_(of_the_day))
    return and_(Card.occasion.not_in((DIGEST, TRIAL)), untold, or_(Card.pace == Pace.DAILY, lost))


def _content(card: Card, channel: Channel | None) -> dict[str, object] | None:
    language, place = _language_of(card.municipality_number), place_of(card.municipality_number).name
    if card.occasion == TRIAL:
        return trial_card(language, place, channel.name if channel is not None else "")
    if card.occasion != DIGEST:
        return card_of(card.occasion, language, card.facts, card.link, place)
    lines = _lines(card.id, language)
    return digest_card(lines, language, place) if lines else None


def _lines(digest_id: int, language: str) -> Sequence[Line]:
    newest = select(Card).where(Card.digest_id == digest_id).order_by(Card.at.desc(), Card.id.desc())
    told = [in_words(row, language) for row in db.session.scalars(newest)]
    return [Line(one.title, one.text, one.link) for one in told]


def _language_of(municipality_number: str) -> str:
    """A municipality that has chosen nynorsk is written to in nynorsk; the others in bokmål."""
    municipality = db.session.get_one(Municipality, municipality_number)
    return "nn" if municipality.official_language == "nn" else "nb"


def _hand_over(address: str, content: dict[str, object]) -> None:
    try:
        ports.poster().post(address, content)
    except (AddressRefused, PostRefused) as error:
        raise InVain(str(error)) from error
    except PostNotDelivered as error:
        if error.seconds is None:
            raise
        raise NotYet(str(error), error.seconds) from error
