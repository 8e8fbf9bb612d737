"""What happened to assets."""

from dataclasses import dataclass

from marketplace.foundation.outbox import Event


@dataclass(frozen=True)
class ImportUploaded(Event):
    """A spreadsheet waits to be looked at."""

    import_id: int


@dataclass(frozen=True)
class ImportAccepted(Event):
    """Somebody looked, and wants its rows kept; None is the command line."""

    import_id: int
    person_id: int | None


@dataclass(frozen=True)
class AssetSurplusPlanned(Event):
    """It is surplus, or will be from a day on."""

    asset_id: int


@dataclass(frozen=True)
class AssetsImported(Event):
    """The rows of a spreadsheet are in the inventory."""

    import_id: int
