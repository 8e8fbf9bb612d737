"""The layouts, the menu and the error pages: one heading, a title, a way past the menu, and what to do."""

import pytest

from marketplace.foundation.actor import Actor
from marketplace.web import menu
from tests.web.pages import Page, faults


@pytest.mark.parametrize("layout", ["page", "form", "aside", "print"])
@pytest.mark.parametrize("permissions", [frozenset(), frozenset({"listings:view", "assets:view", "statistics:view"})])
def test_every_layout_has_one_heading_a_title_and_a_way_past_the_menu(draw, layout, permissions):
    html = draw(
        "{% extends layout %}{% block title %}Eiendeler{% endblock %}{% block content %}<p>Her</p>{% endblock %}",
        layout=f"layouts/{layout}.html",
        actor=Actor(person_id=1 if permissions else None, permissions=permissions),
        person=None,
    )
    page = Page(html)
    assert "<title>Eiendeler – Ombruk</title>" in html
    assert len(page.all("h1")) == len(page.all("main", id="innhold")) == 1
    assert page.all("html")[0]["lang"] == "nb"
    assert page.all("a", href="#innhold")
    assert bool(page.all("nav", id="menu")) == bool(permissions)


def test_the_menu_holds_what_the_role_may_use_and_five_entries_at_most(pages):
    with pages.test_request_context("/annonser/mine"):
        everything = Actor(
            person_id=1, network_permissions=frozenset({"listings:view", "listings:manage", "assets:view"})
        )
        assert [entry.text for entry in menu.menu_entries(everything)] == ["Søk", "Annonser", "Eiendeler"]
        assert [entry.current for entry in menu.menu_entries(everything)] == [False, True, False]
        assert menu.menu_entries(None) == []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 418])
def test_every_error_has_a_page_that_says_what_to_do(pages, status):
    with pages.test_request_context("/"):
        html = pages.jinja_env.get_template("errors/error.html").render(status=status, sentence=None)
        told = pages.jinja_env.get_template("errors/error.html").render(status=status, sentence="Derfor <ikke>.")
    assert faults(html) == [] == faults(told)
    assert len(Page(html).all("h1")) == 1
    assert "Derfor &lt;ikke&gt;." in told
