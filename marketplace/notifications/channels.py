"""What administrators do with their municipality's channels in Teams."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, func, select

from marketplace.accounts.checks import checked_name
from marketplace.foundation import clock, outbox, ports
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.posting.port import AddressRefused
from marketplace.foundation.transaction import transaction
from marketplace.notifications import policies
from marketplace.notifications.events import CardDue
from marketplace.notifications.kinds import CHANNEL_DEFAULTS, Kind, Pace, Paces
from marketplace.notifications.models import Card, Channel
from marketplace.notifications.posting import TRIAL
from marketplace.notifications.queries import get_channel
from marketplace.organisations.people import lock_municipality, require_unit

MOST_NAME = 80
MOST_CHANNELS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFields:
    """What is written about a channel. An empty address keeps the one there is."""

    name: str
    address: str
    unit_id: int | None
    paces: Paces

    def checked(self, *, new: bool) -> "ChannelFields":
        """The same in stored form.

        Raises:
            Invalid: names what is wrong.
        """
        name, address = checked_name(self.name, most=MOST_NAME), self.address.strip()
        if new and not address:
            raise Invalid(fields=(FieldError("address", "field-required"),))
        if address:
            try:
                ports.poster().check(address)
            except AddressRefused:
                raise Invalid(fields=(FieldError("address", "channel-address-refused"),)) from None
        return ChannelFields(name=name, address=address, unit_id=self.unit_id, paces={**CHANNEL_DEFAULTS, **self.paces})


def mark_of(channel: Channel) -> str:
    """What a form holds to notice that somebody else changed it meanwhile; nothing of the address can be read off."""
    held = (channel.name, channel.address, channel.unit_id, sorted(channel.chosen.items()))
    return sha256(repr(held).encode()).hexdigest()[:16]


def open_channel(actor: Actor, municipality_number: str, fields: ChannelFields) -> Channel:
    """Let a channel be told, and post a first card to it.

    Raises:
        Forbidden: `channels-not-yours`.
        NotFound: `municipality-not-found` or `unit-not-found`.
        Invalid: names what is wrong.
        Conflict: `channels-too-many`.
    """
    policies.may_manage_channels(actor, municipality_number).enforce()
    written = fields.checked(new=True)
    with transaction() as session:
        lock_municipality(municipality_number)
        count = session.scalar(select(func.count(Channel.id)).where(Channel.municipality_number == municipality_number))
        if (count or 0) >= MOST_CHANNELS:
            raise Conflict("channels-too-many", most=MOST_CHANNELS)
        channel = Channel(municipality_number=municipality_number, created_at=clock.now())
        _write(channel, written)
        session.add(channel)
        session.flush()
        _add_trial(channel)
    return channel


def change_channel(actor: Actor, channel_id: int, fields: ChannelFields, *, seen: str | None = None) -> Channel:
    """Write something else about a channel. `seen` is its `mark_of` when the form was shown.

    Raises:
        NotFound: `channel-not-found` or `unit-not-found`.
        Invalid: names what is wrong.
        Conflict: `stale-form`.
    """
    written = fields.checked(new=False)
    with transaction():
        channel = _locked(actor, channel_id)
        if seen is not None and seen != mark_of(channel):
            raise Conflict("stale-form")
        _write(channel, written)
    return channel


def try_channel(actor: Actor, channel_id: int) -> Channel:
    """Post a card that shows whether the channel works.

    Raises:
        NotFound: `channel-not-found`.
    """
    with transaction():
        channel = _locked(actor, channel_id)
        _add_trial(channel)
    return channel


def close_channel(actor: Actor, channel_id: int) -> Channel:
    """Forget a channel with its address, and what waited for it.

    Raises:
        NotFound: `channel-not-found`.
    """
    with transaction() as session:
        channel = _locked(actor, channel_id)
        session.execute(delete(Card).where(Card.channel_id == channel_id))
        session.delete(channel)
    return channel


def _locked(actor: Actor, channel_id: int) -> Channel:
    channel = get_channel(actor, channel_id)
    lock_municipality(channel.municipality_number)
    db.session.refresh(channel)
    return channel


def _write(channel: Channel, fields: ChannelFields) -> None:
    number = channel.municipality_number
    others = select(Channel.name).where(Channel.municipality_number == number, Channel.id != (channel.id or 0))
    if fields.name.casefold() in {other.casefold() for other in db.session.scalars(others)}:
        raise Invalid(fields=(FieldError("name", "name-taken", {"name": fields.name}),))
    if fields.unit_id is not None and fields.unit_id != channel.unit_id:
        require_unit(fields.unit_id, number)
    channel.name = fields.name
    channel.address = fields.address or channel.address
    channel.unit_id = fields.unit_id
    channel.chosen = {kind.value: pace.value for kind, pace in fields.paces.items()}


def _add_trial(channel: Channel) -> None:
    number = db.session.scalar(select(func.max(Card.id))) or 0
    card = Card(
        key=f"{TRIAL}-{channel.id}-{number}",
        kind=Kind.REQUEST,
        occasion=TRIAL,
        facts={"channel": channel.name},
        link="/kommune",
        at=clock.now(),
        pace=Pace.AT_ONCE,
        municipality_number=channel.municipality_number,
        channel_id=channel.id,
    )
    db.session.add(card)
    db.session.flush()
    outbox.record(CardDue(card.id))
