"""The pages of targets: progress, forecast and what it takes in plain words."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from marketplace.foundation.database import db
from marketplace.statistics import targets
from marketplace.statistics.definitions import DEFINITIONS
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.models import Target
from marketplace.statistics.scales import FIGURES
from marketplace.statistics.targets import TargetFields
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

FORM = {
    "municipality": ASKER,
    "figure": "turnover_rate",
    "year": "2026",
    "value": "65,5",
    "baseline_year": "2025",
    "reason": "Vedtatt i kommunestyret.",
    "seen": "0",
}


@pytest.fixture
def admin(app, client, sign_in):
    return sign_in(client, builders.a_person("municipality_admin", ASKER))


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count(Target.id)))


def a_target(figure="units_handed_over", value=100, year=2026):
    fields = TargetFields(Decimal(value), year - 1, None, "Vedtatt.")
    return targets.set_target(builders.an_actor("municipality_admin", ASKER), ASKER, year, figure, fields)


def test_a_target_is_set_and_shown_with_its_definition(admin):
    shown = admin.post("/statistikk/maal/nytt", data=FORM, follow_redirects=True)
    assert shown.status_code == 200
    for words in ("minst 66", "Vedtatt i kommunestyret.", "Omsetningsgrad: andelen", "÷", "For lite grunnlag"):
        assert words in shown.text


def test_a_municipality_without_targets_is_told_what_they_are_for(admin):
    shown = admin.get("/statistikk/maal")
    assert "Ingen mål for dette året" in shown.text
    assert "Sett et mål" in shown.text


def test_whoever_leads_the_network_begins_with_the_targets_of_all(client, sign_in):
    a_history(3, hand_overs=12)
    a_target()
    lead = sign_in(client, builders.a_person("project_lead", GJOVIK))
    shown = lead.get("/statistikk/maal?aar=2026").text
    assert "Asker: Gjenstander overlevert" in shown
    assert "minst 100" in shown
    assert "Mål for Gjøvik i 2026" in lead.get(f"/statistikk/maal?aar=2026&kommune={GJOVIK}").text
    assert "Ingen mål for dette året" in lead.get("/statistikk/maal?aar=2028").text


def test_others_begin_with_their_own_and_may_look_at_all(admin):
    a_target()
    assert "Mål for Asker i 2026" in admin.get("/statistikk/maal?aar=2026").text
    assert "Asker: Gjenstander overlevert" in admin.get("/statistikk/maal?aar=2026&kommune=alle").text


def test_progress_forecast_and_what_it_takes_are_told_in_words(admin):
    a_history(3, hand_overs=12)
    a_target()
    a_target("claims_lapsed", 30)
    a_target("p90_days_to_hand_over", 14)
    a_target("turnover_rate", "0.9")
    shown = admin.get("/statistikk/maal?aar=2026")
    for words in (
        "Det mangler",
        "i måneden",
        "høyst 30 forespørsler",
        "Ni av ti må overleveres innen 14 dager",
        "Åtte av ti trekk",
        DEFINITIONS["turnover_rate"],
        FORMULAS["turnover_rate"],
    ):
        assert words in shown.text
    assert "Så langt er det" in shown.text


def test_every_figure_can_be_told(admin):
    a_history(4, hand_overs=12)
    made = [a_target(figure, 1) for figure in FIGURES]
    assert admin.get("/statistikk/maal").status_code == 200
    for target in made:
        assert admin.get(f"/statistikk/maal/{target.id}").status_code == 200


def test_a_target_is_changed_and_withdrawn_with_its_history(admin):
    target = a_target()
    form = admin.get(f"/statistikk/maal/{target.id}/endre")
    assert 'value="100"' in form.text
    changed = {"value": "120", "baseline_year": "2025", "baseline": "40", "reason": "Nytt vedtak.", "seen": "1"}
    shown = admin.post(f"/statistikk/maal/{target.id}/endre", data=changed, follow_redirects=True)
    for words in ("minst 120", "minst 100", "Nytt vedtak.", "2025: 40"):
        assert words in shown.text
    assert "Trekk tilbake målet" in admin.get(f"/statistikk/maal/{target.id}/trekk").text
    gone = admin.post(
        f"/statistikk/maal/{target.id}/trekk", data={"seen": "2", "reason": "Slått sammen."}, follow_redirects=True
    )
    assert "trukket tilbake" in gone.text
    assert "Trukket tilbake" in admin.get("/statistikk/maal").text
    assert count() == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "NaN"}, "er ikke et tall"),
        ({"value": ""}, "Fyll ut feltet."),
        ({"value": "101"}, "Verdien kan ikke nås."),
        ({"value": "-3"}, "Verdien kan ikke nås."),
        ({"year": "2024"}, "Mål settes ikke for år som er over."),
        ({"baseline_year": "2026"}, "Skriv et tall fra 2000 til 2025."),
        ({"figure": "noe"}, "Velg en av mulighetene."),
        ({"reason": " "}, "Fyll ut feltet."),
        ({"seen": "5"}, "Noen andre har satt eller endret dette målet"),
        ({"seen": "x"}, "Noen andre har satt eller endret dette målet"),
    ],
)
def test_what_is_wrong_is_told_on_the_form_and_nothing_is_set(admin, changes, words):
    answer = admin.post("/statistikk/maal/nytt", data=FORM | changes)
    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert count() == 0


def test_others_see_targets_and_may_not_set_them(app, client, sign_in):
    target = a_target()
    manager = sign_in(client, builders.a_person("facility_manager", GJOVIK))
    shown = manager.get(f"/statistikk/maal/{target.id}")
    assert shown.status_code == 200
    assert "Endre målet" not in shown.text
    for path in ("nytt", f"{target.id}/endre", f"{target.id}/trekk"):
        assert manager.post(f"/statistikk/maal/{path}", data=FORM).status_code == 403


def test_an_administrator_of_another_municipality_is_refused(app, client, sign_in):
    target = a_target()
    other = sign_in(client, builders.a_person("municipality_admin", GJOVIK))
    assert other.post("/statistikk/maal/nytt", data=FORM).status_code == 403
    assert other.get(f"/statistikk/maal/{target.id}/endre").status_code == 403
    assert count() == 1


@pytest.mark.parametrize("query", ["aar=abcd", "aar=1066", "aar=99999", "kommune=3203&aar=2029"])
def test_a_strange_year_is_met_calmly(admin, query):
    assert admin.get(f"/statistikk/maal?{query}").status_code == 200


def test_an_unknown_municipality_or_target_is_not_found(admin):
    assert admin.get("/statistikk/maal?kommune=9999").status_code == 404
    assert admin.get("/statistikk/maal/987654").status_code == 404
