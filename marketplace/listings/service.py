"""Doing things with listings."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.inventory import moving
from marketplace.inventory import queries as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetAction, AssetState
from marketplace.listings import closing, holds, lots, policies, queries, stages
from marketplace.listings.drafting import (
    bound_quantities,
    category_for,
    check_references,
    create_draft,
    draft_from_assets,
)
from marketplace.listings.events import (
    ListingChanged,
    ListingExpired,
    ListingOpened,
    ListingPublished,
    ListingWithdrawn,
)
from marketplace.listings.fields import KEPT_AS_GIVEN, RELEASE, ListingFields, checked, errors_before_publishing
from marketplace.listings.models import Listing
from marketplace.listings.photos import add_photo, order_photos, remove_photo
from marketplace.listings.states import ListingAction, ListingState, Stage, reaches_as_far

__all__ = [
    "add_photo",
    "amend_listing",
    "create_draft",
    "draft_from_assets",
    "expire_due",
    "order_photos",
    "publish_listing",
    "remove_photo",
    "withdraw_listing",
]

AT_ONCE = 500


def amend_listing(actor: Actor, listing_id: int, changes: Mapping[str, Any], version: int | None = None) -> Listing:
    """Say something else of a listing: some of its fields by name; the others, its asset and its owner stay.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: the actor may not, or `version` is not the listing's any more.
        Invalid: a value is wrong, or cannot change any more; `fields` names each.
    """
    with transaction():
        listing = _locked(actor, listing_id)
        policies.may_edit(actor, listing).enforce()
        if version is not None and version != listing.version:
            raise Conflict("listing-changed-meanwhile")
        fields = checked(dataclasses.replace(fields_of(listing), **changes))
        check_references(listing.municipality_number, fields)
        _refuse(*_fixed_terms(listing, fields))
        with db.session.no_autoflush:
            _apply(actor, listing, fields)
            opened = stages.said_of(actor, listing, fields)
        if db.session.is_modified(listing):
            listing.updated_at = clock.now()
            _tell_of_change(actor, listing)
        if opened:
            outbox.record(ListingOpened(listing.id))
        db.session.flush()
        return listing


def publish_listing(actor: Actor, listing_id: int, stage: Stage | None = None) -> Listing:
    """Let others see and claim it, for the first time or again; what was in no inventory is registered there.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: the actor may not, it is published or gone, or the asset has too few units left.
        Invalid: something is missing; `fields` names each.
    """
    with transaction():
        listing = _locked(actor, listing_id)
        policies.may_publish(actor, listing, stage).enforce()
        now = clock.now()
        _refuse(*errors_before_publishing(listing.title, listing.available_from, listing.closes_at, now))
        _refuse(*lots.prepare(listing, now))
        stages.begin(actor, listing, stage)
        is_new = listing.asset_id is None
        if is_new:
            listing.asset_id = _register(actor, listing)
        listing.apply(ListingAction.PUBLISH)
        listing.published_at = listing.updated_at = now
        listing.closed_at = None
        db.session.flush()
        if not is_new:
            _bind_asset(actor, listing)
        outbox.record(ListingPublished(listing.id))
        return listing


def withdraw_listing(actor: Actor, listing_id: int) -> Listing:
    """Take a listing back, or discard a draft. Others no longer see it.

    Raises:
        NotFound: no such listing for the actor.
        Forbidden, Conflict: the actor may not, or it is not open any more.
    """
    with transaction():
        listing = _locked(actor, listing_id)
        policies.may_withdraw(actor, listing).enforce()
        listing.apply(ListingAction.WITHDRAW)
        listing.updated_at = clock.now()
        if listing.published_at is not None:
            listing.closed_at = clock.now()
            outbox.record(ListingWithdrawn(listing.id))
        return listing


def expire_due() -> int:
    """Close every listing whose closing time has passed, and answer how many there were."""
    expired = 0
    while due := queries.due_to_expire(clock.now(), AT_ONCE):
        expired += sum(_expire(listing_id) for listing_id in due)
    return expired


def fields_of(listing: Listing) -> ListingFields:
    """What a listing says now."""
    kept = {name: getattr(listing, name) for name in KEPT_AS_GIVEN}
    return ListingFields(
        **kept,
        category_code=listing.category_code,
        unit_id=listing.unit_id,
        language=listing.language,
        stage=None if listing.follows_rules and listing.state != ListingState.PUBLISHED else listing.stage,
        **{name: getattr(listing, name) for name in RELEASE},
        asset_id=listing.asset_id,
    )


def _locked(actor: Actor, listing_id: int) -> Listing:
    listing = queries.get_for_update(listing_id)
    if not listing.is_visible_to(actor):
        raise NotFound(queries.MISSING)
    return listing


def _apply(actor: Actor, listing: Listing, fields: ListingFields) -> None:
    for name in KEPT_AS_GIVEN:
        setattr(listing, name, getattr(fields, name))
    listing.category_code = category_for(fields)
    listing.language = fields.language or listing.language
    if listing.asset_id is None:
        listing.unit_id = actor.unit_id if fields.unit_id is None else fields.unit_id
        policies.may_edit(actor, listing).enforce()


def _tell_of_change(actor: Actor, listing: Listing) -> None:
    if listing.published_at is None:
        return
    if listing.state == ListingState.PUBLISHED:
        now = clock.now()
        _refuse(*errors_before_publishing(listing.title, listing.available_from, listing.closes_at, now))
        _refuse(*lots.errors_of_draw(listing, now))
        db.session.flush()
        _bind_asset(actor, listing)
    outbox.record(ListingChanged(listing.id))
    closing.close_if_empty(listing, listing.left_quantity)


def _fixed_terms(listing: Listing, fields: ListingFields) -> tuple[FieldError, ...]:
    """What the asset decides, and what others have relied on since it was published."""
    errors = []
    if listing.asset_id is not None and fields.unit_id not in (None, listing.unit_id):
        errors.append(FieldError("unit_id", "listing-unit-of-asset"))
    if listing.published_at is None:
        return tuple(errors)
    held = max(holds.held_quantity(listing.id) + listing.given_away_quantity, listing.handed_over_quantity)
    if fields.quantity < max(held, 1):
        errors.append(FieldError("quantity", "listing-quantity-held", {"held": held}))
    if fields.indivisible != listing.indivisible and listing.state == ListingState.PUBLISHED:
        errors.append(FieldError("indivisible", "listing-indivisible-fixed"))
    if listing.state == ListingState.PUBLISHED and fields.allocation != listing.allocation:
        errors.append(FieldError("allocation", "listing-allocation-fixed"))
    if listing.state == ListingState.PUBLISHED and fields.draw_at != listing.draw_at:
        errors.append(FieldError("draw_at", "listing-allocation-fixed"))
    becomes_other = (fields.loan_days is None) == listing.is_loan
    if becomes_other and (held or listing.state == ListingState.PUBLISHED):
        errors.append(FieldError("loan_days", "listing-loan-fixed"))
    if fields.price_nok > listing.price_nok:
        errors.append(FieldError("price_nok", "listing-price-raised", {"most": listing.price_nok}))
    if listing.state == ListingState.PUBLISHED and not reaches_as_far(fields.stage or listing.stage, listing.stage):
        errors.append(FieldError("stage", "listing-stage-narrowed"))
    return (*errors, *_fixed_receiver(listing, fields))


def _fixed_receiver(listing: Listing, fields: ListingFields) -> tuple[FieldError, ...]:
    """One municipality more may be let in to what is a unit's own, and none be put out of what it has seen."""
    if listing.state != ListingState.PUBLISHED or fields.reserved_for in (None, listing.reserved_for):
        return ()
    if listing.reserved_for is None and listing.stage == Stage.UNIT:
        return ()
    return (FieldError("reserved_for", "listing-stage-narrowed"),)


def _register(actor: Actor, listing: Listing) -> int:
    fields = AssetFields(
        name=listing.title,
        category_code=listing.category_code,
        quantity=listing.left_quantity,
        condition=listing.condition,
        brand=listing.brand,
        width_cm=listing.width_cm,
        depth_cm=listing.depth_cm,
        height_cm=listing.height_cm,
        weight_g=listing.weight_g,
        colour=listing.colour,
        material=listing.material,
        unit_id=listing.unit_id,
        acquired_year=listing.acquired_year,
        co2e_g=listing.co2e_g,
        state=AssetState.SURPLUS,
    )
    asset = moving.register_surplus(listing.municipality_number, fields, on=clock.today(), person_id=actor.person_id)
    return asset.id


def _bind_asset(actor: Actor, listing: Listing) -> None:
    """See that the asset has what all its published listings offer; when they offer all of it, it is surplus."""
    assert listing.asset_id is not None
    asset = inventory.get_for_update(listing.asset_id)
    policies.may_list_asset(actor, asset).enforce()
    bound = bound_quantities([asset.id])[asset.id]
    if bound > asset.quantity:
        free = max(0, asset.quantity - bound + listing.left_quantity)
        raise Invalid(
            "listing-asset-too-few",
            fields=(FieldError("quantity", "listing-asset-too-few", {"free": free}),),
            free=free,
        )
    if bound == asset.quantity and asset.state != AssetState.SURPLUS:
        asset.apply(AssetAction.DECLARE_SURPLUS)


def _expire(listing_id: int) -> bool:
    with transaction():
        listing = queries.get_for_update(listing_id)
        now = clock.now()
        if listing.state != ListingState.PUBLISHED or listing.closes_at is None or listing.closes_at > now:
            return False
        listing.apply(ListingAction.EXPIRE)
        listing.closed_at = listing.updated_at = now
        outbox.record(ListingExpired(listing.id))
        return True


def _refuse(*errors: FieldError) -> None:
    if errors:
        raise Invalid(fields=errors)
