"""All of it or nothing, and what was read before is forgotten."""

import threading

import pytest
from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.transaction import after_commit, transaction
from marketplace.organisations.models import Unit
from tests import builders


def names() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Unit.name)))


def test_what_fails_half_way_leaves_nothing(app):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.add(Unit(municipality_number=builders.ASKER, name="Skolen"))
        session.flush()
        1 / 0  # noqa: B018 - the failure
    assert names() == []


def test_a_transaction_within_another_joins_it(app):
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction() as session:
            session.add(Unit(municipality_number=builders.ASKER, name="Skolen"))
        1 / 0  # noqa: B018 - the failure
    assert names() == []


def test_what_waits_for_the_commit_happens_after_it_once_and_not_at_all_without_it(app):
    happened: list[str] = []

    def act() -> None:
        happened.append("done")

    with transaction():
        after_commit(act)
        after_commit(act)
        assert happened == []
    assert happened == ["done"]
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(act)
        1 / 0  # noqa: B018 - the failure
    assert happened == ["done"]


def test_counting_before_adding_is_safe_between_threads(app):
    builders.a_unit(name="Lås")
    together = threading.Barrier(8)

    def add_if_fewer_than_three() -> None:
        with app.app_context():
            together.wait()
            with transaction() as session:
                found = session.scalars(select(Unit).where(Unit.name == "Lås").with_for_update()).one()
                if len(session.scalars(select(Unit).where(Unit.name != "Lås")).all()) < 3:
                    session.add(
                        Unit(municipality_number=found.municipality_number, name=threading.current_thread().name)
                    )
            db.session.remove()

    threads = [threading.Thread(target=add_if_fewer_than_three, name=f"Enhet {n}") for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names()) == 4
