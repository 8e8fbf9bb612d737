"""What is under way today: claims in every state, and things in the inventories."""

from datetime import datetime, timedelta

from marketplace.claims import appointing
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.demo.listings import GJOVIK, RINGERIKE, examples, home_of
from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from marketplace.listings import drafting
from marketplace.listings.fields import ListingFields
from marketplace.listings.models import Listing
from marketplace.transfers import service as transfers

ASSETS_EACH = 8


def add_claims(teams: list[Team], listed: list[tuple[Team, Listing]]) -> None:
    """Every state there is: on what Ringerike offers, asked for by Gjøvik first, and on what others offer."""
    ringerike, gjovik = home_of(teams, RINGERIKE), home_of(teams, GJOVIK)
    divisible = [(team, listing) for team, listing in listed if listing.quantity >= 4 and not listing.indivisible]
    own = [pair for pair in divisible if pair[0] is ringerike]
    others = [pair for pair in divisible if pair[0] not in (ringerike, gjovik)]
    for index, (owner, listing) in enumerate(own):
        with clock.standing_still(_lately(listing, index)):
            _STORIES[index % len(_STORIES)](owner, listing, gjovik, teams[index])
    for index, (owner, listing) in enumerate(others[:: len(others) // 12 or 1]):
        with clock.standing_still(_lately(listing, index)):
            _STORIES[index % len(_STORIES)](owner, listing, (ringerike, gjovik)[index % 2], teams[-1 - index])


def _lately(listing: Listing, index: int) -> datetime:
    """Some hours or days ago, but after the listing was published."""
    now = clock.now()
    return max(now - timedelta(hours=3 + index * 11), (listing.published_at or now) + timedelta(minutes=20))


def _requested(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    _ask(first, listing, 2, Otherwise.BUY_NEW, "Vi trenger dem til et nytt grupperom.")


def _queued(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    _ask(first, listing, listing.quantity - 1, Otherwise.BUY_NEW)
    _ask(second, listing, 2, Otherwise.BUY_USED, "Vi tar gjerne det som blir til overs.")


def _approved(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claim = _ask(first, listing, 3, Otherwise.BUY_NEW, "Kan vi hente i neste uke?")
    claims.approve_claim(owner.manager, claim)
    claims.send_message(owner.manager, claim, "Det går fint. Vi hjelper med å bære ut.")
    begins = (clock.now() + timedelta(days=5)).replace(hour=9, minute=0, second=0, microsecond=0)
    appointing.make_appointment(
        owner.manager, claim, place="Lageret ved rådhuset", from_at=begins, until_at=begins + timedelta(hours=2)
    )


def _approved_less(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claims.approve_claim(owner.manager, _ask(first, listing, listing.quantity, Otherwise.UNKNOWN), 2)


def _declined(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claims.decline_claim(owner.manager, _ask(first, listing, 1, Otherwise.UNKNOWN), "Vi trenger den likevel selv.")


def _cancelled(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claims.cancel_claim(first.requester, _ask(first, listing, 2, Otherwise.DO_WITHOUT))


def _partly_collected(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claim = _ask(first, listing, 3, Otherwise.BUY_NEW)
    claims.approve_claim(owner.manager, claim)
    transfers.hand_over(first.requester, claim, quantity=2)


def _collected(owner: Team, listing: Listing, first: Team, second: Team) -> None:
    claim = _ask(first, listing, 2, Otherwise.BUY_NEW)
    claims.approve_claim(owner.manager, claim)
    transfers.hand_over(owner.manager, claim)


_STORIES = (_requested, _queued, _approved, _approved_less, _declined, _cancelled, _partly_collected, _collected)


def _ask(team: Team, listing: Listing, quantity: int, otherwise: Otherwise, message: str = "") -> int:
    claim = claims.request_claim(team.requester, listing.id, quantity=quantity, otherwise=otherwise, message=message)
    return claim.id


def add_assets(teams: list[Team]) -> None:
    """A few things in use in every municipality, and what is not, as drafts of listings."""
    rows = examples()
    for place, team in enumerate(teams):
        for index in range(ASSETS_EACH):
            fields = rows[(place * 7 + index * 5) % len(rows)].fields
            asset = inventory.register_asset(
                team.manager, _asset(fields, f"{team.municipality.number}-{index + 1:04}", index)
            )
            if asset.state == AssetState.SURPLUS:
                drafting.draft_from_assets(team.manager, [asset.id])


def _asset(fields: ListingFields, number: str, index: int) -> AssetFields:
    return AssetFields(
        name=fields.title,
        category_code=fields.category_code or "ANN.DIV",
        inventory_number=number,
        quantity=fields.quantity,
        condition=fields.condition,
        width_cm=fields.width_cm,
        depth_cm=fields.depth_cm,
        height_cm=fields.height_cm,
        weight_g=fields.weight_g,
        colour=fields.colour,
        material=fields.material,
        brand=fields.brand,
        acquired_year=fields.acquired_year,
        acquired_price_nok=fields.replacement_price_nok,
        building="Rådhuset",
        room=f"{100 + index}",
        state=(AssetState.IN_USE, AssetState.IN_USE, AssetState.IN_STORE, AssetState.SURPLUS)[index % 4],
    )
