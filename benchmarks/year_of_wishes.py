"""What people look for, by chance: wanted notices, saved searches, and what voluntary organisations would like."""

from datetime import timedelta
from functools import partial

from sqlalchemy import func, select

from benchmarks.year_of_acting import Acting
from marketplace.demo.listings import examples
from marketplace.foundation import clock
from marketplace.foundation.database import db
from marketplace.inventory import service as inventory
from marketplace.inventory.fields import AssetFields
from marketplace.inventory.states import AssetState
from marketplace.listings import wishes
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.organisations import releasing
from marketplace.organisations.models import VoluntaryOrganisation
from marketplace.search.criteria import Criteria
from marketplace.search.saved import service as saved
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch
from marketplace.search.wanted import service as wanted
from marketplace.search.wanted.fields import WantedFields
from marketplace.search.wanted.models import WantedNotice
from marketplace.search.wanted.states import WantedState
from marketplace.transfers import giving

MOST_SEARCHES = 240


class Wishes:
    """What happens before anybody claims anything."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._network, self._random = acting, acting.network, acting.random

    def day_part(self) -> None:
        """What is looked for in a part of a day."""
        for name, share, act in (
            ("wanted", 0.35, self._want),
            ("wanted otherwise", 0.1, self._want_otherwise),
            ("no longer wanted", 0.08, self._want_no_more),
            ("answered with a draft", 0.1, self._answer),
            ("registered as surplus to come", 0.2, self._plan_surplus),
            ("search saved", 0.3, self._save_search),
            ("search told otherwise", 0.1, self._tell_otherwise),
        ):
            if self._acting.chance(share):
                self._acting.attempt(name, act)
        for organisation_id in self._organisations():
            if self._acting.chance(0.2):
                self._acting.attempt("asked for by volunteers", partial(self._ask_for, organisation_id))
        for request_id in self._unanswered():
            if self._acting.chance(0.2):
                self._acting.attempt("volunteers answered", partial(self._answer_volunteers, request_id))

    def _want(self) -> None:
        example, day = self._random.choice(examples()).fields, clock.today()
        fields = WantedFields(
            title=example.title,
            category_code=example.category_code if self._acting.chance(0.5) else None,
            quantity=self._random.choice((1, 4, 12)),
            must_match=self._acting.chance(0.3),
            by_on=day + timedelta(days=self._random.randint(20, 60)) if self._acting.chance(0.5) else None,
            closes_on=day + timedelta(days=self._random.randint(10, 20)) if self._acting.chance(0.3) else None,
        )
        wanted.post_notice(self._network.anybody(), fields)

    def _want_otherwise(self) -> bool:
        notice = self._open_notice()
        if notice is None:
            return False
        actor, changes = self._network.claimant(notice.municipality_number, notice.made_by), {"quantity": 2}
        wanted.change_notice(actor, notice.id, changes)
        return True

    def _want_no_more(self) -> bool:
        notice = self._open_notice()
        if notice is None:
            return False
        actor = self._network.claimant(notice.municipality_number, notice.made_by)
        end = self._random.choice((wanted.withdraw_notice, wanted.fulfil_notice))
        end(actor, notice.id)
        return True

    def _answer(self) -> bool:
        notice = self._open_notice()
        if notice is None:
            return False
        owner = self._network.manager(self._random.choice(list(self._network.crews)))
        wanted.answer_with_draft(owner, notice.id, "Vi har slike.")
        return True

    def _plan_surplus(self) -> None:
        example, crew = self._random.choice(examples()).fields, self._random.choice(list(self._network.crews.values()))
        fields = AssetFields(
            name=example.title,
            category_code=example.category_code or "KON.STOL",
            quantity=self._random.choice((1, 4, 12)),
            state=AssetState.IN_USE,
            surplus_from=clock.today() + timedelta(days=self._random.randint(5, 90)),
        )
        self._acting.registered += inventory.register_asset(self._network.manager(crew.number), fields).quantity

    def _save_search(self) -> bool:
        if (db.session.scalar(select(func.count(SavedSearch.id))) or 0) >= MOST_SEARCHES:
            return False
        example = self._random.choice(examples()).fields
        criteria = Criteria(
            q=example.title.split()[0] if self._acting.chance(0.8) else "",
            categories=(example.category_code,) if example.category_code else (),
            min_quantity=4 if self._acting.chance(0.2) else None,
            within_km=80.0 if self._acting.chance(0.3) else None,
        )
        saved.save_search(self._network.anybody(), criteria, self._random.choice((Alert.AT_ONCE, Alert.DAILY)))
        return True

    def _tell_otherwise(self) -> bool:
        found = db.session.scalars(select(SavedSearch).order_by(SavedSearch.id.desc()).limit(60)).all()
        if not found:
            return False
        search = self._random.choice(found)
        actor = self._network.claimant(search.municipality_number, search.person_id)
        if actor.person_id != search.person_id:  # whoever kept it has left
            return False
        saved.change_saved_search(actor, search.id, alert=self._random.choice(list(Alert)))
        return True

    def _ask_for(self, organisation_id: int) -> bool:
        organisation = db.session.get_one(VoluntaryOrganisation, organisation_id)
        found = wishes.list_open_to(organisation)
        if not found:
            return False
        listing, sealed = self._random.choice(found), releasing.path_for(organisation).rpartition("/")[2]
        left, whole = listing.left_quantity, listing.indivisible
        wishes.ask_for(sealed, listing.id, left if whole else min(left, self._random.choice((1, 2, 6))))
        return True

    def _answer_volunteers(self, request_id: int) -> None:
        request = db.session.get_one(VoluntaryRequest, request_id)
        owner = self._network.manager(db.session.get_one(Listing, request.listing_id).municipality_number)
        asked = request.quantity
        if self._acting.chance(0.2):
            wishes.decline_wish(owner, request_id)
        else:
            giving.give_away(owner, request_id, asked)

    def _open_notice(self) -> WantedNotice | None:
        newest = select(WantedNotice).where(WantedNotice.state == WantedState.OPEN).order_by(WantedNotice.id.desc())
        found = db.session.scalars(newest.limit(60)).all()
        return self._random.choice(found) if found else None

    def _organisations(self) -> list[int]:
        open_now = select(VoluntaryOrganisation.id).where(VoluntaryOrganisation.closed_at.is_(None))
        return list(db.session.scalars(open_now.order_by(VoluntaryOrganisation.id)))

    def _unanswered(self) -> list[int]:
        waiting = select(VoluntaryRequest.id).where(VoluntaryRequest.answered_at.is_(None))
        return list(db.session.scalars(waiting.order_by(VoluntaryRequest.id)))
