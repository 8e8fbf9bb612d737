"""`GET /listings` and its suggestions, as the contract has them."""

import pytest

from marketplace.organisations.fields import SiteFields
from marketplace.organisations.service import open_site
from marketplace.search import indexing
from tests.builders import ASKER, GJOVIK, HAMAR, a_claim, a_listing, a_person, an_actor


@pytest.fixture
def caller(api):
    return api(a_person("requester", GJOVIK))


@pytest.fixture
def ask(caller):
    def get(query="", status=200):
        answer = caller.get(f"/api/v1/listings?{query}")
        assert answer.status_code == status, answer.get_json()
        return answer.get_json()

    return get


def furnish():
    chair = a_listing(title="Kontorstol", description="Svart", category_code="KON.STOL", quantity=12)
    a_claim(chair, GJOVIK, quantity=4)
    a_listing(title="Sofa", category_code="SIT.SOFA", of=GJOVIK, price_nok=500)
    a_listing(title="Bord", category_code="KON.SKRIV", condition="fair", width_cm=120)
    a_listing(title="Intern", stage="municipality")
    indexing.rebuild()
    return chair.id


def test_a_listing_is_told_as_the_contract_says(ask):
    number = furnish()
    answer = ask("q=kontorstol")
    assert (answer["total"], answer["page"], answer["per_page"], answer["did_you_mean"]) == (1, 1, 24, None)
    (item,) = answer["items"]
    distance = item.pop("distance_km")
    assert 100 < distance < 115
    assert item.pop("published_at").startswith("2026-06-15T10:00:00")
    assert item == {
        "id": number,
        "title": "Kontorstol",
        "description": "Svart",
        "category": {"code": "KON.STOL", "name": "Kontorstoler"},
        "municipality": {"number": "3203", "name": "Asker"},
        "condition": "good",
        "quantity": 12,
        "available_quantity": 8,
        "photos": [],
        "price_nok": 0,
        "available_from": None,
        "closes_at": None,
        "stage": "network",
        "actions": ["claim"],
        "highlights": [{"start": 0, "end": 10, "how": "word", "asked": "kontorstol", "meaning": ""}],
        "explanation": None,
    }


def test_counts_have_names_in_the_callers_language(ask):
    furnish()
    facets = ask("lang=en")["facets"]
    assert facets["category"] == [
        {"code": "KON", "name": "Office furniture", "count": 2},
        {"code": "KON.STOL", "name": "Office chairs", "count": 1},
        {"code": "KON.SKRIV", "name": "Desks and sit-stand desks", "count": 1},
        {"code": "SIT", "name": facets["category"][3]["name"], "count": 1},
        {"code": "SIT.SOFA", "name": "Sofas", "count": 1},
    ]
    assert facets["municipality"] == [
        {"code": "3203", "name": "Asker", "count": 2},
        {"code": "3407", "name": "Gjøvik", "count": 1},
    ]
    assert [(choice["code"], choice["count"]) for choice in facets["condition"]] == [("good", 2), ("fair", 1)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=KON&sort=newest", ["Bord", "Kontorstol"]),
        ("category=KON.STOL&category=SIT", ["Sofa", "Kontorstol"]),
        ("municipality=3203&condition=fair", ["Bord"]),
        ("county=34", ["Sofa"]),
        ("near=3203&within_km=20", ["Bord", "Kontorstol"]),
        ("near=60.79,10.69&within_km=20", ["Sofa"]),
        ("sort=nearest", ["Sofa", "Bord", "Kontorstol"]),
        ("min_quantity=8", ["Kontorstol"]),
        ("min_quantity=9", []),
        ("max_width_cm=120", ["Bord"]),
        ("free=false", ["Sofa"]),
        ("free=true", ["Bord", "Kontorstol"]),
        ("loan=loan", []),
        ("loan=take_over&free=true", ["Bord", "Kontorstol"]),
        ("available_by=2026-12-01&per_page=1&page=2", ["Sofa"]),
    ],
)
def test_filters_narrow(ask, query, found):
    furnish()
    assert [item["title"] for item in ask(query)["items"]] == found


def test_a_repaired_question_is_said(ask):
    furnish()
    answer = ask("q=kontrostol")
    assert answer["did_you_mean"] == "kontorstol"
    assert [item["title"] for item in answer["items"]] == ["Kontorstol"]


def test_what_is_not_open_is_neither_found_nor_counted(api):
    furnish()
    outside = api(a_person("requester", HAMAR)).get("/api/v1/listings").get_json()
    inside = api(a_person("requester", ASKER)).get("/api/v1/listings").get_json()
    assert outside["total"] == 0
    assert outside["facets"]["category"] == []
    assert inside["total"] == 4


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("category=UKJENT", "category"),
        ("municipality=0000", "municipality"),
        ("county=99", "county"),
        ("condition=pen", "condition"),
        ("near=mars", "near"),
        ("within_km=-1", "within_km"),
        ("within_km=nan", "within_km"),
        ("min_quantity=mange", "min_quantity"),
        ("max_width_cm=0", "max_width_cm"),
        ("free=kanskje", "free"),
        ("loan=kanskje", "loan"),
        ("available_by=12", "available_by"),
        ("sort=finest", "sort"),
        ("page=0", "page"),
        ("per_page=101", "per_page"),
        ("lang=sv", "lang"),
        ("colour=red", "colour"),
    ],
)
def test_a_wrong_value_is_refused_by_name(ask, query, field):
    problem = ask(query, status=422)
    assert problem["code"] == "invalid-input"
    assert [error["field"].partition(".")[0] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("q", ["%22", "%28%2A", "%00", "a" * 5000, "%F0%9F%AA%91", "og+i", "%FF%FE"])
def test_a_hostile_question_is_answered(ask, caller, q):
    furnish()
    assert ask(f"q={q}")["total"] in (0, 3)
    assert caller.get(f"/api/v1/listings/suggestions?q={q}").status_code == 200


def test_suggestions_come_from_what_the_caller_may_see(api, caller):
    furnish()
    assert caller.get("/api/v1/listings/suggestions?q=kontors").get_json() == {
        "items": ["kontorstol"],
        "suggestions": [
            {"text": "kontorstol", "kind": "words", "category": None, "count": 1},
            {
                "text": "Kontorstoler",
                "kind": "category",
                "category": {"code": "KON.STOL", "name": "Kontorstoler"},
                "count": 1,
            },
        ],
    }
    assert caller.get("/api/v1/listings/suggestions?q=inte").get_json() == {"items": [], "suggestions": []}
    inside = api(a_person("requester", ASKER))
    assert inside.get("/api/v1/listings/suggestions?q=inte").get_json()["items"] == ["intern"]


def test_a_token_is_needed(client):
    assert client.get("/api/v1/listings").status_code == 401
    assert client.get("/api/v1/listings/suggestions?q=st").status_code == 401


def test_a_page_of_hits_costs_the_same_whatever_its_length(ask, count_queries):
    def cost(amount):
        for _ in range(amount):
            a_listing()
        indexing.rebuild()
        ask()
        with count_queries() as sent:
            ask("per_page=100")
        return len(sent)

    cost(1)
    assert cost(1) == cost(15)


def test_what_was_understood_and_what_each_filter_keeps_out_is_told(ask):
    furnish()
    answer = ask("q=10+stoler+i+Asker&condition=fair&category=KON.STOL")
    assert answer["understood"] == [
        {"asked": "10", "subject": "quantity", "codes": [], "at_least": 10},
        {"asked": "asker", "subject": "place", "codes": [ASKER], "at_least": None},
    ]
    assert answer["total"] == 0
    assert answer["facets"]["without"] == {"category": 0, "condition": 1}


def test_what_is_lent_is_found_by_the_code_of_its_facet(ask):
    furnish()
    a_listing(title="Projektor", category_code="KON.SKRIV", loan_days=14)
    indexing.rebuild()
    assert ask("")["facets"]["terms"] == [
        {"code": "take_over", "name": "Til overtakelse", "count": 3},
        {"code": "loan", "name": "Til utlån", "count": 1},
    ]
    for chosen in ("loan", "true", "1"):
        assert [each["title"] for each in ask(f"loan={chosen}")["items"]] == ["Projektor"]
    assert ask("loan=take_over")["facets"]["without"] == {"loan": 4}


def test_price_and_distance_are_counted(ask):
    furnish()
    facets = ask("near=3203&within_km=25&free=true")["facets"]
    assert facets["price"] == [{"code": "free", "name": "Gratis", "count": 2}]
    assert facets["within_km"] == [
        {"code": km, "name": f"Innen {km} km", "count": 2} for km in ("10", "25", "50", "100")
    ]
    assert facets["without"] == {"free": 2, "within_km": 2}
    assert [each["count"] for each in ask("near=3203&free=false")["facets"]["within_km"]] == []


def test_distance_is_measured_from_a_site_of_ones_own_only(api, ask):
    furnish()
    far = open_site(
        an_actor("municipality_admin", GJOVIK), GJOVIK, SiteFields(name="Nordlageret", latitude=69.6, longitude=18.9)
    )
    theirs = open_site(an_actor("municipality_admin", ASKER), ASKER, SiteFields(name="Sørlageret"))
    assert ask(f"near=site:{far.id}&q=kontorstol")["items"][0]["distance_km"] > 1000
    problem = ask(f"near=site:{theirs.id}", status=422)
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [("near", "search-near-unknown")]
    for wrong in ("site:", "site:999999", "site:x"):
        assert ask(f"near={wrong}", status=422)["errors"][0]["field"] == "near"


def test_scores_are_explained_to_those_who_mind_the_search(api, ask):
    furnish()
    refused = ask("q=kontorstol&explain=true", status=403)
    assert refused["code"] == "search-not-yours"
    lead = api(a_person("project_lead", ASKER))
    item = lead.get("/api/v1/listings?q=kontorstol&explain=true").get_json()["items"][0]
    explanation = item["explanation"]
    reason = explanation["reasons"][0]
    assert (reason["asked"], reason["how"]) == ("kontorstol", "word")
    total = sum(each["score"] for each in explanation["reasons"]) * explanation["covered"]
    assert explanation["score"] == pytest.approx(total, abs=0.01)
