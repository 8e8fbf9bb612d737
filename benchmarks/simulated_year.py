"""A year in a network of 24 municipalities and 5 000 listings, lived by the clock, with workers that are killed.

Twice a day people act by chance and every automatic step is run; after each the invariants are checked: nothing
oversold, no claim stuck, every unit accounted for, all that fits told, no letter twice. `BENCH_DAYS` shortens the
year; `BENCH_LISTINGS` is how many listings a whole one has.
"""

import logging
import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from benchmarks.measure import Row
from benchmarks.year_of_acting import Acting
from benchmarks.year_of_checks import ALWAYS, SETTLED, broken, units
from benchmarks.year_of_dealings import Dealings
from benchmarks.year_of_doings import Doings
from benchmarks.year_of_kills import Post, Strikes, deliver, run_schedule, striking
from benchmarks.year_of_people import Network
from benchmarks.year_of_wishes import Wishes
from marketplace.app import create_app
from marketplace.claims import drawing, lapsing, reminding
from marketplace.claims.models import Claim, ClaimStep
from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import clock, ports, timers
from marketplace.foundation.database import db
from marketplace.foundation.storage.memory import MemoryStorage
from marketplace.listings import service as listings
from marketplace.listings import stages
from marketplace.listings.models import Listing
from marketplace.notifications import mailing
from marketplace.notifications.models import Notification
from marketplace.schedule import SCHEDULE
from marketplace.search.wanted import service as wanted
from marketplace.settings import Settings
from marketplace.statistics import summaries
from marketplace.transfers import loans, settling
from marketplace.transfers.reconciling import reconcile

SEED = 2026
START = datetime(2026, 1, 5, tzinfo=UTC)
HOURS = (6, 14)
LEASE_ENDS = timedelta(minutes=2)
MOST_ROUNDS = 3
LISTINGS, DAYS = 5_000, 365
KILLED = 0.002
OUTAGE = 0.008
ONCE = (
    listings.expire_due,
    stages.open_due,
    drawing.draw_due,
    reminding.remind_due,
    lapsing.lapse_due,
    loans.remind_due,
    settling.raise_due,
    wanted.expire_due,
    mailing.begin_digests,
    summaries.refresh,
)
"""Jobs that soon have nothing left to do at one and the same moment."""


log = logging.getLogger(__name__)


class Broken(AssertionError):
    """Something that must hold does not."""


@dataclass
class Year:
    """A network and how far its time has come; `checks` counts the moments at which the invariants were checked."""

    random: Random
    strikes: Strikes
    post: Post
    network: Network
    acting: Acting
    per_part: float
    checks: int = 0
    jobs_killed: int = 0
    outages: int = 0
    away_until: datetime = START

    def live(self, days: int) -> None:
        """Let so many days pass.

        Raises:
            Broken: what does not hold, and when.
        """
        for number in range(days):
            day = START + timedelta(days=number)
            if self.random.random() < OUTAGE:
                self.outages += 1
                self.away_until = day + timedelta(days=self.random.randint(1, 4))
            for hour in HOURS:
                self._part(day + timedelta(hours=hour, minutes=self.random.randint(0, 59)))
            self._now_and_then(number, days)
            if number % 30 == 29:
                log.info("%s days lived, %s moments checked", number + 1, self.checks)
            if number % 7 == 6:
                self._reconcile(day + timedelta(hours=20))

    def _part(self, moment: datetime) -> None:
        with clock.standing_still(moment):
            self.act()
        if moment < self.away_until:
            self._check(moment, settled=False)
            return
        with clock.standing_still(moment), striking(self.strikes):
            deliver()
        with clock.standing_still(moment + LEASE_ENDS):
            self.jobs_killed += run_schedule(self.strikes)
            with striking(self.strikes):
                deliver()
        self._settle(moment + 2 * LEASE_ENDS)

    def act(self) -> None:
        """What people do in a part of a day; nobody sees to what follows from it."""
        Doings(self.acting).day_part(int(self.per_part) + (self.random.random() < self.per_part % 1))
        Wishes(self.acting).day_part()
        Dealings(self.acting).day_part()

    def _settle(self, moment: datetime) -> None:
        """Another worker takes up what those who were killed had in hand; all that is due is done once."""
        share, self.strikes.share = self.strikes.share, 0.0
        with clock.standing_still(moment):
            timers.run_due(SCHEDULE)
            deliver()
            self._do_until_nothing_is_left(moment)
        self.strikes.share = share
        self._check(moment, settled=True)

    def _do_until_nothing_is_left(self, moment: datetime) -> None:
        """What follows from a step may call for another at once; then nothing is left, and nothing is done twice."""
        for _ in range(MOST_ROUNDS):
            did = {f"{job.__module__}.{job.__name__}": job() for job in ONCE}
            deliver()
            if not any(did.values()):
                return
        raise Broken(f"{moment:%Y-%m-%d %H:%M}: done again and again: {did}")

    def _check(self, moment: datetime, *, settled: bool) -> None:
        self.checks += 1
        with clock.standing_still(moment):
            found = broken(*(SETTLED if settled else ALWAYS))
            if (have := units()) != self.acting.registered:
                found.append(f"{self.acting.registered} units were registered, {have} are somewhere")
            db.session.rollback()
        found += [f"letter {identity} left twice" for identity in self.post.twice]
        if found:
            raise Broken(f"{moment:%Y-%m-%d %H:%M}: " + "; ".join(found[:10]))

    def _now_and_then(self, number: int, days: int) -> None:
        with clock.standing_still(START + timedelta(days=number, hours=19)):
            if number % 12 == 9:
                self.network.replace_somebody()
            if number == days // 2:
                self.network.leave(list(self.network.crews)[-1])
            if number == days // 2 + max(3, days // 10):
                self.network.return_to(list(self.network.crews)[-1])

    def _reconcile(self, moment: datetime) -> None:
        with clock.standing_still(moment):
            for crew in self.network.crews.values():
                found = reconcile(self.network.actor(crew.admin, crew.number))
                if not found.adds_up:
                    raise Broken(f"{moment:%Y-%m-%d}: the books of {crew.number}: {found.assets.items} {found.rows}")
            db.session.rollback()


def begin(municipalities: int, listings_a_day: float, seed: int = SEED, killed: float = KILLED) -> Year:
    """A new network in an empty database, ready to live. Letters go nowhere and are counted."""
    random = Random(seed)
    strikes = Strikes(random, killed)
    post = Post(strikes)
    ports.use(ports.Ports(MemoryStorage(), post, "http://ombruk.example", "a key for a simulation"))
    with clock.standing_still(START - timedelta(hours=2)):
        network = Network(random, municipalities)
    return Year(random, strikes, post, network, Acting(network, random), listings_a_day / len(HOURS))


def run() -> list[Row]:
    """Live the year on SQLite in a file, and tell what came of it."""
    days, offered = int(os.environ.get("BENCH_DAYS", DAYS)), int(os.environ.get("BENCH_LISTINGS", LISTINGS))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{Path(folder) / 'ombruk.sqlite'}",
            search_index=Path(folder) / "index",
            uploads_url="memory://",
            testing=True,
        )
        with create_app(settings).app_context():
            bring_up_to_date()
            began = time.perf_counter()
            year = begin(24, offered / DAYS)
            year.live(days)
            return [*_outcome(year, days), Row("a year", "time", f"{time.perf_counter() - began:.0f} s")]


def _outcome(year: Year, days: int) -> list[Row]:
    states = select(Claim.state, func.count()).group_by(Claim.state).order_by(func.count().desc())
    found = [Row("claims by outcome", state.value, str(many)) for state, many in db.session.execute(states)]
    steps = db.session.scalar(select(func.count()).select_from(ClaimStep)) or 0
    by_itself = db.session.scalar(select(func.count()).where(ClaimStep.person_id.is_(None))) or 0
    told = db.session.scalar(select(func.count()).select_from(Notification)) or 0
    count = db.session.scalar(select(func.count()).select_from(Listing)) or 0
    refused = ", ".join(f"{code} {many}" for code, many in year.acting.refused.most_common(6))
    return [
        Row("a year", "days", str(days)),
        Row("a year", "listings", str(count)),
        Row("a year", "moments checked", str(year.checks)),
        Row("a year", "outages of one to four days", str(year.outages)),
        Row("a year", "workers killed", str(year.strikes.count)),
        Row("a year", "of them in the middle of a job", str(year.jobs_killed)),
        *found,
        Row("steps on time lines", "in all", str(steps)),
        Row("steps on time lines", "by the service itself", str(by_itself)),
        Row("people are told", "notifications", str(told)),
        Row("people are told", "letters", str(len(year.post.sent))),
        Row("people try", "done", str(sum(year.acting.done.values()))),
        Row("people try", "refused", f"{sum(year.acting.refused.values())} ({refused})"),
    ]
