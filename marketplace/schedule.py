"""What time sets off, in one table."""

from datetime import timedelta

from marketplace.accounts import service as accounts
from marketplace.claims import drawing, handing_on, lapsing, leaving, reminding
from marketplace.foundation.timers import Every, Job
from marketplace.inventory import importing
from marketplace.listings import service as listings
from marketplace.listings import stages, sweeping
from marketplace.notifications import mailing, posting
from marketplace.notifications import service as notifications
from marketplace.search import indexing
from marketplace.search.searches import counting
from marketplace.search.synonyms import using
from marketplace.search.wanted import handing_on as wanted_handing_on
from marketplace.search.wanted import service as wanted
from marketplace.statistics import ordering, sending, summaries
from marketplace.statistics.public import telling
from marketplace.transfers import loans, settling

SCHEDULE: dict[Job, Every] = {
    listings.expire_due: Every(timedelta(minutes=1)),
    drawing.draw_due: Every(timedelta(minutes=1)),
    reminding.remind_due: Every(timedelta(minutes=1)),
    lapsing.lapse_due: Every(timedelta(minutes=1)),
    leaving.lapse_outside_network: Every(timedelta(hours=1)),
    stages.open_due: Every(timedelta(minutes=1)),
    accounts.forget_old_attempts: Every(timedelta(hours=1)),
    indexing.mend: Every(timedelta(seconds=15)),
    handing_on.hand_on_forgotten: Every(timedelta(hours=1)),
    loans.remind_due: Every(timedelta(minutes=15)),
    settling.raise_due: Every(timedelta(hours=1)),
    sweeping.remove_orphans: Every(timedelta(days=1)),
    importing.forget_abandoned: Every(timedelta(days=1)),
    telling.tell_due: Every(timedelta(hours=1)),
    summaries.refresh: Every(timedelta(seconds=15)),
    wanted.expire_due: Every(timedelta(hours=1)),
    wanted_handing_on.hand_on_forgotten: Every(timedelta(hours=1)),
    counting.forget_old: Every(timedelta(days=1)),
    mailing.begin_digests: Every(timedelta(minutes=1)),
    posting.begin_card_digests: Every(timedelta(minutes=1)),
    notifications.forget_old: Every(timedelta(days=1)),
    ordering.forget_old: Every(timedelta(days=1)),
    sending.begin_due: Every(timedelta(minutes=10)),
}

IN_EACH_PROCESS: tuple[Job, ...] = (counting.write_down, using.refresh)
"""What every process does for itself, every few seconds: give away what it keeps in memory, learn what others did."""
