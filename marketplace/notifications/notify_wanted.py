"""What is told about wanted notices: who wants it learns what there is, and who has it learns who wants it."""

from datetime import date

from babel.dates import format_date

from marketplace.accounts.models import Person
from marketplace.claims import queries as claims
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.inventory.models import Asset
from marketplace.listings.models import Listing
from marketplace.notifications.readers import Side
from marketplace.notifications.telling import tell
from marketplace.notifications.words import Fact
from marketplace.organisations import queries as organisations
from marketplace.organisations.geography import place_of
from marketplace.organisations.queries import people_with
from marketplace.search.wanted import matching
from marketplace.search.wanted.events import WantedAnswered, WantedEnded, WantedMatched
from marketplace.search.wanted.models import WantedMatch, WantedNotice
from marketplace.search.wanted.states import WantedState


def tell_of_match(event: WantedMatched) -> None:
    """Tell both sides, each of what it may see now: what is not listed is told to its own municipality alone.

    Of a listing that is not open any more, who wants it is told once it is again.
    """
    match = db.session.get_one(WantedMatch, event.match_id)
    notice, thing = db.session.get_one(WantedNotice, match.notice_id), _thing(match)
    if notice.state != WantedState.OPEN:
        return
    facts = _facts(notice, thing)
    sees_it = _may_be_told(notice, thing) or not matching.is_left_untold(event.match_id)
    if event.is_new and sees_it:
        link = f"/annonser/{thing.id}" if isinstance(thing, Listing) else f"/onskes/{notice.id}"
        tell([_wanting(notice)], "wanted_found", str(match.id), link, facts)
    tell([_having(thing)], "wanted_here", str(match.id), f"/onskes/{notice.id}", facts)


def tell_of_answer(event: WantedAnswered) -> None:
    """Tell whoever wants it that an owner has it, once the listing is open to them."""
    match = db.session.get_one(WantedMatch, event.match_id)
    notice, thing = db.session.get_one(WantedNotice, match.notice_id), _thing(match)
    if notice.state == WantedState.OPEN and _may_be_told(notice, thing):
        facts = {**_facts(notice, thing), "note": match.note}
        tell([_wanting(notice)], "wanted_answered", str(match.id), f"/annonser/{thing.id}", facts)


def tell_of_end(event: WantedEnded) -> None:
    """Tell whoever wanted it that its day has passed; what they end themselves they know."""
    notice = db.session.get_one(WantedNotice, event.notice_id)
    if notice.state == WantedState.EXPIRED:
        facts: dict[str, Fact] = {"notice": notice.title, "wanted": notice.quantity}
        tell([_wanting(notice)], "wanted_ended", str(notice.id), f"/onskes/{notice.id}", facts)


def _thing(match: WantedMatch) -> Listing | Asset:
    if match.listing_id is not None:
        return db.session.get_one(Listing, match.listing_id)
    return db.session.get_one(Asset, match.asset_id)


def _may_be_told(notice: WantedNotice, thing: Listing | Asset) -> bool:
    if isinstance(thing, Asset):
        return thing.municipality_number == notice.municipality_number
    who = (notice.made_by, notice.municipality_number)
    return thing.is_open_to(organisations.actors_of({who}, clock.today())[who])


def _wanting(notice: WantedNotice) -> Side:
    """Whoever posted it, while they may still ask; else all who may for the unit or municipality."""
    able = people_with("claims:request", notice.municipality_number, notice.unit_id)
    return _side(notice.municipality_number, notice.unit_id, able, notice.made_by)


def _having(thing: Listing | Asset) -> Side:
    """Whoever made the listing, while they may still manage it; else, and for an asset, all who may list it."""
    able = people_with("listings:manage", thing.municipality_number, thing.unit_id)
    made_by = thing.created_by if isinstance(thing, Listing) else None
    return _side(thing.municipality_number, thing.unit_id, able, made_by)


def _side(number: str, unit_id: int | None, able: list[Person], first: int | None) -> Side:
    chosen = [person for person in able if person.id == first] or able
    return Side(number, unit_id, tuple(person.id for person in chosen))


def _facts(notice: WantedNotice, thing: Listing | Asset) -> dict[str, Fact]:
    if isinstance(thing, Asset):
        own: dict[str, Fact] = {"title": thing.name, "quantity": thing.quantity, "from_on": _day(thing.surplus_from)}
    else:
        available = claims.available_quantities([thing.id]).get(thing.id, 0)
        own = {"title": thing.title, "quantity": available, "from_on": None}
    return {
        **own,
        "notice": notice.title,
        "wanted": notice.quantity,
        "who": place_of(notice.municipality_number).name,
        "by_on": _day(notice.by_on),
        "place": place_of(thing.municipality_number).name,
        "is_asset": isinstance(thing, Asset),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else format_date(day, "dd.MM.yyyy", locale="nb")
