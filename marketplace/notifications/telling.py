"""Telling people and teams what happened: kept here first, and sent on as each has chosen."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.notifications.events import CardDue, LetterDue
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, KIND_OF, PERSONAL, Pace, later
from marketplace.notifications.models import Card, Channel, Notification
from marketplace.notifications.queries import paces_of
from marketplace.notifications.readers import Side
from marketplace.notifications.words import Facts, kept_facts


def tell(
    sides: Sequence[Side], occasion: str, fact: str, link: str, facts: Facts, *, soonest: Pace = Pace.AT_ONCE
) -> None:
    """Tell each person of the sides, and the channels of their municipalities and units, once each.

    `fact` names what happened (`12`): told again of the same occasion and fact, nobody learns it twice. `link` is an
    address on this site. `facts` are what the occasion's template asks for. What is personal goes to no channel; its
    e-mail leaves no sooner than `soonest`.
    """
    common = _common(occasion, link, facts)
    with transaction():
        people = [person_id for side in sides for person_id in side.person_ids]
        _tell_people(people, f"{occasion}-{fact}", common, soonest)
        for side in sides if KIND_OF[occasion] not in PERSONAL else ():
            _tell_channels(side, f"{occasion}-{fact}", common)


def tell_people(person_ids: Sequence[int], occasion: str, fact: str, link: str, facts: Facts) -> None:
    """As `tell`, for what people have asked for themselves: no channel is told."""
    with transaction():
        _tell_people(person_ids, f"{occasion}-{fact}", _common(occasion, link, facts), Pace.AT_ONCE)


def _common(occasion: str, link: str, facts: Facts) -> dict[str, object]:
    return {"occasion": occasion, "kind": KIND_OF[occasion], "link": link, "facts": kept_facts(facts)}


def _tell_people(person_ids: Iterable[int], what: str, common: dict[str, object], soonest: Pace) -> None:
    keys = {f"{what}-{person_id}": person_id for person_id in person_ids}
    told = set(db.session.scalars(select(Notification.key).where(Notification.key.in_(keys))))
    paces = paces_of(sorted(set(keys.values())))
    for key in keys.keys() - told:
        pace = later(paces[keys[key]][KIND_OF[str(common["occasion"])]], soonest)
        notification = Notification(key=key, person_id=keys[key], at=clock.now(), pace=pace, **common)
        db.session.add(notification)
        if pace is Pace.AT_ONCE:
            db.session.flush()
            outbox.record(LetterDue(notification.id))


def _tell_channels(side: Side, what: str, common: dict[str, object]) -> None:
    kind = KIND_OF[str(common["occasion"])]
    number = side.municipality_number
    found = db.session.scalars(select(Channel).where(Channel.municipality_number == number)).all()
    taking: list[tuple[int | None, Pace]] = [
        (channel.id, channel.paces[kind]) for channel in found if channel.unit_id in (None, side.unit_id)
    ]
    if not found and ports.teams_webhook() is not None:
        taking = [(None, CHANNEL_DEFAULTS[kind])]
    for channel_id, pace in taking:
        if pace is not Pace.OFF:
            _add_card(f"{what}-{channel_id or number}", number, channel_id, pace, common)


def _add_card(key: str, number: str, channel_id: int | None, pace: Pace, common: dict[str, object]) -> None:
    if db.session.scalar(select(Card.id).where(Card.key == key)) is not None:
        return
    card = Card(key=key, municipality_number=number, channel_id=channel_id, at=clock.now(), pace=pace, **common)
    db.session.add(card)
    db.session.flush()
    if pace is Pace.AT_ONCE:
        outbox.record(CardDue(card.id))
