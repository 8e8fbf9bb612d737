"""The link in a letter that stops one saved search from telling: signed, good for ever, and needing no sign-in."""

from marketplace.accounts import links
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound
from marketplace.search.saved.models import SavedSearch
from marketplace.search.saved.service import stop_alert

_PURPOSE = "saved-search-alert"


def path_for(saved_search_id: int, person_id: int) -> str:
    """The address on this site, for whoever keeps the search: its number may be another's when it is deleted."""
    return f"/varsler/stopp/{links.seal(_PURPOSE, {'search': saved_search_id, 'person': person_id})}"


def meaning_of(sealed: str) -> SavedSearch:
    """The search that a link stops.

    Raises:
        NotFound: "saved-search-link-not-valid"; the search may be deleted.
    """
    carried = links.unseal(_PURPOSE, sealed)
    found = None if carried is None else db.session.get(SavedSearch, int(carried["search"]))
    if carried is None or found is None or found.person_id != carried.get("person"):
        raise NotFound("saved-search-link-not-valid")
    return found


def stop(sealed: str) -> SavedSearch:
    """Only keep the search from now on; stopped twice is stopped.

    Raises:
        NotFound: as `meaning_of`.
    """
    found = stop_alert(meaning_of(sealed).id)
    if found is None:
        raise NotFound("saved-search-link-not-valid")
    return found
