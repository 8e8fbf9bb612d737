"""Letters with reports that somebody has asked for."""

from dataclasses import replace
from urllib.parse import urlencode

from marketplace.foundation import outbox
from marketplace.foundation.mail.port import Attachment
from marketplace.foundation.translation import text
from marketplace.notifications.letters import compose, reader
from marketplace.notifications.sending import send_each
from marketplace.organisations.geography import place_of
from marketplace.statistics import sending
from marketplace.statistics.events import ReportDue
from marketplace.statistics.export import MIMETYPES, Format
from marketplace.statistics.sending import Made


@outbox.outward
def send_report(event: ReportDue) -> None:
    """Send the report of a period with the file, once; nothing when it was stopped meanwhile.

    Raises:
        MailNotDelivered: the server did not take it now.
    """
    made = sending.make(event)
    if made is None:
        return
    number = made.subscription.municipality_number
    to = replace(reader(made.person), language=made.subscription.language)
    letter = compose(
        "report_made",
        f"{made.subscription.id}-{event.first_on}",
        to,
        _address(made),
        sending.path_to_stop(made.subscription.id),
        place=place_of(number).name if number else text(to.language, "Nettverket"),
        first=f"{made.period.first:%d.%m.%Y}",
        last=f"{made.period.last:%d.%m.%Y}",
        is_attached=made.content is not None,
    )
    send_each([replace(letter, attachments=_attached(made))])


def _attached(made: Made) -> tuple[Attachment, ...]:
    if made.content is None:
        return ()
    mimetype = MIMETYPES[Format(made.subscription.format)].partition(";")[0]
    return (Attachment(made.name, made.content, mimetype),)


def _address(made: Made) -> str:
    query = {"fra": made.period.first.isoformat(), "til": made.period.last.isoformat()}
    if made.subscription.municipality_number is not None:
        query["kommune"] = made.subscription.municipality_number
    return f"/statistikk?{urlencode(query)}"
