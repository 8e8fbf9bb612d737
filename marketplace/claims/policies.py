"""Who may do what with claims. The claim's listing must be loaded."""

from collections.abc import Callable

from marketplace.claims.models import Claim, PickupWindow
from marketplace.claims.states import CLAIM_TRANSITIONS, OPEN, ClaimAction, ClaimState
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, FieldError, Forbidden, Invalid
from marketplace.listings.models import Listing
from marketplace.listings.states import Allocation, ListingState

PARTIES = ("claims:request", "claims:decide")
"""Either lets somebody on a claim's pages; on which side of the claim they are is asked of the claim."""


def may_claim(actor: Actor, listing: Listing, quantity: int | None = None) -> Decision:
    """Whether the actor may claim from the listing, and so many of it when `quantity` is given.

    What was given away comes back to nobody's turn.
    """
    most = listing.quantity - (listing.given_away_quantity or 0)
    wanted = most if quantity is None else quantity
    return first_refusal(
        ("claims:request" in actor.permissions, Forbidden("claim-needs-permission")),
        (listing.is_open_to(actor) and not has_closed(listing), "listing-not-open"),
        (not is_own(actor, listing), "claim-own-listing"),
        (1 <= wanted <= most, _wrong_quantity("claim-quantity-out-of-range", most=most)),
        (not listing.indivisible or wanted == whole_of(listing), _not_split(listing)),
    )


def whole_of(listing: Listing) -> int:
    """What of a set can only be had together: all of it, or what is left where some has gone all the same."""
    return listing.quantity - (listing.handed_over_quantity or 0) or listing.quantity


def has_closed(listing: Listing) -> bool:
    """Whether its closing time has come; the schedule says so in its state within a minute."""
    return listing.closes_at is not None and listing.closes_at <= clock.now()


def is_own(actor: Actor, listing: Listing) -> bool:
    """Whether the listing is the actor's own unit's; another unit of the same municipality may claim it."""
    return actor.municipality_number == listing.municipality_number and actor.unit_id == listing.unit_id


def is_owner(actor: Actor, claim: Claim) -> bool:
    """Whether the actor decides for the listing's side."""
    listing = claim.listing
    return (
        actor.municipality_number == listing.municipality_number
        and "claims:decide" in actor.permissions
        and _covers_unit(actor, listing.unit_id)
    )


def is_claimant(actor: Actor, claim: Claim) -> bool:
    """Whether the actor acts for the side that asked."""
    return (
        actor.municipality_number == claim.municipality_number
        and "claims:request" in actor.permissions
        and (_covers_unit(actor, claim.unit_id) or actor.person_id == claim.requested_by)
    )


def is_party(actor: Actor, claim: Claim) -> bool:
    """Whether the actor acts for either side."""
    return is_owner(actor, claim) or is_claimant(actor, claim)


def may_view_claim(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may know of the claim."""
    return first_refusal((is_party(actor, claim), Forbidden("claim-not-yours")))


def may_approve(actor: Actor, claim: Claim, quantity: int | None = None) -> Decision:
    """Whether the actor may approve it, and so many of it when `quantity` is given. What is left is asked elsewhere."""
    wanted = claim.quantity if quantity is None else quantity
    return first_refusal(
        (is_owner(actor, claim), Forbidden("claim-decision-needs-permission")),
        _can(claim, ClaimAction.APPROVE),
        (claim.state != ClaimState.QUEUED or not _has_order(claim.listing), _waits_in_order(claim.listing)),
        (claim.listing.state != ListingState.WITHDRAWN, "listing-not-open"),
        (1 <= wanted <= claim.quantity, _wrong_quantity("approve-quantity-out-of-range", most=claim.quantity)),
        (not claim.listing.indivisible or wanted == claim.quantity, _not_split(claim.listing)),
    )


def may_decline(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may say no, or take back a yes to what is not handed over."""
    return first_refusal(
        (is_owner(actor, claim), Forbidden("claim-decision-needs-permission")),
        _can(claim, ClaimAction.DECLINE),
    )


def may_cancel(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may give up what is not handed over."""
    return first_refusal(
        (is_claimant(actor, claim), Forbidden("claim-not-yours")),
        _can(claim, ClaimAction.CANCEL),
    )


def may_write(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may write to the other side; also after it ended, there may be something to settle."""
    return first_refusal((is_party(actor, claim), Forbidden("claim-not-yours")))


def may_make_appointment(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may set when and where it is fetched."""
    return first_refusal(
        (is_party(actor, claim), Forbidden("claim-not-yours")),
        (claim.state == ClaimState.APPROVED, _wrong_state(claim, "appoint")),
    )


def may_offer_windows(actor: Actor, listing: Listing | None = None) -> Decision:
    """Whether the actor may say when their side hands out: of all they answer for, or of one listing."""
    return first_refusal(
        ("claims:decide" in actor.permissions, Forbidden("window-needs-permission")),
        (
            listing is None
            or (listing.municipality_number == actor.municipality_number and _covers_unit(actor, listing.unit_id)),
            Forbidden("window-not-yours"),
        ),
    )


def may_close_window(actor: Actor, window: PickupWindow) -> Decision:
    """Whether the actor may take a window back; a person of one unit only that unit's, or their own."""
    own = window.municipality_number == actor.municipality_number
    opened = actor.person_id is not None and window.opened_by == actor.person_id
    return first_refusal(
        ("claims:decide" in actor.permissions, Forbidden("window-needs-permission")),
        (own and (actor.unit_id in (None, window.unit_id) or opened), Forbidden("window-not-yours")),
    )


def may_hand_over(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may record that it changed hands; either side may."""
    return first_refusal(
        (is_party(actor, claim), Forbidden("claim-not-yours")),
        (claim.state == ClaimState.APPROVED, _wrong_state(claim, "hand_over")),
        (not claim.listing.is_loan, Conflict("claim-is-loan")),
    )


def may_lend(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may record that it was taken out on loan; either side may."""
    return first_refusal(
        (is_party(actor, claim), Forbidden("claim-not-yours")),
        (claim.state == ClaimState.APPROVED, _wrong_state(claim, "lend")),
        (claim.listing.is_loan, Conflict("claim-not-a-loan")),
    )


def may_accept(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may say yes to what is offered to them from the queue."""
    return first_refusal(
        (is_claimant(actor, claim), Forbidden("claim-not-yours")),
        (claim.is_offered, _wrong_state(claim, "accept")),
        (claim.listing.state != ListingState.WITHDRAWN, "listing-not-open"),
    )


def may_extend(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may put off by when it is to be fetched: the claimant once, the owner whenever."""
    return first_refusal(
        (is_party(actor, claim), Forbidden("claim-not-yours")),
        (claim.state == ClaimState.APPROVED, _wrong_state(claim, "extend")),
        (is_owner(actor, claim) or claim.extended_at is None, "claim-extended-already"),
    )


def may_restore(actor: Actor, claim: Claim) -> Decision:
    """Whether the actor may take up again what lapsed by itself."""
    return first_refusal(
        (is_owner(actor, claim), Forbidden("claim-decision-needs-permission")),
        (claim.state == ClaimState.LAPSED, _wrong_state(claim, "restore")),
        (claim.listing.state in (ListingState.PUBLISHED, ListingState.EXPIRED), "listing-not-open"),
    )


def may_compare(actor: Actor, listing: Listing) -> Decision:
    """Whether the actor may see all claims on a listing side by side: whoever decides on them."""
    owns = actor.municipality_number == listing.municipality_number and "claims:decide" in actor.permissions
    return first_refusal((owns and _covers_unit(actor, listing.unit_id), Forbidden("claim-decision-needs-permission")))


def may_set_times(actor: Actor, municipality_number: str) -> Decision:
    """Whether the actor may say how long the municipality gives others: its administrators, and operators."""
    return first_refusal((actor.may_in("sites:manage", municipality_number), Forbidden("sites-not-yours")))


_ACTIONS: dict[str, Callable[[Actor, Claim], Decision]] = {
    "accept": may_accept,
    "approve": may_approve,
    "decline": may_decline,
    "cancel": may_cancel,
    "extend": may_extend,
    "restore": may_restore,
    "appointment": may_make_appointment,
    "messages": may_write,
    "hand-over": may_hand_over,
    "lend": may_lend,
}


def actions(actor: Actor, claim: Claim) -> tuple[str, ...]:
    """The names of what the actor may do with the claim now, as the API calls them."""
    return tuple(name for name, may in _ACTIONS.items() if may(actor, claim))


def _has_order(listing: Listing) -> bool:
    return listing.allocation in (Allocation.FIRST_COME, Allocation.DRAW)


def _waits_in_order(listing: Listing) -> Conflict:
    return Conflict("claim-awaits-draw" if listing.awaits_draw else "claim-waits-its-turn")


def _can(claim: Claim, action: ClaimAction) -> tuple[bool, Conflict]:
    return (claim.state, action) in CLAIM_TRANSITIONS, _wrong_state(claim, action.value)


def _wrong_state(claim: Claim, action: str) -> Conflict:
    code = "claim-wrong-state" if claim.state in OPEN else "claim-ended"
    return Conflict(code, state=claim.state.value, action=action)


def _wrong_quantity(code: str, **facts: int) -> Invalid:
    return Invalid(code, fields=(FieldError("quantity", code, dict(facts)),), **facts)


def _not_split(listing: Listing) -> Invalid:
    return _wrong_quantity("claim-indivisible", whole=whole_of(listing))


def _covers_unit(actor: Actor, unit_id: int | None) -> bool:
    return actor.unit_id is None or unit_id is None or actor.unit_id == unit_id
