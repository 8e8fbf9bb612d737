"""Time passing: what a worker does when it comes by at a moment."""

from datetime import datetime, timedelta

from marketplace.claims import drawing, lapsing, leaving, reminding
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.listings import service as listings

STEPS = (
    listings.expire_due,
    drawing.draw_due,
    reminding.remind_due,
    lapsing.lapse_due,
    leaving.lapse_outside_network,
)


def at(moment: datetime) -> int:
    """Run every step once at that moment and deliver what follows; how many things were done.

    What the test holds keeps what it says now.
    """
    _let_go()
    with clock.standing_still(moment):
        done = sum(step() for step in STEPS)
        outbox.deliver_all()
    db.session.rollback()
    return done


def until(start: datetime, end: datetime, every: timedelta = timedelta(hours=6)) -> int:
    """Run them again and again until then."""
    done, now = 0, start
    while now <= end:
        done += at(now)
        now += every
    return done


def _let_go() -> None:
    for thing in list(db.session.identity_map.values()):
        db.session.refresh(thing)
    db.session.expunge_all()
