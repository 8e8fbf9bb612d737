"""Summaries while others record hand-overs, and after a service was restored."""

import threading
from datetime import date

from marketplace.cli.database import bring_up_to_date
from marketplace.foundation import archive
from marketplace.foundation.database import db
from marketplace.statistics import checking, summaries
from marketplace.statistics.periods import period
from marketplace.statistics.reading import Question, sums_of
from marketplace.transfers.models import Transfer
from tests import builders
from tests.builders import ASKER, GJOVIK
from tests.statistics.histories import a_history

YEAR = period(date(2026, 1, 1), date(2026, 12, 31))


def handed_over():
    db.session.rollback()
    return sums_of(Question(YEAR))[""].units_handed_over


def test_an_archive_holds_no_summaries_and_a_restored_service_makes_them(app, tmp_path):
    a_history(3)
    summaries.refresh()
    before = sums_of(Question(YEAR))
    archive.write(tmp_path / "whole.tar.gz")
    archive.read(tmp_path / "whole.tar.gz", replace=True)
    bring_up_to_date()
    assert sums_of(Question(YEAR)) == before
    summaries.refresh()
    assert sums_of(Question(YEAR)) == before
    assert checking.differences() == []


def test_hand_overs_recorded_while_workers_refresh_are_all_counted_once(app, application):
    summaries.refresh()
    claims = [builders.a_claim(builders.a_listing(ASKER, quantity=3), GJOVIK, 3, "handed_over") for _ in range(12)]
    errors = []

    def work(act):
        try:
            with application.app_context():
                act()
        except Exception as error:
            errors.append(error)

    def record(some):
        for claim in some:
            builders.a_transfer(claim, 3, from_municipality_number=ASKER)

    def refresh():
        for _ in range(6):
            summaries.refresh()

    threads = [threading.Thread(target=work, args=(lambda some=claims[at::2]: record(some),)) for at in range(2)]
    threads += [threading.Thread(target=work, args=(refresh,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert handed_over() == 36
    summaries.refresh()
    assert handed_over() == 36
    assert checking.differences() == []
    assert db.session.query(Transfer).count() == 12
