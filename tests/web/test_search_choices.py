"""What may be chosen beside the hits: counts that are true, places to measure from, many choices, odd combinations."""

import re

import pytest

from marketplace.organisations import service
from marketplace.organisations.fields import SiteFields
from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, HAMAR, a_listing, a_person, an_actor
from tests.web.pages import faults

MEMBERS = ("3203", "3201", "3301", "3305", "3205", "3222", "3232", "3240", "3310", "3312", "3314", "3316", "3407")


@pytest.fixture
def search(client, sign_in):
    """The page for an address's query, as text, to a requester in Gjøvik."""
    sign_in(client, a_person("requester", GJOVIK))

    def ask(query=""):
        answer = client.get(f"/sok?{query}")
        assert answer.status_code == 200
        html = answer.get_data(as_text=True)
        assert faults(html) == []
        return html

    return ask


def counts(html, name):
    """The choices of a group with their counts, by value."""
    boxes = re.findall(rf'name="{name}" value="([^"]*)".*?class="count">(\d+)', html, re.DOTALL)
    return {value: int(count) for value, count in boxes}


def found(html):
    return int(re.search(r'class="search-count">(\d+)', html)[1])


def furnish():
    a_listing(title="Stol", category_code="KON.STOL", price_nok=100, width_cm=50)
    a_listing(title="Stol", category_code="KON.STOL", of=GJOVIK, width_cm=90)
    a_listing(title="Bord", category_code="KON.SKRIV", condition="fair")
    indexing.rebuild()


QUERIES = ["", "q=stol", "category=KON.STOL", "free=1&condition=good", "within_km=25&free=0", "loan=1", "loan=0&free=1"]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("name", ["category", "municipality", "county", "condition", "free", "loan", "within_km"])
def test_every_count_is_what_choosing_it_gives(search, query, name):
    a_listing(title="Bord", category_code="KON.SKRIV", of=GJOVIK, loan_days=14)
    furnish()
    html = search(query)
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(name))
    for value, count in counts(html, name).items():
        assert found(search(f"{kept}&{name}={value}")) == count


def test_a_limit_tells_what_it_keeps_out(search):
    furnish()
    html = search("max_width_cm=60")
    assert found(html) == 1
    assert "3 treff uten denne grensen" in html
    assert 'aria-describedby="max_width_cm-without"' in html
    assert "uten denne grensen" not in search()


def test_distance_may_be_measured_from_ones_own_sites(search):
    furnish()
    admin = an_actor("municipality_admin", GJOVIK)
    assert '<select class="ds-input" id="near"' not in search()
    site = service.open_site(admin, GJOVIK, SiteFields(name="Lageret i Asker", latitude=59.8331, longitude=10.4392))
    html = search(f"near=site:{site.id}&within_km=25&sort=nearest")
    assert f'<option value="site:{site.id}" selected>Lageret i Asker</option>' in html
    assert '<option value="">Gjøvik</option>' in html
    assert found(html) == 2
    assert "near=site" in re.search(r'class="ds-chip"[^>]*href="([^"]+)"', html)[1].replace("%3A", ":")
    service.close_site(admin, site.id)
    assert "vi så bort fra det: near" in search(f"near=site:{site.id}")


def test_the_site_of_another_municipality_is_unknown(search):
    furnish()
    site = service.open_site(an_actor("municipality_admin", ASKER), ASKER, SiteFields(name="Bygg B"))
    html = search(f"near=site:{site.id}")
    assert "vi så bort fra det: near" in html
    assert "Bygg B" not in html


def test_of_many_municipalities_the_most_used_and_the_chosen_come_first(search):
    for place, number in enumerate(MEMBERS):
        for _ in range(1 + (place == 5)):
            a_listing(of=number)
    indexing.rebuild()
    first, more = search().split('<details class="more" id="more-municipality"')
    assert next(iter(counts(first, "municipality"))) == MEMBERS[5]
    assert len(counts(first, "municipality")) == 8
    assert f"Vis alle {8 + len(counts(more, 'municipality'))}" in more
    hidden = list(counts(more, "municipality"))[-1]
    chosen = search(f"municipality={hidden}").split('<details class="more" id="more-municipality"')[0]
    assert next(iter(counts(chosen, "municipality"))) == hidden


def test_a_county_and_a_municipality_outside_it_find_nothing_and_say_what_would(search):
    furnish()
    html = search(f"county=34&municipality={ASKER}")
    assert found(html) == 0
    removals = re.findall(r'Uten «([^»]+)»</a> <span class="count">(\d+) treff', html)
    assert removals == [("Innlandet", "2"), ("Asker", "1")]
    assert "Nærmeste treff uten filtrene" in html


def test_a_category_and_one_below_it_mean_the_one_below(search):
    furnish()
    html = search("category=KON&category=KON.SKRIV")
    assert found(html) == 1
    assert len(re.findall(r'class="ds-chip"', html)) == 1


def test_what_no_longer_gives_hits_can_still_be_let_go(search):
    furnish()
    html = search(f"q=bord&category=SIT.SOFA&municipality={HAMAR}&condition=new")
    for name, value in (("category", "SIT.SOFA"), ("municipality", HAMAR), ("condition", "new")):
        assert re.search(rf'name="{name}" value="{re.escape(value)}" checked', html)


def test_letting_all_go_keeps_the_question_and_the_order(search):
    furnish()
    html = search("q=stol&sort=newest&category=KON&min_quantity=2&page=1")
    (clear,) = re.findall(r'href="([^"]+)">Fjern alle<', html)
    assert clear.replace("&amp;", "&") == "/sok?q=stol&sort=newest"
