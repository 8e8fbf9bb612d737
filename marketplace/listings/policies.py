"""Who may do what with listings and their photos."""

from collections.abc import Callable

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.inventory.models import Asset
from marketplace.inventory.states import HELD
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.listings.states import LISTING_TRANSITIONS, ListingAction, ListingState, Stage, reaches_as_far

MOST_PHOTOS = 12
_Rule = tuple[bool, str | Forbidden | Conflict]


def may_create(actor: Actor, unit_id: int | None = None) -> Decision:
    """Whether the actor may offer something of their municipality's; a person of one unit only of that unit's."""
    return first_refusal(
        _manages(actor, actor.municipality_number),
        (actor.unit_id is None or actor.unit_id == unit_id, Forbidden("listing-other-unit")),
    )


def may_list_asset(actor: Actor, asset: Asset) -> Decision:
    """Whether the actor may make a listing of an asset that is still there."""
    return first_refusal(
        _manages(actor, asset.municipality_number),
        (actor.unit_id is None or actor.unit_id == asset.unit_id, Forbidden("listing-other-unit")),
        (asset.state in HELD, Conflict("listing-asset-has-left", name=asset.name)),
    )


def may_edit(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may change what the listing says. What is all handed over stays as it was."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (listing.state != ListingState.CLOSED, "listing-closed"),
    )


def may_publish(actor: Actor, listing: Listing, stage: Stage | None = None) -> Decision:
    """Whether the actor may let others see it, for the first time or again."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (listing.state != ListingState.PUBLISHED, "listing-already-published"),
        (listing.state != ListingState.CLOSED and listing.left_quantity > 0, "listing-closed"),
        _can(listing, ListingAction.PUBLISH),
        (actor.is_member or not _goes_out(listing, stage), "listing-needs-membership"),
    )


def may_widen(actor: Actor, stage: Stage, *, gives_to_voluntary: bool) -> Decision:
    """Whether what the actor's municipality offers may be shown as widely as that by its rules, and the network's."""
    return first_refusal(
        (actor.is_member or not reaches_as_far(stage, Stage.NETWORK), "listing-needs-membership"),
        (gives_to_voluntary or stage != Stage.VOLUNTARY, "listing-voluntary-not-allowed"),
    )


def may_open_now(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may let the network see it before its day."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (listing.state == ListingState.PUBLISHED, "listing-not-open"),
        (listing.reserved_for is None and not reaches_as_far(listing.stage, Stage.NETWORK), "watch-already-open"),
        (actor.is_member, "listing-needs-membership"),
    )


def may_see_wishes(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may know what voluntary organisations would like of it."""
    return first_refusal(*_of_own_side(actor, listing))


def may_answer_wish(actor: Actor, listing: Listing, request: VoluntaryRequest) -> Decision:
    """Whether the actor may give a voluntary organisation what it asks for, or say no."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (request.answered_at is None, "voluntary-answered-already"),
    )


def may_watch(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may ask to be told when it opens to them: it is shown to them, and not open yet."""
    return first_refusal(
        (actor.person_id is not None and listing.is_visible_to(actor), Forbidden("watch-needs-person")),
        (not listing.is_open_to(actor), Conflict("watch-already-open")),
        (listing.is_shown_ahead_to(actor), Conflict("watch-opens-never")),
    )


def may_withdraw(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may take it back; approved claims stand."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (listing.state != ListingState.WITHDRAWN, "listing-already-withdrawn"),
        (listing.state != ListingState.CLOSED, "listing-closed"),
        _can(listing, ListingAction.WITHDRAW),
    )


def may_add_photo(actor: Actor, listing: Listing, present: int = 0) -> Decision:
    """Whether the actor may add a picture to a listing that has `present` of them."""
    return first_refusal(
        *_of_own_side(actor, listing),
        (listing.state != ListingState.CLOSED, "listing-closed"),
        (present < MOST_PHOTOS, Conflict("listing-too-many-photos", most=MOST_PHOTOS)),
    )


def may_change_photos(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may remove or reorder its pictures."""
    return may_edit(actor, listing)


_ACTIONS: dict[str, Callable[[Actor, Listing], Decision]] = {
    "edit": may_edit,
    "publish": may_publish,
    "withdraw": may_withdraw,
    "photos": may_add_photo,
}


def actions(actor: Actor, listing: Listing) -> tuple[str, ...]:
    """The names of what the actor may do with the listing now, as the API calls them."""
    return tuple(name for name, may in _ACTIONS.items() if may(actor, listing))


def _goes_out(listing: Listing, stage: Stage | None) -> bool:
    """Whether putting it out shows it in the network at once, as far as can be told without the rules of release."""
    if listing.follows_rules and stage is None and listing.published_at is None:
        return False
    return listing.reserved_for is None and reaches_as_far(stage or listing.stage, Stage.NETWORK)


def _of_own_side(actor: Actor, listing: Listing) -> tuple[_Rule, ...]:
    return (
        _manages(actor, listing.municipality_number),
        (actor.unit_id is None or actor.unit_id == listing.unit_id, Forbidden("listing-other-unit")),
    )


def _manages(actor: Actor, municipality_number: str | None) -> _Rule:
    held = municipality_number is not None and actor.may_in("listings:manage", municipality_number)
    return held, Forbidden("listing-needs-permission")


def _can(listing: Listing, action: ListingAction) -> _Rule:
    refusal = Conflict("listing-wrong-state", state=listing.state.value, action=action.value)
    return (listing.state, action) in LISTING_TRANSITIONS, refusal
