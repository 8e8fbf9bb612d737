"""Setting targets, and holding them against the figures. A change is a new row: all earlier ones are kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import Person
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.organisations import queries as organisations
from marketplace.statistics import outlook, policies, scales
from marketplace.statistics.arithmetic import Base
from marketplace.statistics.events import TargetChanged
from marketplace.statistics.figures import BASES, FUNCTIONS
from marketplace.statistics.grouping import GroupBy
from marketplace.statistics.models import Target
from marketplace.statistics.periods import EARLIEST, Period
from marketplace.statistics.progress import Progress, progress
from marketplace.statistics.queries import get_statistics
from marketplace.statistics.sums import Sums

MOST_AHEAD = 10
REASON_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class TargetFields:
    """A target as typed, as the figure tells it: a rate from 0 to 1, kilograms, days, kroner."""

    value: Decimal
    baseline_year: int
    baseline: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version with the name of who set it."""

    target: Target
    set_by: str


@dataclass(frozen=True, slots=True)
class History:
    """A target through all its versions, oldest first."""

    versions: tuple[Version, ...]

    @property
    def id(self) -> int:
        """The first version's id, which names the target in addresses."""
        return self.versions[0].target.id

    @property
    def newest(self) -> Target:
        """The version that counts."""
        return self.versions[-1].target

    @property
    def value(self) -> Decimal | None:
        """The target as the figure tells it; None when it is withdrawn."""
        return None if self.newest.value is None else scales.told(self.newest.figure, self.newest.value)


def set_target(
    actor: Actor, municipality_number: str, year: int, figure: str, fields: TargetFields, *, seen: int = 0
) -> Target:
    """Set a target, or change it. `seen` is the newest version the actor knew of, 0 for none.

    Raises:
        NotFound: no such municipality.
        Forbidden: as `policies.may_set_target`.
        Conflict: "target-changed-meanwhile".
        Invalid: a year that is over or far ahead, a value that cannot be, no reason.
    """
    organisations.get_municipality(municipality_number)
    policies.may_set_target(actor, municipality_number).enforce()
    _check(year, figure, fields)
    value, baseline = scales.kept(figure, fields.value), fields.baseline
    kept_baseline = None if baseline is None else scales.kept(figure, baseline)
    return _add(actor, municipality_number, year, figure, value, fields, kept_baseline, seen)


def withdraw_target(actor: Actor, target_id: int, reason: str, *, seen: int) -> Target:
    """Withdraw a target. What it was stays in its history.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as `set_target`; "target-withdrawn" if it is already.
    """
    history = get_history(target_id)
    newest = history.newest
    policies.may_set_target(actor, newest.municipality_number).enforce()
    if newest.value is None:
        raise Conflict("target-withdrawn")
    problems = (*_of_year(newest.year), *_of_reason(reason))
    if problems:
        raise Invalid(fields=problems)
    fields = TargetFields(Decimal(0), newest.baseline_year, None, reason)
    number = newest.municipality_number
    return _add(actor, number, newest.year, newest.figure, None, fields, newest.baseline, seen)


def get_history(target_id: int) -> History:
    """The target that a version belongs to.

    Raises:
        NotFound: there is none.
    """
    named = db.session.get(Target, target_id)
    if named is None:
        raise NotFound("target-not-found")
    chosen = list_histories(named.year, named.municipality_number)
    return next(history for history in chosen if history.newest.figure == named.figure)


def list_histories(year: int, municipality_number: str | None = None) -> list[History]:
    """The targets of a year with all their versions, in the order of the figures."""
    rows = select(Target, Person.name).join(Person, Person.id == Target.set_by).where(Target.year == year)
    if municipality_number is not None:
        rows = rows.where(Target.municipality_number == municipality_number)
    by_key: dict[tuple[str, str], list[Version]] = defaultdict(list)
    for target, name in db.session.execute(rows.order_by(Target.municipality_number, Target.version)):
        by_key[target.municipality_number, target.figure].append(Version(target, name))
    histories = [History(tuple(versions)) for versions in by_key.values()]
    order = {figure: place for place, figure in enumerate(scales.FIGURES)}
    return sorted(histories, key=lambda each: (each.newest.municipality_number, order[each.newest.figure]))


def hold_against(actor: Actor, number: str, year: int, histories: Sequence[History]) -> dict[int, Progress]:
    """Each standing target of a municipality's year held against its figures, by the target's id.

    The number of queries does not depend on how many targets there are, only on how many years they start from.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    today = clock.today()
    standing = [history for history in histories if history.value is not None]
    so_far = _year(actor, number, year)
    left = outlook.left_of_year(year, today)
    months = _months(actor, number, today) if left else []
    drawn = outlook.draw(so_far, months, left) if left else None
    years = {history.newest.baseline_year for history in standing if history.newest.baseline is None}
    before = {each: _year(actor, number, each) for each in sorted(years)}
    found = {}
    for history in standing:
        target, figure = history.newest, history.newest.figure
        found[history.id] = progress(
            figure,
            scales.told(figure, target.value or 0),
            so_far,
            baseline=_baseline(target, before),
            baseline_base=_baseline_base(target, before),
            months=months,
            drawn=drawn,
            left=left,
        )
    return found


def _baseline(target: Target, before: dict[int, Sums]) -> Decimal | None:
    if target.baseline is not None:
        return scales.told(target.figure, target.baseline)
    sums = before[target.baseline_year]
    value = FUNCTIONS[target.figure](sums) if sums != Sums() else None
    return None if value is None else Decimal(value)


def _baseline_base(target: Target, before: dict[int, Sums]) -> Base | None:
    """Nothing beside what was stated by hand."""
    if target.baseline is not None or target.figure not in BASES:
        return None
    base = BASES[target.figure](before[target.baseline_year])
    return base if base.base else None


def _year(actor: Actor, number: str, year: int) -> Sums:
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    return get_statistics(actor, whole, municipality_number=number).whole


def _months(actor: Actor, number: str, today: date) -> list[Sums]:
    whole = outlook.months_before(today)
    found = get_statistics(actor, whole, municipality_number=number, group_by=GroupBy.MONTH)
    by_key = {group.key: group.sums for group in found.groups}
    return [by_key.get(f"{month.first:%Y-%m}", Sums()) for month in whole.months()]


def _check(year: int, figure: str, fields: TargetFields) -> None:
    if figure not in scales.FIGURES:
        raise Invalid(fields=(FieldError("figure", "field-not-a-choice"),))
    problems = [*_of_year(year), *_of_reason(fields.reason)]
    for name, value in (("value", fields.value), ("baseline", fields.baseline)):
        if value is not None:
            problems += _of_value(figure, name, value)
    if not EARLIEST.year <= fields.baseline_year < year:
        problems.append(FieldError("baseline_year", "field-out-of-range", {"least": EARLIEST.year, "most": year - 1}))
    if problems:
        raise Invalid(fields=tuple(problems))


def _of_value(figure: str, name: str, value: Decimal) -> list[FieldError]:
    if not value.is_finite():
        return [FieldError(name, "field-not-a-number")]
    may_be_nothing = name == "baseline" or figure in scales.LESS_IS_BETTER
    if not 0 <= value <= scales.MOST[figure] or (scales.kept(figure, value) == 0 and not may_be_nothing):
        return [FieldError(name, "target-out-of-range")]
    return []


def _of_year(year: int) -> list[FieldError]:
    first = clock.today().year
    if first <= year <= first + MOST_AHEAD:
        return []
    return [FieldError("year", "target-year-out-of-range", {"least": first, "most": first + MOST_AHEAD})]


def _of_reason(reason: str) -> list[FieldError]:
    if not reason.strip():
        return [FieldError("reason", "field-required")]
    if len(reason.strip()) > REASON_LIMIT:
        return [FieldError("reason", "field-too-long", {"most": REASON_LIMIT})]
    return []


def _add(
    actor: Actor,
    number: str,
    year: int,
    figure: str,
    value: int | None,
    fields: TargetFields,
    baseline: int | None,
    seen: int,
) -> Target:
    """The next version. Of two at once the database takes one."""
    of_target = (Target.municipality_number == number, Target.year == year, Target.figure == figure)
    target = Target(
        municipality_number=number,
        year=year,
        figure=figure,
        version=seen + 1,
        value=value,
        baseline_year=fields.baseline_year,
        baseline=baseline,
        reason=fields.reason.strip(),
        set_by=actor.person_id,
        set_at=clock.now(),
    )
    try:
        with transaction() as session:
            newest = session.scalar(select(Target.version).where(*of_target).order_by(Target.version.desc()).limit(1))
            if (newest or 0) != seen:
                raise Conflict("target-changed-meanwhile")
            session.add(target)
            session.flush()
            outbox.record(TargetChanged(target.id))
    except IntegrityError as error:
        raise Conflict("target-changed-meanwhile") from error
    return target
