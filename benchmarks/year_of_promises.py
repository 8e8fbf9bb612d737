"""What must hold of what is objected to, fetched together, given to volunteers and left otherwise."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select

from marketplace.claims import selecting
from marketplace.claims.models import Appointment, Claim, SharedRun
from marketplace.claims.states import ClaimState
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.organisations.queries import people_of_network_with, people_with
from marketplace.transfers import policies, queries, sharing
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Disposition, Objection, Transfer

_FETCHED = (ClaimState.APPROVED, ClaimState.HANDED_OVER)


def what_volunteers_got_is_noted() -> list[str]:
    """A listing has given away what its volunteers were answered, and nobody was given more than they asked for."""
    given = func.coalesce(func.sum(VoluntaryRequest.given_quantity), 0)
    asked = select(Listing.id, Listing.given_away_quantity, given)
    asked = asked.outerjoin(VoluntaryRequest, VoluntaryRequest.listing_id == Listing.id).group_by(Listing.id)
    rows = db.session.execute(asked.having(given != Listing.given_away_quantity))
    return [f"listing {row[0]} has given {row[1]} away, its answers say {row[2]}" for row in rows]


def nothing_is_taken_back_twice() -> list[str]:
    """Corrections take back at most what was recorded."""
    corrections = select(Disposition.reverses_id, func.sum(Disposition.quantity).label("units"))
    back = corrections.where(Disposition.reverses_id.is_not(None)).group_by(Disposition.reverses_id).subquery()
    wrong = select(Disposition.id).join(back, back.c.reverses_id == Disposition.id)
    found = db.session.scalars(wrong.where(Disposition.quantity + back.c.units < 0))
    return [f"disposition {each} is taken back more than once" for each in found]


def every_objection_waits_for_somebody() -> list[str]:
    """An open objection is about what stands, once for each hand-over; the side that objects has who may settle it,
    and once that took too long, so has who stands between the two.
    """
    asked = select(Objection, Transfer).join(Transfer, Transfer.id == Objection.transfer_id)
    found, seen = [], set[int]()
    for objection, transfer in db.session.execute(asked.where(Objection.outcome.is_(None))):
        if transfer.id in seen:
            found.append(f"transfer {transfer.id} has two open objections")
        seen.add(transfer.id)
        number = objection.municipality_number
        able = people_with("claims:decide", number) or people_with("claims:request", number)
        if objection.raised_at is not None:
            internal = policies.is_internal(transfer)
            able = people_with("transfers:correct", number) if internal else people_of_network_with("objections:settle")
        found += [] if able else [f"objection {objection.id} waits for nobody"]
    left = queries.left_of([db.session.get_one(Transfer, each) for each in seen])
    return found + [
        f"an open objection is about transfer {each}, of which nothing stands" for each in seen if not left[each]
    ]


def claims_of_a_run_agree() -> list[str]:
    """Claims on one trip have the same day and share, and what they bear adds up to the road that is driven."""
    found = []
    for run_id, members in _runs_to_come().items():
        if len({sharing.sharing_of(row.id) for row in members}) > 1:
            found.append(f"the claims of run {run_id} do not share it alike")
        if len({clock.local_date(row.from_at) for row in members}) > 1:
            found.append(f"run {run_id} is driven on several days")
    return found + _wrongly_divided()


def _runs_to_come() -> Mapping[int, list[Row[Any]]]:
    chosen = _on_runs().where(Appointment.until_at > clock.now(), Claim.state.in_(_FETCHED))
    by_run = defaultdict(list)
    for row in db.session.execute(chosen):
        by_run[row.run_id].append(row)
    return by_run


def _on_runs() -> Any:
    chosen = select(Claim.id, Appointment.run_id, Appointment.from_at, Claim.state).join(
        Appointment, Appointment.claim_id == Claim.id
    )
    newest = Appointment.id.in_(selecting.newest_appointments())
    return chosen.where(newest, Appointment.run_id.is_not(None), Appointment.ended_at.is_(None))


def _wrongly_divided() -> list[str]:
    """Where all of a run was fetched, and nothing left it meanwhile: the metres that the first hand-overs bear."""
    fetched = _on_runs().where(Claim.state == ClaimState.HANDED_OVER).subquery()
    after = select(func.min(Transfer.id)).where(Transfer.claim_id == fetched.c.id)
    after = after.where(Transfer.kind == TransferKind.HAND_OVER, Transfer.recorded_at >= SharedRun.made_at)
    first = after.correlate(fetched, SharedRun).scalar_subquery()
    borne = func.sum(2 * Transfer.distance_m * Transfer.road_percent * Transfer.transport_share_percent / 10_000)
    ever = select(func.count(Appointment.claim_id.distinct())).where(Appointment.run_id == SharedRun.id)
    asked = (
        select(SharedRun.id, SharedRun.separate_m, SharedRun.shared_m, borne, func.count())
        .join(fetched, fetched.c.run_id == SharedRun.id)
        .join(Transfer, Transfer.id == first)
        .group_by(SharedRun.id, SharedRun.separate_m, SharedRun.shared_m)
        .having(func.count() == ever.correlate(SharedRun).scalar_subquery())
    )
    return [
        f"run {run_id} drives {shared} m, and its {count} hand-overs bear {total} m"
        for run_id, separate, shared, total, count in db.session.execute(asked)
        if not shared - 10 * count <= (total or 0) <= shared + separate / 100 + 10 * count
    ]
