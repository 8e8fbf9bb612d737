"""Each component, drawn by itself: named, described, tied together, and nothing inline."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import flash, render_template_string
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from marketplace.foundation.pagination import Page as Items
from marketplace.web import jinja
from tests.web.pages import Page

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Size:
    url: str
    width: int
    height: int


PHOTO = [Size("/bilder/1-400.webp", 400, 300), Size("/bilder/1-800.webp", 800, 600)]


class Wide(FlaskForm):
    title = StringField("Tittel", [InputRequired("Skriv en tittel.")], description="Kort og gjenkjennelig.")
    category = SelectField(
        "Kategori", choices=[SelectChoice("", "Velg"), SelectChoice("a", "Stoler")], validators=[Optional()]
    )
    kind = SelectField("Slag", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    quantity = IntegerField("Antall", [InputRequired("Skriv hvor mange.")])
    weight = DecimalField("Vekt", [Optional()])
    day = DateField("Dag", [Optional()])
    text = TextAreaField("Beskrivelse", [Optional()])
    otherwise = RadioField(
        "Hva ellers?", [InputRequired("Velg ett.")], choices=[SelectChoice("n", "Nytt"), SelectChoice("b", "Brukt")]
    )
    several = SelectMultipleField("Flere", choices=[SelectChoice("n", "Ny"), SelectChoice("g", "God")])
    whole = BooleanField("Alt eller ingenting", description="Settet kan ikke deles.")
    photos = MultipleFileField("Bilder", description="Opptil ti.")


def wrong_form():
    form = Wide(MultiDict({"category": "zzz", "kind": "a"}), meta={"csrf": False})
    assert not form.validate()
    return form


def control(html, name):
    page = Page(html)
    return next(found for tag in ("input", "select", "textarea") for found in page.all(tag, name=name))


@pytest.mark.parametrize(
    "name",
    ["title", "category", "kind", "quantity", "weight", "day", "text", "otherwise", "several", "whole", "photos"],
)
def test_every_kind_of_field_is_labelled_with_and_without_errors(draw, name):
    for form in (Wide(meta={"csrf": False}), wrong_form()):
        html = draw("{{ ui.field(form[name]) }}", form=form, name=name)
        assert form[name].label.text in html


def test_a_wrong_field_points_to_its_help_and_its_error(draw):
    title = control(draw("{{ ui.field(form.title) }}", form=wrong_form()), "title")
    assert title["aria-describedby"] == "title-help title-error"
    assert title["aria-invalid"] == "true"
    assert "required" in title


def test_a_right_field_is_not_called_wrong(draw):
    title = control(draw("{{ ui.field(form.title) }}", form=Wide(meta={"csrf": False})), "title")
    assert title["aria-describedby"] == "title-help"
    assert "aria-invalid" not in title


def test_a_group_of_choices_is_named_by_its_legend_and_described_as_one(draw):
    page = Page(draw("{{ ui.field(form.otherwise) }}", form=wrong_form()))
    assert page.all("fieldset")[0]["aria-describedby"] == "otherwise-error"
    assert len(page.all("legend")) == 1
    assert [radio["value"] for radio in page.all("input", type="radio")] == ["n", "b"]


def test_only_what_may_be_left_empty_is_marked_optional(draw):
    form = Wide(meta={"csrf": False})
    marked = {field.name for field in form if "(valgfritt)" in draw("{{ ui.field(f) }}", f=field)}
    assert marked == {"category", "weight", "day", "text", "several", "photos"}


def test_figures_bring_up_the_phones_keyboard_for_figures(draw):
    form = Wide(meta={"csrf": False})
    assert control(draw("{{ ui.field(form.quantity) }}", form=form), "quantity")["inputmode"] == "numeric"
    assert control(draw("{{ ui.field(form.weight, suffix='kg') }}", form=form), "weight")["inputmode"] == "decimal"


def test_a_given_attribute_reaches_the_control(draw):
    html = draw("{{ ui.field(form.title, autocomplete='off', hx_get='/sok', data_x=true) }}", form=wrong_form())
    assert control(html, "title")["autocomplete"] == "off"


def test_the_summary_links_to_every_wrong_field_and_takes_focus(draw):
    html = draw(
        "{% call ui.form(form) %}{% for f in form %}{{ ui.field(f) }}{% endfor %}{% endcall %}", form=wrong_form()
    )
    page = Page(html)
    links = [link["href"] for link in page.all("a") if link["href"].startswith("#")]
    assert links == ["#title", "#category", "#quantity", "#otherwise-0"]
    assert {link[1:] for link in links} <= set(page.ids())
    assert [box["tabindex"] for _, box in page.elements if "data-focus" in box] == ["-1"]


def test_a_posting_form_carries_one_token_and_a_getting_one_none(draw):
    for form in (Wide(), Wide(meta={"csrf": False})):
        posted = draw("{% call ui.form(form) %}{% endcall %}", form=form)
        assert posted.count('name="csrf_token"') == 1
    assert "csrf_token" not in draw("{% call ui.form(form, method='get') %}{% endcall %}", form=Wide())


def test_a_title_with_markup_is_shown_as_text(draw):
    html = draw("{{ ui.listing_card('/annonser/1', title, place=title) }}", title="<script>alert(1)</script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2


def test_attributes_are_escaped_and_a_false_one_is_left_out(pages):
    assert jinja.attributes({"data_x": '"><b>', "hidden": True, "title": None, "class_": "a", "value": 0}) == Markup(
        ' data-x="&#34;&gt;&lt;b&gt;" hidden class="a" value="0"'
    )


@pytest.mark.parametrize(
    ("available", "words"), [(8, "8 av 12 igjen"), (12, "12 stk."), (0, "Ingen igjen"), (None, "12 stk.")]
)
def test_a_card_says_how_many_are_left(draw, available, words):
    html = draw(
        "{{ ui.listing_card('/annonser/1', 'Stol', photo=photo, alt='Stol', place='Asker', distance_km=23.4,"
        " condition='good', available=available, quantity=12, marks=[('Stenger i morgen', 'warning')]) }}",
        photo=PHOTO,
        available=available,
    )
    assert words in html
    assert "23 km" in html
    assert "God stand" in html


def test_a_picture_has_its_sizes_so_that_nothing_jumps(draw):
    (picture,) = Page(draw("{{ picture(photo, 'Stol') }}", photo=PHOTO)).all("img")
    assert (picture["width"], picture["height"], picture["loading"]) == ("800", "600", "lazy")
    assert picture["srcset"] == "/bilder/1-400.webp 400w, /bilder/1-800.webp 800w"


def test_a_gallery_tells_its_pictures_apart(draw):
    page = Page(draw("{{ ui.gallery([photo, photo], 'Stol') }}", photo=PHOTO))
    assert [picture["alt"] for picture in page.all("img")] == ["Stol, bilde 1 av 2", "Stol, bilde 2 av 2"]
    assert [picture["loading"] for picture in page.all("img")] == ["eager", "lazy"]


def test_a_table_names_the_column_beside_each_value(draw):
    html = draw(
        "{% call ui.table('Overføringer', ['Hva', ('Antall', 'number')]) %}{% call ui.tr() %}"
        "{{ ui.th('Stol', href='/x') }}{{ ui.td('Antall', 3, number=true) }}{% endcall %}{% endcall %}"
    )
    page = Page(html)
    assert [cell["data-label"] for cell in page.all("td")] == ["Antall"]
    assert [head["scope"] for head in page.all("th")] == ["col", "col", "row"]
    assert {attributes.get("role") for tag, attributes in page.elements if tag in ("table", "tr", "th", "td")} == {
        "table",
        "row",
        "columnheader",
        "rowheader",
        "cell",
    }


def test_the_pages_of_a_list_keep_the_search(draw, pages):
    pages.add_url_rule("/sok", "search.show", lambda: "") if "search.show" not in pages.view_functions else None
    with pages.test_request_context("/sok?q=stol&page=4"):
        html = render_template_string("{{ ui.pagination(page) }}", page=Items([], 240, 4, 24))
    page = Page(html)
    assert [link["href"] for link in page.all("a")] == [
        f"/sok?q=stol&page={number}" for number in (3, 1, 2, 3, 4, 5, 10, 5)
    ]
    assert page.all("a", **{"aria-current": "true"})[0]["aria-label"] == "Side 4"


@pytest.mark.parametrize(
    ("page", "pages_", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (4, 10, [1, 2, 3, 4, 5, None, 10]),
        (5, 10, [1, None, 4, 5, 6, None, 10]),
        (10, 10, [1, None, 9, 10]),
    ],
)
def test_few_page_numbers_are_shown_and_no_gap_hides_a_single_one(page, pages_, shown):
    assert jinja.page_numbers(page, pages_) == shown


def test_a_list_of_one_page_has_no_pagination(draw):
    assert draw("{{ ui.pagination(page) }}", page=Items([], 3, 1, 24)).strip() == ""


def test_a_time_is_relative_with_the_exact_moment_beside_it(draw):
    html = draw("{{ when(at) }}", at=NOW - timedelta(hours=3))
    assert html == ('<time datetime="2026-06-15T07:00:00+00:00" title="15.06.2026 kl. 09.00">for 3 timer siden</time>')


def test_facts_without_a_value_are_left_out(draw):
    html = draw("{{ ui.facts([('Bredde', '120 cm'), ('Vekt', None), ('Merke', ''), ('Pris', 0)]) }}")
    assert [word in html for word in ("Bredde", "Vekt", "Merke", "Pris")] == [True, False, False, True]


def test_a_flashed_sentence_is_shown_with_what_takes_it_back(draw):
    flash("Lagret.")
    flash({"text": "Annonsen er trukket.", "undo": "/annonser/1/angre"})
    html = draw("{{ ui.flashes() }}")
    assert "Lagret." in html
    assert Page(html).all("form")[0]["action"] == "/annonser/1/angre"
    assert Page(html).all("div", id="flashes")[0]["role"] == "status"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ui.button('Send', icon_name='Plus', name='a', value='b') }}{{ ui.icon_button('Slett', 'Trash') }}",
        "{{ ui.post_button('Trekk', '/x', hidden={'a': 1}) }}{{ ui.link_button('Ny', '/x') }}",
        "{{ ui.confirm('Sikker?', '/x', 'Slett', '/y', loses=['Alt.']) }}{{ ui.link('Mer', '/x') }}",
        "{{ ui.alert('Hei', 'warning', heading='Se her') }}{{ ui.notice('Hei') }}{{ ui.unavailable('Fordi.') }}",
        "{% call ui.empty('Ingenting her', 'Gjør dette.') %}{{ ui.link_button('Ny', '/x') }}{% endcall %}",
        "{{ ui.progress('Leser', 40, text='40 av 100') }}{{ ui.progress('Leser', id='other') }}",
        "{% call ui.figures() %}{{ ui.figure('Vekt', '12', 'kg', 'mer', 'up', 'alle', '/x') }}{% endcall %}",
        "{% call ui.figure('Vekt', '12', 'kg') %}Slik{% endcall %}",
        "{% call ui.timeline('Gang') %}{{ ui.step('Sendt', at=at, by='A') }}{{ ui.step('Nå', 'now') }}{% endcall %}",
        "{{ ui.message('Hei', 'Gjøvik', at, mine=true) }}{{ ui.tag('Ny') }}",
        "{{ ui.search('/sok', size='lg', suggestions='/f') }}{{ ui.search('/sok', id='other') }}",
        "{{ ui.breadcrumbs([('Hjem', '/')], 'Her') }}{{ ui.tabs([('A', '/', true, 3), ('B', '/b', 0)], 'Valg') }}",
        "{{ ui.chips([('Asker', '/sok')], clear_href='/sok') }}",
        "{% call ui.menu('Mer') %}<li><a href='/x'>X</a></li>{% endcall %}",
        "{% call ui.drawer('filters', 'Filtrer', 'Filtre', close_text='Vis') %}x{% endcall %}",
        "{% call ui.card('Tittel') %}x{% endcall %}{% call ui.section('Del', '/x', 'Alle') %}x{% endcall %}",
        "{% call ui.details('Mer') %}x{% endcall %}{% call ui.grid() %}<li>x</li>{% endcall %}",
        "{{ ui.gallery([], 'A') }}{{ ui.thumbnail(None, 'A') }}",
    ],
)
def test_the_other_components_are_without_faults(draw, text):
    assert draw(text, at=NOW)
