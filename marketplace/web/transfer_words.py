"""The words of the ledger."""

from typing import Any

from flask_babel import gettext

from marketplace.impact.reckoning import Origin
from marketplace.transfers.kinds import DispositionKind, TransferKind
from marketplace.web.claim_page import otherwise_label


def words() -> dict[str, Any]:
    """What templates need to name kinds of rows, where values came from, and how things left."""
    return {
        "kind_label": kind_label,
        "origin_label": origin_label,
        "disposition_label": disposition_label,
        "otherwise_label": otherwise_label,
    }


def kind_label(kind: TransferKind) -> str:
    """A kind of row."""
    labels: dict[TransferKind, str] = {
        TransferKind.HAND_OVER: gettext("Overlevering"),
        TransferKind.RETURN: gettext("Retur"),
        TransferKind.CORRECTION: gettext("Retting"),
    }
    return labels[kind]


def origin_label(origin: Origin) -> str:
    """Where a value per unit came from."""
    labels: dict[Origin, str] = {
        Origin.OWN: gettext("gjenstandens egen verdi"),
        Origin.CATEGORY: gettext("kategoriens verdi"),
        Origin.NONE: gettext("ukjent"),
    }
    return labels[origin]


def disposition_label(kind: DispositionKind) -> str:
    """How something left, or found new use."""
    labels: dict[DispositionKind, str] = {
        DispositionKind.INTERNAL_REUSE: gettext("Brukt om igjen i egen kommune"),
        DispositionKind.SOLD: gettext("Solgt til bruk"),
        DispositionKind.DONATED: gettext("Gitt bort til bruk"),
        DispositionKind.RECYCLED: gettext("Levert til materialgjenvinning"),
        DispositionKind.WASTE: gettext("Kastet som restavfall"),
    }
    return labels[kind]
