"""What calls about reports by e-mail, ordered files and the data dictionary take and answer."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from marketplace.api.schemas.assets import CategoryAnswer
from marketplace.api.schemas.base import Answer, Day, Input, ListOf, Query, Text
from marketplace.api.schemas.listings import NamedNumber
from marketplace.api.schemas.statistics import ExportFormat
from marketplace.catalogue.queries import category_names
from marketplace.organisations.geography import place_of
from marketplace.statistics import ordering, sending
from marketplace.statistics.models import FileState, OrderedFile, ReportSubscription, Rhythm
from marketplace.wording.refusals import in_words

_NUMBER = r"^[0-9]{4}$"


class Language(StrEnum):
    """In which language."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class SubscriptionInput(Input):
    """Which report, how often, as what file. Without `municipality` (or null): the network's."""

    municipality: str | None = Field(None, pattern=_NUMBER)
    rhythm: Rhythm
    format: ExportFormat = ExportFormat.PDF
    language: Language | None = Field(None, description="The caller's own if left out.")


class SubscriptionChange(Input):
    """What is left out stays as it is; `municipality` null is the network."""

    municipality: str | None = Field(None, pattern=_NUMBER)
    rhythm: Rhythm | None = None
    format: ExportFormat | None = None
    language: Language | None = None


class SubscriptionAnswer(Answer):
    """A report that comes by e-mail: the next one on the day `next_on`. `municipality` null is the network."""

    id: int
    municipality: NamedNumber | None
    rhythm: Rhythm
    format: ExportFormat
    language: Language
    next_on: date
    made_at: datetime
    actions: list[str]


class SubscriptionList(ListOf[SubscriptionAnswer]):
    """All of the caller's, on one page."""


class FileInput(Input):
    """The rows of a period, this year unless said otherwise.

    Without `municipality`: the caller's own, or the network for whoever leads it.
    """

    first: Day | None = Field(None, alias="from", description="The first day; 1 January this year if left out.")
    last: Day | None = Field(None, alias="to", description="The last day; 31 December of that year if left out.")
    municipality: str | None = Field(None, pattern=_NUMBER)
    category: Text | None = Field(None, max_length=20, description="A category's code; those under it count, too.")


class FileFailureAnswer(Answer):
    """Why it was not made."""

    code: str
    message: str


class FileAnswer(Answer):
    """An ordered workbook: `rows_done` of `rows_total` are written; when it is `ready`, fetch it before `gone_at`."""

    id: int
    state: FileState
    municipality: NamedNumber | None
    category: CategoryAnswer | None
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    rows_total: int
    rows_done: int
    bytes: int | None
    failure: FileFailureAnswer | None
    ordered_at: datetime
    made_at: datetime | None
    gone_at: datetime
    actions: list[str]


class FileList(ListOf[FileAnswer]):
    """A page of the caller's files, newest first."""


class DictionaryFormat(StrEnum):
    """What kind of file."""

    JSON = "json"
    CSV = "csv"


class DictionaryQuery(Query):
    """The data dictionary, as JSON unless said otherwise."""

    format: DictionaryFormat = DictionaryFormat.JSON


def subscription_answer(subscription: ReportSubscription) -> SubscriptionAnswer:
    """A report by e-mail as the API tells it."""
    return SubscriptionAnswer(
        id=subscription.id,
        municipality=_named(subscription.municipality_number),
        rhythm=subscription.rhythm,
        format=ExportFormat(subscription.format),
        language=Language(subscription.language),
        next_on=sending.next_on(subscription),
        made_at=subscription.made_at,
        actions=["change", "stop"],
    )


def file_answer(ordered: OrderedFile, language: str) -> FileAnswer:
    """An ordered file as the API tells it."""
    failure, code = None, ordered.category_code
    if ordered.failure:
        failure = FileFailureAnswer(code=ordered.failure, message=in_words(language, ordered.failure, {}))
    return FileAnswer.model_validate(
        {
            "id": ordered.id,
            "state": ordered.state,
            "municipality": _named(ordered.municipality_number),
            "category": None if code is None else CategoryAnswer(code=code, name=category_names(language)[code]),
            "from": ordered.first_on,
            "to": ordered.last_on,
            "rows_total": ordered.rows_total,
            "rows_done": ordered.rows_done,
            "bytes": ordered.bytes,
            "failure": failure,
            "ordered_at": ordered.ordered_at,
            "made_at": ordered.made_at,
            "gone_at": ordering.gone_at(ordered),
            "actions": ["fetch"] if ordered.state is FileState.READY else [],
        }
    )


def _named(number: str | None) -> NamedNumber | None:
    return None if number is None else NamedNumber(number=number, name=place_of(number).name)
