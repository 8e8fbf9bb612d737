"""Keeping searches."""

import secrets
from typing import Any

from marketplace.accounts.queries import take_turn
from marketplace.foundation import clock
from marketplace.foundation.actor import Actor
from marketplace.foundation.errors import Conflict, FieldError, Invalid
from marketplace.foundation.texts import clean
from marketplace.foundation.transaction import transaction
from marketplace.listings.drafting import kept_key
from marketplace.search import queries as search
from marketplace.search.criteria import Criteria
from marketplace.search.origins import find_origin
from marketplace.search.receipts import questions
from marketplace.search.saved import policies, queries
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.models import SavedSearch

LONGEST_NAME = 80
LONGEST_QUESTION = 1000
MOST_OF_ONE = 100
MARKS = 2**40


def save_search(
    actor: Actor,
    criteria: Criteria,
    alert: Alert,
    name: str = "",
    *,
    submission_key: str | None = None,
) -> SavedSearch:
    """Keep a question, and tell of what comes to answer it from now on. Without a name it is called by what it asks.

    A word that search repairs is kept as it is repaired. The same `submission_key` answers what it saved first.

    Raises:
        Forbidden: "saved-search-needs-role".
        Invalid: nothing is asked for, or a text is too long.
        Conflict: "saved-searches-too-many"; "submission-key-used".
    """
    policies.may_save_search(actor).enforce()
    key, called = kept_key(actor, submission_key), _name(name)
    made = _made(actor, criteria, alert)
    made.name, made.submission_key = called or name_of(made.question), key
    with transaction() as session:
        take_turn(actor.person_id)
        earlier = queries.find_by_submission_key(key) if key else None
        if earlier is not None:
            policies.may_change(actor, earlier).enforce()
            return earlier
        if queries.count_saved_searches(actor) >= MOST_OF_ONE:
            raise Conflict("saved-searches-too-many", most=MOST_OF_ONE)
        made.saved_at = made.since = clock.now()
        session.add(made)
        session.flush()
        return made


def change_saved_search(
    actor: Actor, saved_search_id: int, *, alert: Alert | None = None, name: str | None = None
) -> SavedSearch:
    """Tell in another way, or call it something else. What came while it told nothing is not told afterwards.

    Raises:
        NotFound: there is none of the actor's own.
        Invalid: the name is empty or too long.
    """
    called = None if name is None else _name(name)
    if called == "":
        raise Invalid(fields=(FieldError("name", "field-required"),))
    with transaction():
        saved = queries.get_saved_search(actor, saved_search_id)
        saved.name = called or saved.name
        if alert is not None:
            _tell(saved, alert)
        return saved


def delete_saved_search(actor: Actor, saved_search_id: int) -> None:
    """Forget a saved search and what answered it.

    Raises:
        NotFound: there is none of the actor's own.
    """
    with transaction() as session:
        session.delete(queries.get_saved_search(actor, saved_search_id))


def stop_alert(saved_search_id: int) -> SavedSearch | None:
    """Only keep it from now on, whoever asks: the link in a letter is the permission. None if it is gone."""
    with transaction() as session:
        saved = session.get(SavedSearch, saved_search_id)
        if saved is not None:
            _tell(saved, Alert.OFF)
        return saved


def name_of(question: dict[str, Any]) -> str:
    """What a question is called by itself: its words, else what it filters by."""
    if question.get("q"):
        return str(question["q"])[:LONGEST_NAME].strip()
    told = " · ".join(value for _, value in questions.in_words(question, "nb"))
    return told[:LONGEST_NAME].strip()


def new_mark() -> int:
    """A number that no other question has, near enough; as many as there can be add up within 64 bits."""
    return secrets.randbelow(MARKS)


def _made(actor: Actor, criteria: Criteria, alert: Alert) -> SavedSearch:
    assert actor.person_id is not None
    assert actor.municipality_number is not None
    question = _question(actor, criteria)
    origin = find_origin(criteria.near, actor) if "within_km" in question else None
    return SavedSearch(
        person_id=actor.person_id,
        municipality_number=actor.municipality_number,
        question=question,
        latitude=origin.position[0] if origin else None,
        longitude=origin.position[1] if origin else None,
        alert=alert,
        mark=new_mark(),
    )


def _tell(saved: SavedSearch, alert: Alert) -> None:
    if saved.alert is Alert.OFF and alert is not Alert.OFF:
        saved.since = clock.now()
    if (saved.alert is Alert.OFF) != (alert is Alert.OFF):
        saved.mark = new_mark()
    saved.alert = alert


def _question(actor: Actor, criteria: Criteria) -> dict[str, Any]:
    found = search.search_listings(actor, criteria, again=True)
    question = questions.kept(criteria, actor)
    if found.plan.did_you_mean and not criteria.verbatim:
        question["q"] = found.plan.did_you_mean
    if not question:
        raise Invalid("saved-search-needs-question")
    if len(str(question.get("q", ""))) > LONGEST_QUESTION:
        raise Invalid(fields=(FieldError("q", "field-too-long", {"most": LONGEST_QUESTION}),))
    return question


def _name(name: str) -> str:
    called = clean(name)
    if len(called) > LONGEST_NAME:
        raise Invalid(fields=(FieldError("name", "field-too-long", {"most": LONGEST_NAME}),))
    return called
