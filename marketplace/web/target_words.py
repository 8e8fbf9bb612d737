"""A target in plain words: where it stands, and what it takes."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from marketplace.foundation.translation import text
from marketplace.statistics import scales
from marketplace.statistics.arithmetic import Base
from marketplace.statistics.definitions import definitions
from marketplace.statistics.figures import RATES
from marketplace.statistics.formulas import FORMULAS
from marketplace.statistics.labels import FIGURES
from marketplace.statistics.progress import Progress, Standing, Takes
from marketplace.statistics.scales import DAYS, LESS_IS_BETTER
from marketplace.web import formatting
from marketplace.web.locale import reader_language


def words() -> dict[str, Any]:
    """What templates need to tell of targets."""
    return {
        "figure_label": figure_label,
        "amount": amount,
        "bare": bare,
        "counted": counted,
        "definition_of": lambda figure: definitions(reader_language())[figure],
        "formula_of": FORMULAS.__getitem__,
        "goal": goal,
        "kept": kept,
        "standing_label": standing_label,
        "standing_color": standing_color,
        "what_it_takes": what_it_takes,
    }


def figure_label(figure: str) -> str:
    """A figure's name."""
    return text(reader_language(), FIGURES[figure][0])


def amount(figure: str, value: Decimal | None) -> str:
    """A value with its unit."""
    if value is None:
        return str(gettext("ikke grunnlag"))
    unit = FIGURES[figure][1]
    return f"{bare(figure, value)} {text(reader_language(), unit)}" if unit else bare(figure, value)


def counted(figure: str, value: Decimal | None, base: Base | None) -> str:
    """A value with its unit, and what it is a part of beside it."""
    told = amount(figure, value)
    if base is None:
        return told
    part, whole = formatting.number(base.part), formatting.number(base.base)
    return told + str(gettext(" (%(part)s av %(base)s)", part=part, base=whole))


def bare(figure: str, value: Decimal) -> str:
    """A value without its unit."""
    if figure in RATES:
        return formatting.percent(value)
    whole = value == value.to_integral_value() or figure not in DAYS
    return formatting.number(value, 0 if whole else 1)


def kept(figure: str, value: int | None) -> Decimal | None:
    """A kept value as the figure tells it."""
    return None if value is None else scales.told(figure, value)


def goal(figure: str, value: Decimal | None) -> str:
    """What shall be reached: at least, or at most."""
    if value is None:
        return str(gettext("trukket tilbake"))
    told = amount(figure, value)
    at_most = figure in LESS_IS_BETTER
    return str(gettext("høyst %(amount)s", amount=told) if at_most else gettext("minst %(amount)s", amount=told))


def standing_label(standing: Standing) -> str:
    """Where a target stands."""
    labels: dict[Standing, str] = {
        Standing.REACHED: gettext("Nådd"),
        Standing.MISSED: gettext("Ikke nådd"),
        Standing.UNKNOWN: gettext("For lite grunnlag"),
        Standing.LIKELY: gettext("Ligger an til å bli nådd"),
        Standing.OPEN: gettext("Kan gå begge veier"),
        Standing.UNLIKELY: gettext("Ligger ikke an til å bli nådd"),
    }
    return labels[standing]


def standing_color(standing: Standing) -> str:
    """The tag's colour; the words carry the meaning."""
    colors = {Standing.REACHED: "success", Standing.LIKELY: "success", Standing.OPEN: "warning"}
    return colors.get(standing, "neutral" if standing == Standing.UNKNOWN else "danger")


def what_it_takes(figure: str, target: Decimal, held: Progress) -> str:
    """What is left to do, in one or two sentences."""
    if held.standing == Standing.REACHED:
        return str(gettext("Målet er nådd. Returer og rettinger resten av året kan endre det."))
    takes = held.takes
    if figure in DAYS and held.standing not in (Standing.MISSED, Standing.REACHED):
        return _of_days(figure, target)
    if takes is None:
        return ""
    if takes.missing is not None:
        return _of_sum(figure, takes)
    if takes.room is not None:
        return str(gettext("Dere holder målet hvis det blir høyst %(amount)s til.", amount=amount(figure, takes.room)))
    return _of_rate(figure, target, held, takes)


def _of_sum(figure: str, takes: Takes) -> str:
    sentences = [
        gettext(
            "Det mangler %(missing)s. Det blir %(per_month)s i måneden resten av året.",
            missing=amount(figure, takes.missing),
            per_month=amount(figure, takes.per_month),
        )
    ]
    if takes.pace is not None:
        sentences.append(gettext("Til nå har dere hatt %(pace)s i måneden i snitt.", pace=amount(figure, takes.pace)))
    return " ".join(str(sentence) for sentence in sentences)


def _of_days(figure: str, target: Decimal) -> str:
    days = formatting.number(target, 0 if target == target.to_integral_value() else 1)
    if figure == "median_days_to_hand_over":
        return str(gettext("Halvparten må overleveres innen %(days)s dager fra annonsen er lagt ut.", days=days))
    return str(gettext("Ni av ti må overleveres innen %(days)s dager fra annonsen er lagt ut.", days=days))


def _of_rate(figure: str, target: Decimal, held: Progress, takes: Takes) -> str:
    base_more, part_more = formatting.number(takes.base_more or 0), formatting.number(takes.part_more or 0)
    part = held.base.part if held.base else 0
    base = held.base.base if held.base else 0
    now = gettext("Så langt er det %(part)s av %(base)s.", part=formatting.number(part), base=formatting.number(base))
    if not takes.possible:
        more = gettext(
            "Det ventes %(more)s til i år. Selv om alle teller med, rekker det ikke til %(target)s.",
            more=base_more,
            target=amount(figure, target),
        )
    else:
        more = gettext(
            "Det ventes %(more)s til i år, og minst %(part)s av dem må telle med.",
            more=base_more,
            part=part_more,
        )
    return f"{now} {more}"
