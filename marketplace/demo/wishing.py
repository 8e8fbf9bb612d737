"""What people wait for: saved searches, wanted notices, and things that will be surplus."""

from datetime import timedelta

from marketplace.demo.people import Team
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.listings.events import ListingPublished
from marketplace.search import queries as search
from marketplace.search.criteria import Criteria
from marketplace.search.saved import matching as saved_searches
from marketplace.search.saved import service as saving
from marketplace.search.saved.alerts import Alert
from marketplace.search.wanted import matching, service
from marketplace.search.wanted.events import WantedPosted
from marketplace.search.wanted.fields import WantedFields

WEEKS_AGO = timedelta(weeks=8)


def add_wishes(here: Team, there: Team) -> None:
    """Saved searches of the people here, and what both sides want; the index has been built."""
    planned = AssetFields(
        name="Stablestol, grå",
        category_code="KON.STOL",
        quantity=60,
        building="Ungdomsskolen",
        surplus_from=clock.today() + timedelta(days=45),
    )
    inventory.register_asset(here.manager, planned)
    _save(here.admin, Criteria(q="kontorstol", conditions=("new", "as_new", "good")), Alert.DAILY)
    _save(here.manager, Criteria(q="kontorstol"), Alert.AT_ONCE)
    _save(here.manager, Criteria(q="rullator", within_km=50), Alert.OFF)
    august = clock.today() + timedelta(days=60)
    use = "Til aulaen. De må kunne stables."
    _post(there.requester, WantedFields(title="stablestoler", description=use, quantity=120, by_on=august))
    _post(here.manager, WantedFields(title="whiteboard", quantity=6, max_width_cm=240))
    _post(there.manager, WantedFields(title="høvelbenk", quantity=4, must_match=True))


def _save(actor: Actor, criteria: Criteria, alert: Alert) -> None:
    """Since some weeks ago, with what has come to answer it."""
    with clock.standing_still(clock.now() - WEEKS_AGO):
        saving.save_search(actor, criteria, alert)
    for found in search.search_listings(actor, criteria, again=True).page.items[:5]:
        saved_searches.find_waiting(ListingPublished(found.card.id))


def _post(actor: Actor, fields: WantedFields) -> None:
    with clock.standing_still(clock.now() - timedelta(days=3)):
        notice = service.post_notice(actor, fields)
    matching.find_things(WantedPosted(notice.id))
