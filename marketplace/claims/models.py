"""Claims on listings, their messages, appointments and time lines."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Person
from marketplace.claims.states import CLAIM_TRANSITIONS, ClaimAction, ClaimState, Otherwise, StepKind
from marketplace.foundation.database import Base, Code, Id
from marketplace.foundation.states import follow
from marketplace.listings.models import Listing
from marketplace.organisations.models import Municipality, Unit


class Claim(Base):
    """Somebody wants some of a listing.

    `quantity` was asked for, `approved_quantity` granted, `handed_over_quantity` is with them now (net of returns) and
    `released_quantity` was granted but came back. What the claim holds of the listing is `held_quantity`.

    `requested_by` and `decided_by` are who to reach on either side: whoever asked and said yes, or the colleague who
    took over from them. The time line tells who did what.

    In the queue, the lowest `queue_rank` comes first, and among equals the oldest. A deadline is the last moment that
    counts: `answer_by` for saying yes to an offer, `collect_by` for fetching what was granted. At `remind_at` somebody
    is reminded; it is empty once they are. `extended_at` is when the claimant put fetching off, which they may once.
    """

    __tablename__ = "claim"

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    requested_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    quantity: Mapped[int]
    approved_quantity: Mapped[int | None]
    handed_over_quantity: Mapped[int] = mapped_column(default=0)
    released_quantity: Mapped[int] = mapped_column(default=0)
    state: Mapped[ClaimState] = mapped_column(Code(ClaimState))
    otherwise: Mapped[Otherwise] = mapped_column(Code(Otherwise))
    message: Mapped[str] = mapped_column(String(2000), default="")
    decline_reason: Mapped[str] = mapped_column(String(1000), default="")
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    ended_at: Mapped[datetime | None]
    queue_rank: Mapped[int] = mapped_column(default=0)
    answer_by: Mapped[datetime | None]
    collect_by: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)

    listing: Mapped[Listing] = relationship(lazy="raise_on_sql")

    __table_args__ = (
        CheckConstraint("quantity >= 1", name="quantity_positive"),
        CheckConstraint(
            "approved_quantity is null or approved_quantity between 0 and quantity", name="approved_in_range"
        ),
        CheckConstraint("handed_over_quantity >= 0 and released_quantity >= 0", name="counts_not_negative"),
        Index("ix_claim_listing_id_state", "listing_id", "state"),
        Index("ix_claim_municipality_number_state", "municipality_number", "state"),
        Index("ix_claim_ended_at", "ended_at"),
        Index("ix_claim_state", "state"),
        Index("ix_claim_answer_by", "answer_by"),
        Index("ix_claim_collect_by", "collect_by"),
        Index("ix_claim_remind_at", "remind_at"),
    )

    def apply(self, action: ClaimAction) -> None:
        """Move along the table, or raise `Conflict`."""
        self.state = follow(CLAIM_TRANSITIONS, self.state, action, "claim-wrong-state")

    @property
    def held_quantity(self) -> int:
        """What of the listing nobody else can have because of this claim."""
        if self.state == ClaimState.QUEUED:
            return 0
        if self.state == ClaimState.REQUESTED:
            return self.quantity
        if self.state == ClaimState.ON_LOAN:
            return (self.approved_quantity or 0) - self.released_quantity
        return self.handed_over_quantity + self.outstanding_quantity

    @property
    def outstanding_quantity(self) -> int:
        """What is granted and still to be handed over."""
        if self.state != ClaimState.APPROVED:
            return 0
        return (self.approved_quantity or 0) - self.handed_over_quantity - self.released_quantity

    @property
    def is_offered(self) -> bool:
        """Whether it came from the queue, and the claimant is to say by a day that they want it."""
        return self.state == ClaimState.REQUESTED and self.answer_by is not None

    @property
    def was_approved(self) -> bool:
        """Whether the owner once said yes: from then on both sides see how to reach each other."""
        return self.approved_quantity is not None


class ClaimStep(Base):
    """Who did what when; never changed. `person_id` None: the service did it."""

    __tablename__ = "claim_step"

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    kind: Mapped[StepKind] = mapped_column(Code(StepKind))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id))
    municipality_number: Mapped[str | None] = mapped_column(ForeignKey(Municipality.number))
    quantity: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(1000), default="")


class Message(Base):
    """What one side wrote to the other; `from_owner` says which."""

    __tablename__ = "claim_message"

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    from_owner: Mapped[bool]
    text: Mapped[str] = mapped_column(String(2000))
    sent_at: Mapped[datetime]
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)


class PickupWindow(Base):
    """A place and time at which an owner hands out, for as many claims as `capacity` says.

    Of one listing, or of all that the municipality (and unit, if one is named) offers. `closed_at`: chosen no more;
    what was agreed in it stands.
    """

    __tablename__ = "pickup_window"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey(Listing.id))
    place: Mapped[str] = mapped_column(String(300))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    capacity: Mapped[int]
    opened_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("until_at > from_at", name="times_in_order"),
        CheckConstraint("capacity >= 1", name="capacity_positive"),
        Index("ix_pickup_window_municipality_number_from_at", "municipality_number", "from_at"),
    )


class SharedRun(Base):
    """One trip for several claims, as it was agreed: metres of road if each were fetched alone, and together."""

    __tablename__ = "shared_run"

    id: Mapped[Id]
    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number))
    separate_m: Mapped[int]
    shared_m: Mapped[int]
    made_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("shared_m >= 0 and shared_m <= separate_m", name="shorter_together"),)


class Appointment(Base):
    """Where and when a claim is fetched; the newest counts, unless `ended_at` says that it fell away."""

    __tablename__ = "appointment"

    id: Mapped[Id]
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    place: Mapped[str] = mapped_column(String(300))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]
    window_id: Mapped[int | None] = mapped_column(ForeignKey(PickupWindow.id), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey(SharedRun.id), index=True)
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("until_at > from_at", name="times_in_order"),)


class ClaimRules(Base):
    """How long a municipality gives others, in days; see `claims.rules` for what each means. None kept: the usual."""

    __tablename__ = "claim_rules"

    municipality_number: Mapped[str] = mapped_column(ForeignKey(Municipality.number), primary_key=True)
    offer_days: Mapped[int]
    remind_days: Mapped[int]
    collect_days: Mapped[int]
    extend_days: Mapped[int]
    set_by: Mapped[int] = mapped_column(ForeignKey(Person.id))
    set_at: Mapped[datetime]


class Draw(Base):
    """A draw as it was made; never changed. `claim_ids` in the order drawn from `seed`, for `units` units."""

    __tablename__ = "draw"

    id: Mapped[Id]
    listing_id: Mapped[int] = mapped_column(ForeignKey(Listing.id), index=True)
    seed: Mapped[str] = mapped_column(String(64))
    draw_at: Mapped[datetime]
    drawn_at: Mapped[datetime]
    units: Mapped[int]
    claim_ids: Mapped[list[int]] = mapped_column(JSON)
