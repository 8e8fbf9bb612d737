"""The facts behind figures in the reader's words, and where each is shown."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.claims.states import ClaimState
from marketplace.listings.states import ListingState
from marketplace.statistics.facts import Fact
from marketplace.transfers.kinds import DispositionKind
from marketplace.web.claim_page import state_label
from marketplace.web.transfer_words import disposition_label

_PAGES = {
    Fact.LISTED: ("listings.show", "listing_id"),
    Fact.CLOSED: ("listings.show", "listing_id"),
    Fact.CLAIM_ENDED: ("claims.show", "claim_id"),
    Fact.DISPOSED: ("dispositions.show", "disposition_id"),
}
"""The page of one of them, and what its address calls the number."""


def page_of(fact: Fact, number: int) -> str:
    """The address of one of them."""
    endpoint, name = _PAGES[fact]
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values)


def kind_label(fact: Fact, kind: str) -> str:
    """The state of a listing or a claim, or how something left."""
    if fact == Fact.DISPOSED:
        return disposition_label(DispositionKind(kind))
    return state_label(ClaimState(kind)) if fact == Fact.CLAIM_ENDED else _listing_label(ListingState(kind))


def words_of(fact: Fact) -> dict[str, str]:
    """A heading, the name of the day, and what it means that something counts as a part."""
    return _words()[fact]


def _words() -> dict[Fact, dict[str, str]]:
    return {
        Fact.LISTED: {
            "title": gettext("Annonser lagt ut"),
            "on": gettext("Lagt ut"),
            "part": gettext("Uten forespørsel"),
        },
        Fact.CLOSED: {
            "title": gettext("Annonser avsluttet"),
            "on": gettext("Avsluttet"),
            "part": "",
        },
        Fact.CLAIM_ENDED: {
            "title": gettext("Godkjente forespørsler avsluttet"),
            "on": gettext("Avsluttet"),
            "part": gettext("Ikke hentet"),
        },
        Fact.DISPOSED: {
            "title": gettext("Avhendet på annen måte"),
            "on": gettext("Dato"),
            "part": gettext("Brukes om igjen"),
        },
    }


def _listing_label(state: ListingState) -> str:
    labels: dict[ListingState, str] = {
        ListingState.DRAFT: gettext("Utkast"),
        ListingState.PUBLISHED: gettext("Ute"),
        ListingState.CLOSED: gettext("Avsluttet"),
        ListingState.WITHDRAWN: gettext("Trukket"),
        ListingState.EXPIRED: gettext("Utløpt"),
    }
    return labels[state]
