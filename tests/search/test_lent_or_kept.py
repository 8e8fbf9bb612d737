"""Saved searches for what is lent, and for what one keeps."""

import pytest

from marketplace.search.criteria import Criteria
from tests.builders import GJOVIK, an_actor
from tests.search.test_saved_searches import hits_of, publish, save

pytestmark = pytest.mark.usefixtures("app")


def test_what_is_lent_answers_only_who_does_not_ask_to_keep_it():
    seeker = an_actor("requester", GJOVIK)
    keep, borrow, either = (save(seeker, Criteria(q="stol", loan=loan)) for loan in (False, True, None))
    lent, kept = publish(loan_days=14), publish()
    assert [hits_of(search) for search in (keep, borrow, either)] == [[kept], [lent], [lent, kept]]
