"""Questions meant to be slow, or that nobody meant, beside ordinary ones; engine time, 100 000 listings, warm."""

from collections.abc import Mapping, Sequence
from random import Random

from benchmarks.built import index, sizes, spoken
from benchmarks.corpus import terms
from benchmarks.measure import Row, latency, percentile, timed
from benchmarks.questions import READER, questions
from marketplace.search.engine import SearchRequest
from marketplace.search.whoosh.engine import WhooshEngine

ROUNDS = 10
COMMON = "stol bord skap hylle svart hvit grå eik elektrisk rund møterom klasserom"


def run() -> list[Row]:
    """Measure each size."""
    return [row for size in sizes(100_000) for row in _measure(size)]


def hostile() -> Mapping[str, Sequence[str]]:
    """Questions by what is bad about them."""
    chance = Random(3)
    things = [row["term_nb"] for row in terms()]
    letters = "".join(chance.choice("abcdefghijklmnopqrstuvwxyzæøå") for _ in range(10_000))
    return {
        "10 000 characters": ["a" * 10_000, letters, "stol" * 2_500, "stol " * 2_000, "kontor-" * 1_400, "æ/ø" * 3_300],
        "500 words": [" ".join(chance.choice(things) for _ in range(500)) for _ in range(5)],
        "500 words that nobody wrote": [" ".join(f"{word}xq{n}" for n in range(500)) for word in ("stol", "kontrost")],
        "the commonest words, twelve at once": [COMMON, " ".join(reversed(COMMON.split()))],
        "misspelt, twelve at once": [
            "kontrostol skirvebord mtøebord hylel sakp lamep benkk sofaa reoll puult kross stlo"
        ],
        "wildcards and regular expressions": ["*", "s*", "?" * 500, "(a+)+$", ".*.*.*.*", "[a-z]{1,1000}", "stol~9"],
        "SQL": ["'; DROP TABLE listing; --", "1' OR '1'='1", "UNION SELECT * FROM person"],
        "only stop words": ["og i på til", "og " * 2_000, "the of and"],
        "only digits": ["1", "160x80x70", "9" * 5_000, " ".join(str(n) for n in range(500))],
        "emoji and signs": ["🪑🛋️" * 500, '"', "((((", "\0", "%_%", "\u202e" * 100, "e\u0301" * 2_000],
        "from right to left": ["كرسي مكتب", "כיסא משרדי" * 200, "\u202eslots"],
    }


def _measure(size: int) -> list[Row]:
    engine = WhooshEngine(index(size).folder)

    def measured(asked: Sequence[str]) -> list[float]:
        requests = [SearchRequest(q=question, audience=READER) for question in asked]
        for request in requests:
            engine.search(request)
        return [timed(engine.search, request) for _ in range(ROUNDS) for request in requests]

    kinds = {"ordinary questions": questions(), **hostile()}
    rows: list[Row] = []
    for kind, asked in kinds.items():
        first = timed(engine.search, SearchRequest(q=asked[0], audience=READER))
        times = measured(asked)
        work = f"{spoken(size)}: {kind}"
        rows += [*latency(work, times), Row(work, "longest", f"{percentile(times, 1) * 1000:.2f} ms")]
        rows.append(Row(work, "the first of them, not asked before", f"{first * 1000:.1f} ms"))
    return rows
