"""The form of a target."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from marketplace.foundation.tabular import numbers, values
from marketplace.foundation.translation import text
from marketplace.organisations.models import Municipality
from marketplace.statistics import scales
from marketplace.statistics.figures import RATES
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.targets import History, TargetFields
from marketplace.web.formatting import number
from marketplace.web.forms.base import stripped
from marketplace.web.forms.listings import Reading
from marketplace.web.locale import reader_language


def _typed() -> InputRequired:
    return InputRequired(_("Fyll ut feltet."))


class TargetForm(FlaskForm):
    """What shall be reached, from where, and why. Percentages are typed as such."""

    seen = HiddenField(default="0")
    municipality = SelectField(_("Kommune"), validate_choice=False)
    year = Reading(_("År"), values.year, validators=[_typed()])
    figure = SelectField(_("Tall"), validate_choice=False)
    value = Reading(_("Mål"), numbers.decimal, validators=[_typed()])
    baseline_year = Reading(_("Sammenlign med året"), values.year, validators=[_typed()])
    baseline = Reading(
        _("Verdien det året"),
        numbers.decimal,
        description=_("La feltet stå tomt når tjenesten har tall for året. Da regnes verdien av dem."),
    )
    reason = TextAreaField(
        _("Hvorfor?"),
        [DataRequired(_("Fyll ut feltet."))],
        description=_("For eksempel vedtaket målet står i. Begrunnelsen blir stående i historikken."),
        filters=[stripped],
    )

    def offer(self, municipalities: list[Municipality]) -> None:
        """Fill the lists to choose from."""
        language = reader_language()
        self.municipality.choices = [SelectChoice(one.number, one.name) for one in municipalities]
        self.figure.choices = [
            SelectChoice(figure, in_words(figure, language)) for figure in FIGURES if figure in scales.FIGURES
        ]

    def keep_to_its_figure(self) -> None:
        """A target that is changed stays with its municipality, year and figure."""
        for name in ("municipality", "year", "figure"):
            del self[name]

    def fields(self, figure: str) -> TargetFields:
        """What was typed, as the figure tells it."""
        return TargetFields(
            value=_as_told(figure, self.value.data),
            baseline_year=self.baseline_year.data or 0,
            baseline=None if self.baseline.data is None else _as_told(figure, self.baseline.data),
            reason=self.reason.data or "",
        )

    def seen_version(self) -> int:
        """The newest version when the form was opened."""
        return seen_version(self.seen.data)


class WithdrawForm(FlaskForm):
    """Why a target is withdrawn."""

    seen = HiddenField()
    reason = TextAreaField(
        _("Hvorfor trekkes målet tilbake?"), [DataRequired(_("Fyll ut feltet."))], filters=[stripped]
    )

    def seen_version(self) -> int:
        """The newest version when the form was opened."""
        return seen_version(self.seen.data)


def seen_version(told: str | None) -> int:
    """A version as a form carries it; what is none is one that nothing has."""
    told = told or ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1


def in_words(figure: str, language: str) -> str:
    """A figure with its unit: «Omsetningsgrad (prosent)»."""
    label, unit = FIGURES[figure]
    told = text(language, "prosent") if figure in RATES else text(language, unit)
    return f"{text(language, label)} ({told})"


def values_of_target(history: History) -> dict[str, Any]:
    """A target as its form shows it."""
    target, figure = history.newest, history.newest.figure
    return {
        "seen": str(target.version),
        "municipality": target.municipality_number,
        "year": target.year,
        "figure": figure,
        "value": _shown(figure, target.value),
        "baseline_year": target.baseline_year,
        "baseline": _shown(figure, target.baseline),
    }


def _as_told(figure: str, typed: Decimal | None) -> Decimal:
    value = typed if typed is not None else Decimal(0)
    return value / 100 if figure in RATES else value


def _shown(figure: str, kept: int | None) -> str | None:
    if kept is None:
        return None
    value = scales.told(figure, kept) * (100 if figure in RATES else 1)
    return number(value, 3).rstrip("0").rstrip(",")
