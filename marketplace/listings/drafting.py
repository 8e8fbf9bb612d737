"""Making listings: from nothing, or from what the inventory has."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.catalogue import queries as catalogue
from marketplace.catalogue.guessing import guess_category
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.texts import clean
from marketplace.foundation.transaction import transaction
from marketplace.inventory import holds
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.listings import policies, queries, stages
from marketplace.listings.fields import KEPT_AS_GIVEN, TEXT_LIMITS, ListingFields, checked
from marketplace.listings.models import Listing
from marketplace.listings.states import Stage
from marketplace.organisations import queries as organisations

MOST_ASSETS = 200
MIXED = "ANN.DIV"
"""The category of what no title tells: mixed lots."""


def create_draft(actor: Actor, fields: ListingFields, submission_key: str | None = None) -> Listing:
    """A draft that only its own people see. The same person's same `submission_key` answers with the same draft.

    Raises:
        Invalid: a value is wrong; `fields` names each.
        Forbidden: the actor may not offer that.
        NotFound: no such asset in the actor's municipality.
        Conflict: the asset has left.
    """
    fields = checked(fields)
    key = kept_key(actor, submission_key)
    try:
        with transaction():
            return _find(key) or _create(actor, fields, key)
    except IntegrityError:
        made = _find(key)  # another process was first with the same form
        if made is None:
            raise
        return made


def draft_from_assets(actor: Actor, asset_ids: Iterable[int]) -> list[Listing]:
    """A draft for each asset, of the units that no listing offers yet; a draft it already has is answered again.

    An asset that is all offered already is left out.

    Raises:
        Invalid: no asset, or more than `MOST_ASSETS`.
        NotFound: an asset is not in the actor's municipality.
        Forbidden: the actor may not offer one of them.
        Conflict: something has left, or all of it is offered already; `name` says which.
    """
    wanted = sorted(set(asset_ids))
    if not 1 <= len(wanted) <= MOST_ASSETS:
        raise Invalid("listing-choose-assets", most=MOST_ASSETS)
    with transaction() as session:
        assets = _lock(actor, wanted)
        drafts, bound = queries.drafts_of_assets(wanted), bound_quantities(wanted)
        made = []
        for asset in assets:
            policies.may_list_asset(actor, asset).enforce()
            free = asset.quantity - bound[asset.id]
            if asset.id in drafts or free > 0:
                made.append(drafts.get(asset.id) or _of_asset(actor, asset, free))
        if not made:
            raise Conflict("listing-asset-all-offered", name=assets[0].name)
        session.flush()
        return made


def find_draft(actor: Actor, submission_key: str | None) -> Listing | None:
    """What this person has made with a form of this key."""
    return _find(kept_key(actor, submission_key))


def bound_quantities(asset_ids: Sequence[int]) -> dict[int, int]:
    """How many units of each asset are offered or promised. Certain only while the assets are locked."""
    held = holds.held_quantities(asset_ids)
    return {asset_id: held.get(asset_id, 0) for asset_id in asset_ids}


def kept_key(actor: Actor, submission_key: str | None) -> str | None:
    """A form's key as it is kept: one person's key never meets another's."""
    if not submission_key:
        return None
    return hashlib.sha256(f"{actor.person_id}:{submission_key}".encode()).hexdigest()


def check_references(municipality_number: str, fields: ListingFields) -> None:
    """Whether what the fields point at is there and the municipality's own.

    Raises:
        Invalid: an unknown category, pick-up place or unit.
    """
    errors = []
    if fields.category_code is not None and fields.category_code not in catalogue.category_names("nb"):
        errors.append(FieldError("category_code", "listing-category-unknown"))
    if fields.pickup_place_id is not None:
        places = organisations.list_pickup_places(municipality_number)
        if fields.pickup_place_id not in {place.id for place in places}:
            errors.append(FieldError("pickup_place_id", "listing-pickup-place-unknown"))
    if fields.unit_id is not None:
        units = organisations.list_units(municipality_number)
        if fields.unit_id not in {unit.id for unit in units}:
            errors.append(FieldError("unit_id", "listing-unit-unknown"))
    if errors:
        raise Invalid(fields=tuple(errors))


def category_for(fields: ListingFields) -> str:
    """The category chosen, else the one the title suggests, else mixed lots."""
    return fields.category_code or guess_category(fields.title) or MIXED


def _find(key: str | None) -> Listing | None:
    return queries.find_by_submission(key) if key else None


def _create(actor: Actor, fields: ListingFields, key: str | None) -> Listing:
    unit_id = actor.unit_id if fields.unit_id is None else fields.unit_id
    if fields.asset_id is not None:
        asset = inventory.get_asset(actor, fields.asset_id)
        policies.may_list_asset(actor, asset).enforce()
        unit_id = asset.unit_id
        if fields.quantity > asset.quantity:
            raise Invalid(fields=(FieldError("quantity", "listing-more-than-asset", {"most": asset.quantity}),))
    policies.may_create(actor, unit_id).enforce()
    assert actor.municipality_number is not None
    check_references(actor.municipality_number, fields)
    listing = _draft(actor, fields, unit_id)
    stages.said_of(actor, listing, fields)
    listing.submission_key = key
    db.session.add(listing)
    db.session.flush()
    return listing


def _draft(actor: Actor, fields: ListingFields, unit_id: int | None) -> Listing:
    now = clock.now()
    return Listing(
        **{name: getattr(fields, name) for name in KEPT_AS_GIVEN},
        municipality_number=actor.municipality_number,
        unit_id=unit_id,
        asset_id=fields.asset_id,
        category_code=category_for(fields),
        language=fields.language or actor.language,
        stage=fields.stage or Stage.NETWORK,
        follows_rules=fields.stage is None,
        created_by=actor.person_id,
        created_at=now,
        updated_at=now,
    )


def _lock(actor: Actor, asset_ids: Sequence[int]) -> Sequence[Asset]:
    chosen = select(Asset).where(Asset.id.in_(asset_ids), Asset.municipality_number == actor.municipality_number)
    assets = db.session.scalars(chosen.order_by(Asset.id).with_for_update()).all()
    if len(assets) < len(asset_ids):
        raise NotFound("asset-not-found")
    return assets


def _of_asset(actor: Actor, asset: Asset, quantity: int) -> Listing:
    most = TEXT_LIMITS["title"]
    fields = ListingFields(
        title=clean(asset.name)[:most].strip(),
        category_code=asset.category_code,
        condition=asset.condition,
        quantity=quantity,
        width_cm=asset.width_cm,
        depth_cm=asset.depth_cm,
        height_cm=asset.height_cm,
        weight_g=asset.weight_g,
        colour=asset.colour,
        material=asset.material,
        brand=asset.brand,
        acquired_year=asset.acquired_year,
        replacement_price_nok=asset.acquired_price_nok or None,
        co2e_g=asset.co2e_g,
        asset_id=asset.id,
    )
    listing = _draft(actor, fields, asset.unit_id)
    db.session.add(listing)
    return listing
