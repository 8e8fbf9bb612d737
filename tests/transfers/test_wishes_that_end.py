"""What voluntary organisations asked for, once it is gone, out again, or lent."""

import pytest

from marketplace.foundation.errors import Conflict
from marketplace.listings import service, wishes
from marketplace.listings.events import ListingWithdrawn
from marketplace.listings.models import Listing, VoluntaryRequest
from marketplace.organisations import releasing
from marketplace.organisations.fields import ReleaseFields
from marketplace.transfers import giving
from tests import builders
from tests.builders import ASKER
from tests.transfers.test_giving import an_organisation, asked, given_out, sent, stored


def test_what_has_come_to_be_lent_is_not_given_away_for_a_wish_of_before(app):
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, ReleaseFields(gives_to_voluntary=True))
    number, owner = given_out(), builders.an_actor()
    request_id = asked(number)
    service.withdraw_listing(owner, number)
    service.amend_listing(owner, number, {"loan_days": 14})
    service.publish_listing(owner, number)
    with pytest.raises(Conflict, match="listing-not-open"):
        giving.give_away(owner, request_id, 2)
    assert stored(Listing, number).given_away_quantity == 0
    assert stored(VoluntaryRequest, request_id).answered_at is None


@pytest.mark.parametrize("end", ["given", "withdrawn"])
def test_who_waits_for_what_is_gone_is_told_no_once(app, deliver, mailbox, end):
    number, owner = given_out(2), builders.an_actor()
    first = asked(number)
    second = asked(number, 1, an_organisation(name="Røde Kors", email="rk@frivillig.example"))
    if end == "given":
        giving.give_away(owner, first, 2)
    else:
        wishes.decline_wish(owner, first)
        service.withdraw_listing(owner, number)
    for _ in range(2):
        wishes.decline_open_wishes(ListingWithdrawn(number))
        deliver()
    assert stored(VoluntaryRequest, second).given_quantity == 0
    assert stored(VoluntaryRequest, first).given_quantity == (2 if end == "given" else 0)
    assert sent(mailbox, "Dere får ikke").count("rk@frivillig.example") == 1


def test_who_waits_for_what_is_out_again_waits_on(app, deliver):
    number, owner = given_out(), builders.an_actor()
    request_id = asked(number)
    releasing.set_rules(builders.an_actor("municipality_admin"), ASKER, ReleaseFields(gives_to_voluntary=True))
    service.withdraw_listing(owner, number)
    service.publish_listing(owner, number)
    deliver()
    assert stored(VoluntaryRequest, request_id).answered_at is None
