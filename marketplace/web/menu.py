"""The menu: who sees which entries, and which one the reader is in."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from marketplace.foundation.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; `current` when the page shown lies under it."""

    text: str
    href: str
    icon: str = ""

    @property
    def current(self) -> bool:
        """Whether the present address is the entry's or beneath it."""
        return request.path == self.href or request.path.startswith(self.href + "/")


def menu_entries(actor: Actor | None) -> list[Entry]:
    """The main menu, five entries at most."""
    entries = (
        (Entry(gettext("Søk"), "/sok"), ("listings:view",)),
        (Entry(gettext("Annonser"), "/annonser/mine"), ("listings:manage",)),
        (Entry(gettext("Eiendeler"), "/eiendeler"), ("assets:view",)),
        (Entry(gettext("Forespørsler"), "/foresporsler"), ("claims:request", "claims:decide")),
        (Entry(gettext("Statistikk"), "/statistikk"), ("statistics:view",)),
    )
    return _allowed(entries, actor)


def person_entries(actor: Actor | None) -> list[Entry]:
    """What is seldom used, under the person's name."""
    entries = (
        (Entry(gettext("Overføringer"), "/overforinger", icon="ArrowRightLeft"), ("transfers:view",)),
        (Entry(gettext("Åpner snart"), "/annonser/aapner-snart", icon="Bell"), ("listings:view",)),
        (Entry(gettext("Søk og synonymer"), "/sok/oversikt", icon="MagnifyingGlass"), ("search:manage",)),
        (Entry(gettext("Hentinger"), "/hentinger", icon="Package"), ("claims:request", "claims:decide")),
        (Entry(gettext("Utlån"), "/utlaan", icon="ArrowsCirclepath"), ("claims:request", "claims:decide")),
        (Entry(gettext("Ønskes"), "/onskes", icon="Megaphone"), ("listings:view",)),
        (Entry(gettext("Lagrede søk"), "/sok/lagrede", icon="Eye"), ("searches:save",)),
        (Entry(gettext("Kvitteringer"), "/kvitteringer", icon="Tasklist"), ("listings:view",)),
        (Entry(gettext("Timer"), "/timer", icon="Pencil"), ("statistics:view",)),
        (Entry(gettext("Leveranser"), "/drift/leveranser", icon="Paperplane"), ("service:operate",)),
        (Entry(gettext("Kommunen"), "/kommune", icon="Buildings3"), ("people:manage", "sites:manage", "members:view")),
    )
    return _allowed(entries, actor)


def _allowed(entries: tuple[tuple[Entry, tuple[str, ...]], ...], actor: Actor | None) -> list[Entry]:
    if actor is None:
        return []
    return [entry for entry, permissions in entries if any(actor.may(permission) for permission in permissions)]
