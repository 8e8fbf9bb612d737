"""The tree of categories."""

import pytest
from sqlalchemy import func, select

from marketplace.catalogue import queries, reference
from marketplace.catalogue.models import Category
from marketplace.foundation.database import db
from marketplace.foundation.errors import NotFound


def test_there_are_fourteen_groups_and_ninety_five_categories(app):
    categories = queries.list_categories()
    assert len(categories) == 109
    assert len([category for category in categories if category.parent_code is None]) == 14
    assert len({category.code for category in categories}) == 109


def test_every_category_follows_its_group_and_has_three_names(app):
    group = None
    for category in queries.list_categories():
        group = category.code if category.parent_code is None else group
        assert category.code.partition(".")[0] == group
        assert category.parent_code in (None, group)
        assert all(category.name_in(language) for language in ("nb", "nn", "en"))


def test_loading_again_changes_nothing(app):
    reference.load()
    assert db.session.scalar(select(func.count(Category.code))) == 109


def test_loading_mends_a_name_and_is_seen_at_once(app):
    queries.get_category("KON").name_nb = "Noe annet"
    db.session.commit()
    queries.forget()
    assert queries.category_names("nb")["KON"] == "Noe annet"
    reference.load()
    assert queries.category_names("nb")["KON"] == "Kontormøbler"


def test_what_lies_under_a_category_is_itself_and_its_children(app):
    assert queries.codes_under("KON.STOL") == {"KON.STOL"}
    assert queries.codes_under("KON") == {
        category.code for category in queries.list_categories() if category.code[:3] == "KON"
    }
    assert len(queries.codes_under("KON")) == 9


@pytest.mark.parametrize("code", ["", "KON.", "kon", "KON.STOL.X", "\0", "x" * 10_000])
def test_an_unknown_category_is_refused(app, code):
    for ask in (queries.get_category, queries.codes_under):
        with pytest.raises(NotFound, match="category-not-found"):
            ask(code)


def test_names_are_in_the_readers_language_and_order(app):
    assert list(queries.category_names("en").items())[:2] == [
        ("KON", "Office furniture"),
        ("KON.STOL", "Office chairs"),
    ]
    assert queries.category_names("nn")["KON.STOL"] == "Kontorstolar"
    assert queries.category_names("xx") == queries.category_names("nb")


def test_the_tree_is_read_once(app, count_queries):
    queries.codes_under("KON")
    with count_queries() as statements:
        queries.codes_under("SKO")
        queries.category_names("nn")
    assert statements == []


def test_furniture_is_told_by_the_procurement_vocabulary(app):
    assert queries.get_category("KON.STOL").is_furniture
    assert not queries.get_category("IKT.PC").is_furniture
