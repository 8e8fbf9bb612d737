"""Recording versions of factors. What was reckoned with an earlier one stays as it is."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.catalogue import queries as catalogue
from marketplace.foundation import clock, outbox
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, Invalid, NotFound
from marketplace.foundation.transaction import transaction
from marketplace.impact import policies, queries
from marketplace.impact.events import FactorRecorded
from marketplace.impact.fields import FactorFields, errors
from marketplace.impact.models import Basis, EmissionFactor, FactorChange
from marketplace.impact.queries import Key

_COPIED = (
    "co2e_g",
    "low_g",
    "high_g",
    "weight_g",
    "road_percent",
    "cost_ore",
    "source_year",
    "confidence",
    "valid_from",
)
_TEXTS = ("described_as", "source", "note")


def revise_factor(actor: Actor, factor_id: int, fields: FactorFields, *, seen: int) -> EmissionFactor:
    """Record a further version of a factor; hand-overs on and after its day are reckoned with it.

    `seen` is the newest version that the actor knew of.

    Raises:
        NotFound: no such factor.
        Forbidden: as `policies.may_manage_factors`.
        Conflict: "factor-revised-meanwhile".
        Invalid: a value out of range, a range in disorder, a day before the version before or before today.
    """
    policies.may_manage_factors(actor).enforce()
    with transaction():
        newest = _locked_newest(factor_id)
        if newest.version != seen:
            raise Conflict("factor-revised-meanwhile")
        return _record(actor, fields, (newest.category_code, newest.variant), newest.basis, newest.version, newest)


def begin_factor(actor: Actor, category_code: str, fields: FactorFields) -> EmissionFactor:
    """Record the first factor of a category that had none.

    Raises:
        NotFound: no such category.
        Forbidden: as `policies.may_manage_factors`.
        Conflict: "factor-exists", also when somebody else was first.
        Invalid: as `revise_factor`; a group of categories has no factor.
    """
    policies.may_manage_factors(actor).enforce()
    if catalogue.get_category(category_code).parent_code is None:
        raise Invalid("factor-of-group")
    try:
        with transaction():
            if any(series.key == (category_code, "") for series in queries.list_series()):
                raise Conflict("factor-exists")
            return _record(actor, fields, (category_code, ""), Basis.UNIT, 0, None)
    except IntegrityError as error:
        raise Conflict("factor-exists") from error


def draft(fields: FactorFields, key: Key, basis: Basis, version: int, before: EmissionFactor | None) -> EmissionFactor:
    """What would be recorded after `version`; nothing is stored.

    Raises:
        Invalid: as `revise_factor`.
    """
    found = errors(fields, basis, clock.today(), before.valid_from if before else None)
    if found:
        raise Invalid(fields=found)
    return EmissionFactor(
        category_code=key[0],
        variant=key[1],
        basis=basis,
        version=version + 1,
        recorded_at=clock.now(),
        **{name: getattr(fields, name) for name in _COPIED},
        **{name: getattr(fields, name).strip() for name in _TEXTS},
    )


def _record(
    actor: Actor, fields: FactorFields, key: Key, basis: Basis, version: int, before: EmissionFactor | None
) -> EmissionFactor:
    factor = draft(fields, key, basis, version, before)
    db.session.add(factor)
    db.session.flush()
    db.session.add(FactorChange(factor_id=factor.id, person_id=actor.person_id, reason=fields.reason.strip()))
    db.session.flush()
    outbox.record(FactorRecorded(factor.id))
    return factor


def _locked_newest(factor_id: int) -> EmissionFactor:
    """The newest version; the first is the lock, since it is always there."""
    named = db.session.get(EmissionFactor, factor_id)
    if named is None:
        raise NotFound("factor-not-found")
    code = EmissionFactor.category_code
    of_factor = (
        select(EmissionFactor)
        .where(code.is_(None) if named.category_code is None else code == named.category_code)
        .where(EmissionFactor.variant == named.variant)
    )
    db.session.execute(of_factor.where(EmissionFactor.version == 1).with_for_update())
    return db.session.scalars(of_factor.order_by(EmissionFactor.version.desc()).limit(1)).one()
