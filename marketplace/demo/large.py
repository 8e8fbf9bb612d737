"""Enough rows to measure by, written straight to the tables: 100 000 open listings, 1 000 000 hand-overs."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, cast

from sqlalchemy import Table, func, insert, select

from marketplace.catalogue.conditions import Condition
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.demo.listings import examples
from marketplace.demo.people import Team
from marketplace.foundation import archive, clock
from marketplace.foundation.database import Base, db
from marketplace.foundation.transaction import transaction
from marketplace.impact import queries as impact
from marketplace.impact.reckoning import Effect, reckon
from marketplace.inventory.models import Asset, AssetEntry
from marketplace.inventory.states import AssetState, EntryKind
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState, Stage
from marketplace.organisations.geography import distance_between_km
from marketplace.organisations.models import Site
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer

LISTINGS, TRANSFERS, CLAIMS_EACH = 100_000, 1_000_000, 10
DAYS = 700
AT_ONCE = 5_000
ADJECTIVES = ("Pent brukt", "Solid", "Nesten ny", "Stor", "Liten", "Enkel", "Robust", "Lett", "Praktisk", "Eldre")
ROOMS = ("møterom", "kontor", "klasserom", "kantine", "venterom", "lager", "bibliotek", "barnehage", "sykehjem")


def add_many(teams: list[Team], random: Random, listings: int = LISTINGS, transfers: int = TRANSFERS) -> None:
    """Add open listings with their assets, and closed ones whose claims were all handed over."""
    with transaction():
        first_asset, first_listing = _next(Asset), _next(Listing)
        _write(Asset, _assets(teams, random, listings, first_asset))
        _write(AssetEntry, _first_entries(first_asset, listings))
        _write(Listing, _open_listings(teams, random, listings, first_listing, first_asset))
        closed, first_closed = transfers // CLAIMS_EACH, first_listing + listings
        _write(Listing, _closed_listings(teams, random, closed, first_closed))
        first_claim = _next(Claim)
        _write(Claim, _claims(teams, closed, first_closed, first_claim))
        _write(Transfer, _transfers(teams, closed, first_closed, first_claim))
        archive.set_sequences()


def _next(table: type[Base]) -> int:
    return (db.session.scalar(select(func.max(table.__table__.c.id))) or 0) + 1


def _write(table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(cast(Table, table.__table__)), batch)


def _fields(number: int) -> ListingFields:
    rows = examples()
    return rows[number * 7 % len(rows)].fields


def _team(teams: list[Team], number: int) -> Team:
    return teams[number * 11 % len(teams)]


def _assets(teams: list[Team], random: Random, count: int, first: int) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(count):
        fields = _fields(number)
        yield {
            "id": first + number,
            "municipality_number": _team(teams, number).municipality.number,
            "name": fields.title,
            "category_code": fields.category_code,
            "quantity": fields.quantity,
            "condition": fields.condition,
            "state": AssetState.SURPLUS,
            "created_at": now,
            "updated_at": now,
        }


def _first_entries(first_asset: int, count: int) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(count):
        units = _fields(number).quantity
        told = {"kind": EntryKind.REGISTERED, "on": clock.local_date(now), "at": now, "note": ""}
        yield {"asset_id": first_asset + number, "quantity": units, "change": units, **told}


def _listing(team: Team, fields: ListingFields, title: str, random: Random, at: datetime) -> dict[str, Any]:
    return {
        "municipality_number": team.municipality.number,
        "title": title,
        "description": fields.description,
        "category_code": fields.category_code,
        "condition": random.choice(tuple(Condition)),
        "width_cm": fields.width_cm,
        "depth_cm": fields.depth_cm,
        "height_cm": fields.height_cm,
        "colour": fields.colour,
        "material": fields.material,
        "brand": fields.brand,
        "price_nok": random.choice((0, 0, 0, 100, 500)),
        "replacement_price_nok": fields.replacement_price_nok,
        "stage": Stage.NETWORK,
        "created_by": team.manager.person_id,
        "created_at": at,
        "updated_at": at,
        "published_at": at,
    }


def _open_listings(
    teams: list[Team], random: Random, count: int, first: int, first_asset: int
) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(count):
        fields, at = _fields(number), now - timedelta(minutes=number + 60)
        title = f"{random.choice(ADJECTIVES)} {fields.title} til {random.choice(ROOMS)} {number}"[:120]
        yield {
            "id": first + number,
            "asset_id": first_asset + number,
            "quantity": fields.quantity,
            "state": ListingState.PUBLISHED,
            **_listing(_team(teams, number), fields, title, random, at),
        }


def _closed_listings(teams: list[Team], random: Random, count: int, first: int) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(count):
        fields, at = _fields(number), now - timedelta(days=30 + _days_ago(number, count))
        yield {
            "id": first + number,
            "quantity": CLAIMS_EACH,
            "handed_over_quantity": CLAIMS_EACH,
            "state": ListingState.CLOSED,
            "closed_at": at + timedelta(days=21),
            **_listing(_team(teams, number), fields, fields.title, random, at),
        }


def _days_ago(number: int, count: int) -> int:
    """Oldest first, as a ledger grows."""
    return DAYS - 1 - number * DAYS // count


def _pairs(teams: list[Team], closed: int) -> Iterable[tuple[int, int, Team, Team, Otherwise]]:
    answers = tuple(Otherwise)
    for number in range(closed):
        for place in range(CLAIMS_EACH):
            claim = number * CLAIMS_EACH + place
            yield (
                number,
                claim,
                _team(teams, number),
                teams[(claim * 5 + 3) % len(teams)],
                answers[claim % len(answers)],
            )


def _claims(teams: list[Team], closed: int, first_listing: int, first: int) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number, claim, _, taker, otherwise in _pairs(teams, closed):
        at = now - timedelta(days=25 + _days_ago(number, closed))
        yield {
            "id": first + claim,
            "listing_id": first_listing + number,
            "municipality_number": taker.municipality.number,
            "requested_by": taker.requester.person_id,
            "quantity": 1,
            "approved_quantity": 1,
            "handed_over_quantity": 1,
            "state": ClaimState.HANDED_OVER,
            "otherwise": otherwise,
            "requested_at": at,
            "decided_at": at,
            "ended_at": at + timedelta(days=5),
        }


def _transfers(teams: list[Team], closed: int, first_listing: int, first_claim: int) -> Iterator[dict[str, Any]]:
    today, now = clock.today(), clock.now()
    effects: dict[tuple[str, str, int, Otherwise], Effect] = {}
    sites = {site.municipality_number: site.id for site in db.session.scalars(select(Site))}
    for number, claim, giver, taker, otherwise in _pairs(teams, closed):
        fields, on = _fields(number), today - timedelta(days=9 + _days_ago(number, closed))
        key = (giver.municipality.number, taker.municipality.number, number * 7 % len(examples()), otherwise)
        if key not in effects:
            effects[key] = _effect(fields, giver, taker, otherwise)
        effect = effects[key]
        yield {
            "kind": TransferKind.HAND_OVER,
            "claim_id": first_claim + claim,
            "listing_id": first_listing + number,
            "from_municipality_number": giver.municipality.number,
            "to_municipality_number": taker.municipality.number,
            "from_site_id": sites.get(giver.municipality.number) if number % 3 else None,
            "category_code": fields.category_code,
            "title": fields.title,
            "quantity": 1,
            "price_nok": 0,
            "otherwise": otherwise,
            "listed_on": on - timedelta(days=21),
            "on": on,
            "recorded_at": now,
            "recorded_by": giver.manager.person_id,
            "recorded_for": giver.municipality.number,
            **{name: getattr(effect, name) for name in Effect.__slots__},
        }


def _effect(fields: ListingFields, giver: Team, taker: Team, otherwise: Otherwise) -> Effect:
    today = clock.today()
    return reckon(
        quantity=1,
        own_weight_g=fields.weight_g,
        own_co2e_g=None,
        factor=impact.find_factor(fields.category_code or "", fields.title, today),
        furniture_per_kg=impact.find_furniture_factor(today),
        is_furniture=False,
        otherwise=otherwise,
        distance_km=distance_between_km(giver.municipality.number, taker.municipality.number),
        transport=impact.get_transport(today),
        own_replacement_nok=fields.replacement_price_nok,
        category_replacement_nok=None,
        price_nok=0,
    )
