"""Who may do what with assets and imports."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.inventory.models import Asset, AssetImport
from marketplace.inventory.states import HELD, ImportState


def may_see_assets(actor: Actor, municipality_number: str | None) -> Decision:
    """Whether the actor may look into that municipality's inventory."""
    return first_refusal((actor.may_in("assets:view", municipality_number), Forbidden("asset-needs-permission-to-see")))


def may_register_asset(actor: Actor, unit_id: int | None = None) -> Decision:
    """Whether the actor may add to the inventory; a person of one unit only to that unit's."""
    return first_refusal(
        (_manages(actor, actor.municipality_number), Forbidden("asset-needs-permission")),
        (actor.unit_id is None or actor.unit_id == unit_id, Forbidden("asset-other-unit")),
    )


def may_change_asset(actor: Actor, asset: Asset) -> Decision:
    """Whether the actor may change what is said of an asset that is still there."""
    return first_refusal(
        (_manages(actor, asset.municipality_number), Forbidden("asset-needs-permission")),
        (actor.unit_id is None or actor.unit_id == asset.unit_id, Forbidden("asset-other-unit")),
        (asset.state in HELD, Conflict("asset-has-left")),
    )


def may_count_asset(actor: Actor, asset: Asset) -> Decision:
    """Whether the actor may say how many there are, also of what should have left."""
    return first_refusal(
        (_manages(actor, asset.municipality_number), Forbidden("asset-needs-permission")),
        (actor.unit_id is None or actor.unit_id == asset.unit_id, Forbidden("asset-other-unit")),
    )


def may_import(actor: Actor) -> Decision:
    """Whether the actor may import spreadsheets into their municipality's inventory."""
    return first_refusal((_manages(actor, actor.municipality_number), Forbidden("asset-needs-permission")))


def may_map_import(actor: Actor, asset_import: AssetImport) -> Decision:
    """Whether the columns of an import may be mapped anew."""
    return first_refusal(
        (_manages(actor, asset_import.municipality_number), Forbidden("asset-needs-permission")),
        (asset_import.state == ImportState.LOOKED, Conflict("import-not-looked-at")),
    )


def may_keep_import(actor: Actor, asset_import: AssetImport) -> Decision:
    """Whether the rows of an import may be kept now."""
    return first_refusal(
        (_manages(actor, asset_import.municipality_number), Forbidden("asset-needs-permission")),
        (asset_import.state not in (ImportState.KEEPING, ImportState.KEPT), Conflict("import-already-kept")),
        (asset_import.state == ImportState.LOOKED, Conflict("import-not-looked-at")),
        (asset_import.rows_ok > 0, Conflict("import-nothing-to-keep")),
    )


def _manages(actor: Actor, municipality_number: str | None) -> bool:
    return municipality_number is not None and actor.may_in("assets:manage", municipality_number)
