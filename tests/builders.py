"""Things for tests, made as rows: `a_listing(quantity=3)`. Numbers in names are counted up, so nothing collides."""

import secrets
from itertools import count
from typing import Any

from marketplace.accounts import passwords
from marketplace.accounts.models import Person
from marketplace.catalogue.conditions import Condition
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState, Otherwise
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.transaction import transaction
from marketplace.impact.reckoning import Origin
from marketplace.inventory.models import Asset
from marketplace.inventory.states import AssetState
from marketplace.listings.models import Listing
from marketplace.listings.states import ListingState
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import ApiToken, PickupPlace, RoleAssignment, Unit
from marketplace.organisations.roles import Role
from marketplace.transfers.kinds import TransferKind
from marketplace.transfers.models import Transfer

ASKER, BAERUM, RINGERIKE, GJOVIK, LILLESTROM, HAMAR = "3203", "3201", "3305", "3407", "3205", "3403"
PASSWORD = "riktig hest batteri stift"
_hashed: list[str] = []
_numbers = count(1)


def stored(thing: Any) -> Any:
    """The thing, in the database."""
    with transaction() as session:
        session.add(thing)
        session.flush()
    return thing


def a_person(role: str = "facility_manager", of: str = ASKER, unit_id: int | None = None, **values: Any) -> Person:
    """Somebody with a role in a municipality; the password is `PASSWORD`."""
    if not _hashed:
        _hashed.append(passwords.hash_password(PASSWORD))
    number = next(_numbers)
    given = {"email": f"person{number}@kommune.example", "name": f"Person {number}", "language": "nb"} | values
    person = stored(
        Person(**{"password_hash": _hashed[0], "session_key": secrets.token_hex(8), "created_at": clock.now()} | given)
    )
    stored(
        RoleAssignment(
            person_id=person.id, municipality_number=of, unit_id=unit_id, role=Role(role), given_at=clock.now()
        )
    )
    return person


def actor_of(person: Person) -> Actor:
    """The person, acting for their first municipality today."""
    return organisations.actor_of(person, on=clock.today())


def an_actor(role: str = "facility_manager", of: str = ASKER, unit_id: int | None = None) -> Actor:
    """A new person, acting."""
    return actor_of(a_person(role, of, unit_id))


def a_token(person: Person) -> str:
    """A bearer token of a person for their first municipality."""
    token = secrets.token_urlsafe(32)
    number = actor_of(person).municipality_number
    hashed = organisations.hash_of_token(token)
    stored(
        ApiToken(
            person_id=person.id,
            municipality_number=number,
            name="test",
            token_hash=hashed,
            hint=token[:6],
            created_at=clock.now(),
        )
    )
    return token


def a_unit(of: str = ASKER, name: str | None = None) -> Unit:
    """A part of a municipality."""
    return stored(Unit(municipality_number=of, name=name or f"Enhet {next(_numbers)}"))


def a_pickup_place(of: str = ASKER, **values: Any) -> PickupPlace:
    """Where things are fetched."""
    return stored(PickupPlace(**{"municipality_number": of, "name": f"Port {next(_numbers)}"} | values))


def an_asset(of: str = ASKER, quantity: int = 10, **values: Any) -> Asset:
    """Some equal things that a municipality owns."""
    given = {
        "municipality_number": of,
        "inventory_number": f"INV-{next(_numbers)}",
        "name": "Kontorstol",
        "category_code": "KON.STOL",
        "quantity": quantity,
        "condition": Condition.GOOD,
        "state": AssetState.IN_STORE,
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return stored(Asset(**given | values))


def a_listing(of: str = ASKER, quantity: int = 3, published: bool = True, **values: Any) -> Listing:
    """An offer of an asset with just as many units, open to the network unless `published` is False."""
    asset_id = values.pop("asset_id", None) or an_asset(of, quantity, state=AssetState.SURPLUS).id
    author = values.pop("created_by", None) or a_person(of=of).id
    given = {
        "municipality_number": of,
        "asset_id": asset_id,
        "title": "Kontorstol i god stand",
        "category_code": "KON.STOL",
        "condition": Condition.GOOD,
        "quantity": quantity,
        "created_by": author,
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "state": ListingState.PUBLISHED if published else ListingState.DRAFT,
        "published_at": clock.now() if published else None,
    }
    return stored(Listing(**given | values))


def a_claim(listing: Listing, by: str = GJOVIK, quantity: int = 1, state: str = "requested", **values: Any) -> Claim:
    """A claim in a state; approved ones are approved in full."""
    granted = quantity if state in ("approved", "handed_over") else None
    given = {
        "listing_id": listing.id,
        "municipality_number": by,
        "requested_by": values.pop("requested_by", None) or a_person("requester", by).id,
        "quantity": quantity,
        "approved_quantity": granted,
        "handed_over_quantity": quantity if state == "handed_over" else 0,
        "state": ClaimState(state),
        "otherwise": Otherwise.BUY_NEW,
        "requested_at": clock.now(),
    }
    return stored(Claim(**given | values))


def a_transfer(claim: Claim, quantity: int = 1, **values: Any) -> Transfer:
    """A row of the ledger for a claim, with nothing known of its effect unless given."""
    listing = claim.listing if "listing" in claim.__dict__ else None
    giver = values.pop("from_municipality_number", None) or (listing.municipality_number if listing else ASKER)
    given = {
        "kind": TransferKind.HAND_OVER if quantity > 0 else TransferKind.RETURN,
        "claim_id": claim.id,
        "listing_id": claim.listing_id,
        "from_municipality_number": giver,
        "to_municipality_number": claim.municipality_number,
        "category_code": "KON.STOL",
        "title": "Kontorstol",
        "quantity": quantity,
        "price_nok": 0,
        "otherwise": claim.otherwise,
        "displacement_percent": 100,
        "weight_origin": Origin.NONE,
        "factor_origin": Origin.NONE,
        "price_origin": Origin.NONE,
        "transport_co2e_g": 0,
        "listed_on": clock.today(),
        "on": clock.today(),
        "recorded_at": clock.now(),
        "recorded_by": claim.requested_by,
        "recorded_for": claim.municipality_number,
    }
    return stored(Transfer(**given | values))
