"""Where an asset stands, and how an import proceeds."""

from enum import StrEnum


class AssetState(StrEnum):
    """What a municipality does with a thing it registered."""

    IN_USE = "in_use"
    IN_STORE = "in_store"
    SURPLUS = "surplus"
    TRANSFERRED = "transferred"
    DISPOSED = "disposed"


class AssetAction(StrEnum):
    """What can happen to an asset."""

    USE = "use"
    STORE = "store"
    DECLARE_SURPLUS = "declare_surplus"
    HAND_OVER_ALL = "hand_over_all"
    TAKE_BACK = "take_back"
    DISPOSE_OF_ALL = "dispose_of_all"


HELD = (AssetState.IN_USE, AssetState.IN_STORE, AssetState.SURPLUS)
"""The states of what is still there."""

ASSET_TRANSITIONS: dict[tuple[AssetState, AssetAction], AssetState] = {
    **{(state, AssetAction.USE): AssetState.IN_USE for state in HELD},
    **{(state, AssetAction.STORE): AssetState.IN_STORE for state in HELD},
    **{(state, AssetAction.DECLARE_SURPLUS): AssetState.SURPLUS for state in HELD},
    **{(state, AssetAction.HAND_OVER_ALL): AssetState.TRANSFERRED for state in HELD},
    **{(state, AssetAction.DISPOSE_OF_ALL): AssetState.DISPOSED for state in HELD},
    **{(state, AssetAction.TAKE_BACK): state for state in HELD},
    (AssetState.TRANSFERRED, AssetAction.TAKE_BACK): AssetState.SURPLUS,
    (AssetState.DISPOSED, AssetAction.TAKE_BACK): AssetState.IN_STORE,
}


ACTION_TO_REACH = {
    AssetState.IN_USE: AssetAction.USE,
    AssetState.IN_STORE: AssetAction.STORE,
    AssetState.SURPLUS: AssetAction.DECLARE_SURPLUS,
}
"""What a person does to bring a thing into a state."""


class ImportPurpose(StrEnum):
    """What the rows of a spreadsheet are taken for."""

    ASSETS = "assets"
    DISPOSITIONS = "dispositions"


class ImportState(StrEnum):
    """An import looks first, and keeps when told to."""

    UPLOADED = "uploaded"
    LOOKED = "looked"
    KEEPING = "keeping"
    KEPT = "kept"
    FAILED = "failed"


class ImportAction(StrEnum):
    """What can happen to an import."""

    LOOK = "look"
    LOOK_AGAIN = "look_again"
    KEEP = "keep"
    FINISH = "finish"
    FAIL = "fail"


IMPORT_TRANSITIONS: dict[tuple[ImportState, ImportAction], ImportState] = {
    (ImportState.UPLOADED, ImportAction.LOOK): ImportState.LOOKED,
    (ImportState.UPLOADED, ImportAction.FAIL): ImportState.FAILED,
    (ImportState.LOOKED, ImportAction.LOOK_AGAIN): ImportState.UPLOADED,
    (ImportState.LOOKED, ImportAction.KEEP): ImportState.KEEPING,
    (ImportState.KEEPING, ImportAction.FINISH): ImportState.KEPT,
    (ImportState.KEEPING, ImportAction.FAIL): ImportState.FAILED,
}


class EntryKind(StrEnum):
    """What an asset's life story tells of."""

    REGISTERED = "registered"
    IMPORTED = "imported"
    CHANGED = "changed"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    RETURNED = "returned"
    DISPOSED = "disposed"
    RESTORED = "restored"
    COUNTED = "counted"
    REPAIRED = "repaired"


class Severity(StrEnum):
    """Whether a row with this problem can be kept."""

    ERROR = "error"
    NOTICE = "notice"
