"""Who sees and changes the thesaurus: nobody else, and nothing changes when they try."""

import pytest
from sqlalchemy import func, select

from marketplace.foundation.actor import NOBODY
from marketplace.foundation.database import db
from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.search.synonyms import policies, queries, service, words
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.models import SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.queries import Wanted
from marketplace.search.synonyms.shipped_terms import shipped_terms
from tests.builders import GJOVIK, an_actor

DINGS = SynonymFields(word="dingsekasse", other="sprellvogn")


@pytest.fixture
def lead(app):
    return an_actor("project_lead", GJOVIK)


def count(model):
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(model))


def test_what_one_may_do_with_a_pair_is_one_table(lead):
    assert policies.actions(lead, is_own=True, in_use=True) == ("change", "remove")
    assert policies.actions(lead, is_own=False, in_use=True) == ("switch_off",)
    assert policies.actions(lead, is_own=False, in_use=False) == ("switch_on",)
    assert (
        policies.actions(NOBODY, is_own=True, in_use=True) == policies.actions(NOBODY, is_own=False, in_use=True) == ()
    )


@pytest.mark.parametrize("role", ["observer", "requester", "facility_manager", "municipality_admin", None])
def test_others_neither_see_nor_change_anything(lead, role):
    synonym, number = service.add_synonym(lead, DINGS), shipped_terms()[0].number
    actor = an_actor(role) if role else NOBODY
    for act in (
        lambda: queries.list_entries(actor, Wanted()),
        lambda: words.list_words(actor, Wanted()),
        lambda: queries.get_own(actor, synonym.id),
        lambda: queries.get_shipped(actor, number),
        lambda: queries.list_changes(actor),
        lambda: service.add_synonym(actor, SynonymFields(word="tullball", other="sprellvogn")),
        lambda: service.change_synonym(actor, synonym.id, SynonymFields(word="tullball", other="sprellvogn")),
        lambda: service.remove_synonym(actor, synonym.id),
        lambda: service.restore_synonym(actor, 1),
        lambda: service.switch_shipped(actor, number, in_use=False),
    ):
        with pytest.raises(Forbidden, match="search-not-yours"):
            act()
    assert count(Synonym) == count(SynonymChange) == 1
    assert count(SwitchedOff) == 0


def test_an_operator_may_too(app):
    assert service.add_synonym(an_actor("operator"), DINGS).id


def test_what_is_not_there_is_told_so(lead):
    for act in (
        lambda: queries.get_own(lead, 99),
        lambda: queries.get_shipped(lead, 99),
        lambda: service.change_synonym(lead, 99, DINGS),
        lambda: service.remove_synonym(lead, 99),
        lambda: service.switch_shipped(lead, 99, in_use=False),
        lambda: service.restore_synonym(lead, 99),
    ):
        with pytest.raises(NotFound, match="synonym-not-found"):
            act()
