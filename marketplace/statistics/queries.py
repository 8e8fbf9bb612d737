"""The figures' sums, whole and in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_

from marketplace.catalogue.queries import category_names, codes_under
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.pagination import Page
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import list_sites
from marketplace.statistics import policies
from marketplace.statistics.grouping import GroupBy, LedgerBy
from marketplace.statistics.periods import Period
from marketplace.statistics.reading import ARROW, Question, sums_of
from marketplace.statistics.sums import Sums, total
from marketplace.transfers import queries as transfers
from marketplace.transfers.models import Transfer
from marketplace.transfers.queries import TransferFilters
from marketplace.transfers.rows import TransferRow


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the whole: a municipality's number, a category's code, a month as 2026-11 or a site's id."""

    key: str
    name: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Flow:
    """What went from one municipality to another, or stayed in one; amounts too belong to the flow."""

    giver: str
    receiver: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a number that the actor may see, their units, and the units of all."""

    page: Page[TransferRow]
    units_seen: int
    units: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The sums of a period, whole and in parts."""

    period: Period
    municipality_number: str | None
    group_by: GroupBy | None
    whole: Sums
    groups: list[Group]


def get_statistics(
    actor: Actor,
    period: Period,
    *,
    municipality_number: str | None = None,
    group_by: GroupBy | None = None,
    category_code: str | None = None,
) -> Statistics:
    """The sums of a period for the network, or for one municipality, perhaps of one category and those under it.

    A dozen queries at the most, however long the ledger.

    Raises:
        Forbidden: the actor may not see statistics.
        NotFound: no such category.
    """
    policies.may_see_figures(actor).enforce()
    parts = sums_of(Question(period, municipality_number, group_by, _codes(category_code)))
    names = category_names(actor.language) if group_by == GroupBy.CATEGORY else {}
    groups = [Group(key, names.get(key) or _name(group_by, key), parts[key]) for key in sorted(parts)]
    whole = total([group.sums for group in groups])
    return Statistics(period, municipality_number, group_by, whole, groups if group_by else [])


def every_month(groups: Sequence[Group]) -> list[Group]:
    """Months with those between them in which nothing happened."""
    known = {group.key: group for group in groups}
    if not known:
        return []
    first, last = (date.fromisoformat(f"{key}-01") for key in (min(known), max(known)))
    keys = [f"{month.first:%Y-%m}" for month in Period(first, last).months()]
    return [known.get(key) or Group(key, key, Sums()) for key in keys]


def list_sites_given(
    actor: Actor, period: Period, municipality_number: str, *, category_code: str | None = None
) -> list[Group]:
    """What left each of a municipality's sites, and what that saved; the key "" where no site was given.

    Raises:
        Forbidden: they are not of the actor's own municipality.
    """
    policies.may_see_sites(actor, municipality_number).enforce()
    parts = sums_of(Question(period, municipality_number, LedgerBy.SITE, _codes(category_code)))
    names = {str(site.id): site.name for site in list_sites(municipality_number, closed=True)}
    return [Group(key, names.get(key, ""), parts[key]) for key in sorted(parts)]


def list_flows(
    actor: Actor, period: Period, *, municipality_number: str | None = None, category_code: str | None = None
) -> list[Flow]:
    """What went from which municipality to which, those within one too; of one municipality from it and to it.

    Raises:
        Forbidden: the actor may not see statistics.
    """
    policies.may_see_figures(actor).enforce()
    parts = sums_of(Question(period, municipality_number, LedgerBy.FLOW, _codes(category_code)))
    sides = {key: key.partition(ARROW) for key in sorted(parts)}
    return [Flow(giver, receiver, parts[key]) for key, (giver, _, receiver) in sides.items()]


def list_behind(actor: Actor, filters: TransferFilters, page: int = 1) -> Behind:
    """The hand-overs behind a number, newest first: the actor's own municipality's and those between two.

    Of what stays within other municipalities only the units are told, as their figures tell them, too. A site is told
    to its own municipality alone.

    Raises:
        Forbidden: the actor may not see statistics.
        NotFound: no such category.
    """
    if filters.from_on is None or filters.to_on is None:
        raise Invalid(fields=(FieldError("from", "field-required"),))
    period = Period(filters.from_on, filters.to_on)
    policies.may_see_figures(actor).enforce()
    visible = _visible_to(actor)
    rows, seen = transfers.list_with_units(actor, filters, visible, page)
    if filters.site_id is not None:
        return Behind(rows, seen, seen)
    flows = list_flows(actor, period, municipality_number=filters.giver, category_code=filters.category)
    wanted = (
        flow for flow in flows if filters.giver in (None, flow.giver) and filters.receiver in (None, flow.receiver)
    )
    return Behind(rows, seen, sum(flow.sums.units_handed_over for flow in wanted))


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whose rows figures may be followed to: as in the files of figures, so by who may see statistics."""
    giver, receiver = Transfer.from_municipality_number, Transfer.to_municipality_number
    own = or_(giver == actor.municipality_number, receiver == actor.municipality_number)
    return or_(own, giver != receiver) if "statistics:network" in actor.network_permissions else own


def _codes(category_code: str | None) -> frozenset[str] | None:
    return codes_under(category_code) if category_code is not None else None


def _name(group_by: GroupBy | None, key: str) -> str:
    return place_of(key).name if group_by == GroupBy.MUNICIPALITY else key
