"""What is searched for in the demo, and what its project lead made of it."""

from datetime import timedelta
from random import Random

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.search import engines
from marketplace.search.engine import Audience, SearchRequest
from marketplace.search.searches import counting
from marketplace.search.synonyms import service as synonyms
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.search.synonyms.nearness import Nearness

DAYS = 75
SATURDAY = 5
FREQUENT = {
    "kontorstol": 9,
    "hev senk pult": 7,
    "skrivebord": 6,
    "pc-skjerm": 5,
    "stablestoler": 4,
    "whiteboard": 4,
    "møtebord": 4,
    "hjemmekontor": 3,
    "elevpult": 3,
    "garderobeskap": 3,
    "30 stoler": 2,
    "kjøleskap": 2,
    "barnehagestol": 2,
    "blå kontorstol håg": 2,
    "projektor": 2,
    "rullator": 1,
    "høvelbenk": 1,
    "flygel": 1,
    "kajakk": 1,
    "symaskin": 1,
    "trampoline": 1,
    "gravemaskin": 1,
    "dartskive": 1,
}
"""About how many times a working week each is asked."""
SELDOM = ("skap til rom 214", "gamle stoler fra kinosalen", "bord som på biblioteket", "orgel", "lerret 4 meter")
PAIR = SynonymFields(word="hjemmekontor", other="kontorstol", nearness=Nearness.NARROWER)
REASON = "Mange søker etter det de skal innrede, og vil ha stol."


def add_searches(lead: Actor, random: Random) -> None:
    """Some weeks of questions, with the hits they have now, and a synonym that followed from them."""
    today = clock.today()
    counted: dict[counting.Count, int] = {}
    for words, weekly in FREQUENT.items():
        hits = _hits(words)
        for back in range(DAYS):
            day = today - timedelta(days=back)
            times = _times(weekly * (1.3 - back / DAYS), random) if day.weekday() < SATURDAY else 0
            if times:
                counted[day, words, hits] = times
    counted |= {(today - timedelta(days=random.randrange(20)), words, _hits(words)): 1 for words in SELDOM}
    counting.add_up(counted)
    synonyms.add_synonym(lead, PAIR, REASON)


def _times(weekly: float, random: Random) -> int:
    return sum(random.random() < weekly / 25 for _ in range(5))


def _hits(words: str) -> int:
    """How many a member of the network finds."""
    return engines.engine().search(SearchRequest(q=words, audience=Audience(is_member=True), per_page=1)).total
