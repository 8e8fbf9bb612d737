"""Keeping the thesaurus. What is changed is in force in this process at once, in others within seconds."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.database import db
from marketplace.foundation.errors import Conflict, FieldError, Invalid, NotFound
from marketplace.foundation.transaction import after_commit, transaction
from marketplace.search.lexicon.thesaurus import Term
from marketplace.search.synonyms import policies, queries, using
from marketplace.search.synonyms.comparing import errors_beside
from marketplace.search.synonyms.fields import SynonymFields, checked_reason
from marketplace.search.synonyms.models import Deed, SwitchedOff, Synonym, SynonymChange
from marketplace.search.synonyms.nearness import nearness_of

MOST_OWN = 1000


def add_synonym(actor: Actor, fields: SynonymFields, reason: str = "") -> Synonym:
    """Let a word lead to another.

    Raises:
        Forbidden: `search-not-yours`.
        Invalid: names what is wrong, also beside what is there already.
        Conflict: `synonym-too-many`.
    """
    written, why = fields.checked(), checked_reason(reason)
    try:
        with transaction() as session:
            policies.may_manage_synonyms(actor).enforce()
            if queries.count_own() >= MOST_OWN:
                raise Conflict("synonym-too-many", most=MOST_OWN)
            refuse_beside_others(written)
            synonym = Synonym(changed_by=_person(actor), changed_at=clock.now())
            _write(synonym, written)
            session.add(synonym)
            session.flush()
            _note(actor, Deed.ADDED, written, why)
        return synonym
    except IntegrityError:  # another added it at the same moment
        raise _exists(written) from None


def change_synonym(
    actor: Actor, synonym_id: int, fields: SynonymFields, reason: str = "", *, version: int | None = None
) -> Synonym:
    """Make another pair of one that people added. `version` is the one that was shown.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
        Invalid: names what is wrong, also beside what is there already.
        Conflict: `stale-form`.
    """
    written, why = fields.checked(), checked_reason(reason)
    try:
        with transaction() as session:
            synonym = _locked(actor, synonym_id, version)
            was = fields_of(synonym)
            if was == written:
                return synonym
            refuse_beside_others(written, apart_from=synonym_id)
            _write(synonym, written)
            synonym.changed_by, synonym.changed_at = _person(actor), clock.now()
            session.flush()
            _note(actor, Deed.CHANGED, written, why, before=was)
        return synonym
    except IntegrityError:  # another wrote the same at the same moment
        raise _exists(written) from None


def remove_synonym(actor: Actor, synonym_id: int, reason: str = "", *, version: int | None = None) -> SynonymChange:
    """Take away a pair that people added. What is answered can be handed to `restore_synonym`.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
        Conflict: `stale-form`.
    """
    why = checked_reason(reason)
    with transaction() as session:
        synonym = _locked(actor, synonym_id, version)
        was = fields_of(synonym)
        session.delete(synonym)
        session.flush()
        return _note(actor, Deed.REMOVED, was, why)


def restore_synonym(actor: Actor, change_id: int) -> Synonym:
    """Add again what was removed.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`: nothing was removed there.
        Invalid: there is such a pair now.
    """
    change = queries.get_change(actor, change_id)
    if change.deed is not Deed.REMOVED:
        raise NotFound("synonym-not-found")
    return add_synonym(actor, fields_of(change))


def switch_shipped(actor: Actor, number: int, *, in_use: bool, reason: str = "") -> None:
    """Turn a shipped pair on or off. One that is so already stays so.

    Raises:
        Forbidden: `search-not-yours`.
        NotFound: `synonym-not-found`.
    """
    why = checked_reason(reason)
    try:
        with transaction() as session:
            policies.may_switch(actor, is_own=False).enforce()
            term = queries.shipped_of(number).term
            off = session.get(SwitchedOff, (term.word, term.other), with_for_update=True)
            if (off is None) == in_use:
                return
            if off is not None:
                session.delete(off)
            else:
                session.add(
                    SwitchedOff(word=term.word, other=term.other, changed_by=_person(actor), changed_at=clock.now())
                )
            session.flush()
            _note(actor, Deed.SWITCHED_ON if in_use else Deed.SWITCHED_OFF, _fields_of_term(term), why)
    except IntegrityError:  # another turned it off at the same moment
        return


def fields_of(row: Synonym | SynonymChange) -> SynonymFields:
    """A stored pair as it is written."""
    return SynonymFields(word=row.word, other=row.other, nearness=row.nearness, both_ways=row.both_ways)


def refuse_beside_others(fields: SynonymFields, apart_from: int = 0) -> None:
    """Hold a checked pair against all others.

    Raises:
        Invalid: names what is wrong.
    """
    rows: Sequence[Synonym] = db.session.scalars(select(Synonym).where(Synonym.id != apart_from)).all()
    errors = errors_beside(fields, [fields_of(row).term for row in rows], using.shipped_in_use())
    if errors:
        raise Invalid(fields=tuple(errors))


def _locked(actor: Actor, synonym_id: int, version: int | None) -> Synonym:
    policies.may_change(actor, is_own=True).enforce()
    synonym = db.session.get(Synonym, synonym_id, with_for_update=True)
    if synonym is None:
        raise NotFound("synonym-not-found")
    if version is not None and version != synonym.version:
        raise Conflict("stale-form")
    return synonym


def _write(synonym: Synonym, fields: SynonymFields) -> None:
    synonym.word, synonym.other = fields.word, fields.other
    synonym.nearness, synonym.both_ways = fields.nearness, fields.both_ways


def _note(
    actor: Actor, deed: Deed, fields: SynonymFields, reason: str, before: SynonymFields | None = None
) -> SynonymChange:
    change = SynonymChange(
        deed=deed,
        word=fields.word,
        other=fields.other,
        nearness=fields.nearness,
        both_ways=fields.both_ways,
        before=before and _told(before),
        reason=reason,
        person_id=_person(actor),
        at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
    after_commit(using.refresh_or_wait)
    return change


def _told(fields: SynonymFields) -> dict[str, str | bool]:
    return {
        "word": fields.word,
        "other": fields.other,
        "nearness": fields.nearness.value,
        "both_ways": fields.both_ways,
    }


def _fields_of_term(term: Term) -> SynonymFields:
    return SynonymFields(word=term.word, other=term.other, nearness=nearness_of(term), both_ways=term.both_ways)


def _person(actor: Actor) -> int:
    assert actor.person_id is not None
    return actor.person_id


def _exists(fields: SynonymFields) -> Invalid:
    return Invalid(fields=(FieldError("other", "synonym-exists", {"word": fields.word, "other": fields.other}),))
