"""Who may do what with assets and imports."""

from marketplace.foundation.actor import Actor
from marketplace.foundation.decision import Decision, first_refusal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.inventory.models import Asset, AssetImport
from marketplace.inventory.states import HELD, ImportPurpose, ImportState

_NEEDED = {ImportPurpose.ASSETS: "assets:manage", ImportPurpose.DISPOSITIONS: "dispositions:record"}
_LACKING = {
    ImportPurpose.ASSETS: "asset-needs-permission",
    ImportPurpose.DISPOSITIONS: "disposition-needs-permission",
}


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


def may_import(actor: Actor, purpose: ImportPurpose = ImportPurpose.ASSETS) -> Decision:
    """Whether the actor may import spreadsheets for that purpose into their municipality."""
    return first_refusal((_imports(actor, actor.municipality_number, purpose), Forbidden(_LACKING[purpose])))


def may_map_import(actor: Actor, asset_import: AssetImport) -> Decision:
    """Whether the columns of an import may be mapped anew."""
    return first_refusal(
        (_may_touch(actor, asset_import), Forbidden(_LACKING[asset_import.purpose])),
        (asset_import.state == ImportState.LOOKED, Conflict("import-not-looked-at")),
    )


def may_keep_import(actor: Actor, asset_import: AssetImport) -> Decision:
    """Whether the rows of an import may be kept now."""
    return first_refusal(
        (_may_touch(actor, asset_import), Forbidden(_LACKING[asset_import.purpose])),
        (asset_import.state not in (ImportState.KEEPING, ImportState.KEPT), Conflict("import-already-kept")),
        (asset_import.state == ImportState.LOOKED, Conflict("import-not-looked-at")),
        (asset_import.rows_ok > 0, Conflict("import-nothing-to-keep")),
    )


def _may_touch(actor: Actor, asset_import: AssetImport) -> bool:
    return _imports(actor, asset_import.municipality_number, asset_import.purpose)


def _imports(actor: Actor, municipality_number: str | None, purpose: ImportPurpose) -> bool:
    return municipality_number is not None and actor.may_in(_NEEDED[purpose], municipality_number)


def _manages(actor: Actor, municipality_number: str | None) -> bool:
    return municipality_number is not None and actor.may_in("assets:manage", municipality_number)
