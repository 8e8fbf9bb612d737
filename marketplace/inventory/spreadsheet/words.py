"""Conditions and states as people write them."""

import re

from marketplace.catalogue.conditions import Condition
from marketplace.inventory.states import AssetState

_CONDITIONS = {
    Condition.NEW: (
        "ny|nytt|nye|helt ny|heilt ny|splitter ny|ubrukt|ubrukte|i emballasje|uåpnet|uopna|new|unused|brand new|"
        "tg0|tg 0"
    ),
    Condition.AS_NEW: (
        "som ny|som nytt|som nye|nesten ny|nesten nytt|lite brukt|lite brukte|veldig bra|svært god|svært bra|"
        "meget god|meget bra|veldig god|utmerket|perfekt|topp|like new|as new|as_new|excellent|very good|nyere|"
        "tg1|tg 1|a"
    ),
    Condition.GOOD: (
        "god|godt|gode|bra|fin|fint|fine|ok|god stand|i god stand|god tilstand|pen|pent|pene|hel|hel og pen|hele|"
        "brukt i god stand|normal|normalt|grei|greit|greie|tilfredsstillende|good|fine|b|noe brukt|litt brukt"
    ),
    Condition.FAIR: (
        "brukbar|brukbart|brukbare|brukt|brukte|brukt hel|middels|slitt|slitte|litt slitt|noe slitt|slitasje|"
        "noe slitasje|brukspreg|bruksmerker|brukspreget|riper|noen riper|merker|preg av bruk|akseptabel|ålreit|"
        "gammel|gammal|eldre|mindre god|fair|used|worn|acceptable|average|tg2|tg 2|c"
    ),
    Condition.NEEDS_REPAIR: (
        "trenger reparasjon|trenger_reparasjon|treng reparasjon|må repareres|må reparerast|repareres|reparasjon|"
        "til reparasjon|ødelagt|øydelagd|øydelagt|defekt|dårlig|dårleg|svært dårlig|veldig dårlig|skadet|skada|skadd|"
        "ødelagte|i stykker|knust|mangler deler|manglar delar|utslitt|kassabel|svært slitt|veldig slitt|"
        "needs repair|needs_repair|broken|damaged|poor|bad|defective|tg3|tg 3|d"
    ),
}
_STATES = {
    AssetState.IN_USE: "i bruk|i_bruk|bruk|brukes|brukast|aktiv|aktivt|active|in use|in_use",
    AssetState.IN_STORE: (
        "lager|på lager|lagret|lagra|magasin|lagerført|ikke i bruk|ikkje i bruk|in store|in_store|stored|in storage"
    ),
    AssetState.SURPLUS: (
        "overskudd|overskot|overskytende|til overs|ledig|til ombruk|ombruk|kan gis bort|kan gjevast bort|gis bort|"
        "til gjenbruk|gjenbruk|til avhending|utrangert|surplus|available|spare"
    ),
    AssetState.DISPOSED: (
        "avhendet|avhenda|kassert|kastet|kasta|solgt|selt|gitt bort|destruert|utgått|disposed|sold|scrapped"
    ),
}
_BETWEEN = re.compile(r"[,;/()–.:]| - | og | men | and | but ")
_BROKEN = re.compile(r"\b(mangl|ødela|øydela|defekt|knust|knekt|skad|trenger|treng |broken|missing)")
_SIGNS = re.compile(r"[^\w/ ]+")


_BY_CONDITION = {word: meaning for meaning, words in _CONDITIONS.items() for word in words.split("|")}
_BY_STATE = {word: meaning for meaning, words in _STATES.items() for word in words.split("|")}


def condition_of(text: str) -> tuple[Condition, bool] | None:
    """The condition that words mean, and whether all of them were known; None when none was.

    Of several (`god, noe slitt`) the most worn counts, and anything missing or broken makes it `needs_repair`.
    """
    whole = _plain(text)
    if whole in _BY_CONDITION:
        return _BY_CONDITION[whole], True
    parts = [part for part in (_plain(part) for part in _BETWEEN.split(text.casefold())) if part]
    found = [_BY_CONDITION.get(part) or (Condition.NEEDS_REPAIR if _BROKEN.search(part) else None) for part in parts]
    known = [condition for condition in found if condition]
    if not known:
        return None
    return max(known, key=list(Condition).index), len(known) == len(parts)


def state_of(text: str) -> AssetState | None:
    """The state that a word means: `DISPOSED` for all that says it is gone; None when unknown."""
    return _BY_STATE.get(_plain(text))


def _plain(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", text.casefold()).split())
