"""What only the engine inside PostgreSQL must bear: exact weights, counts kept by changes, damage, its own tables."""

import random
from collections import Counter

import pytest
from sqlalchemy import event, select, text

from marketplace.search.analysis import analyse
from marketplace.search.engine import EVERYBODY, Audience, EngineUnavailable, Health, SearchRequest
from marketplace.search.postgres import store, weights
from marketplace.search.postgres.engine import PostgresEngine
from marketplace.search.postgres.tables import HOME
from tests.search.counting import total
from tests.search.in_postgres import present, schemas
from tests.search.samples import a_document, random_documents

pytestmark = pytest.mark.once


@pytest.fixture
def engine(make_engine):
    return make_engine("postgres")


def test_a_weight_is_kept_to_the_unit(postgres):
    asked = {f"word{number}": weight for number, weight in enumerate((0.05, 0.5, 0.8, 1.3, 2.4, 7.75, 61.6, 600.05))}
    found = postgres.execute(
        text(
            "SELECT lexeme, 3.2 * ts_rank_cd(:worth, v, quote_literal(lexeme)::tsquery)"
            " FROM (SELECT :v ::tsvector) AS t(v), unnest(v)"
        ),
        {"worth": weights.WORTH, "v": weights.vector_of(asked)},
    )
    assert dict(iter(found)) == pytest.approx(asked)


def test_the_weights_of_the_analysis_are_whole_units():
    for document in random_documents(200, seed=9):
        for weight in analyse(document).weights.values():
            assert weight / weights.UNIT == pytest.approx(round(weight / weights.UNIT))


def test_tokens_with_quotes_and_backslashes_are_only_text(postgres):
    odd = {"o'clock": 1.0, "back\\slash": 0.5, "a & b | !c": 2.0, "<stol": 0.8}
    vector = weights.vector_of(odd)
    for token in odd:
        query = weights.query_of(((token,),))
        assert postgres.scalar(text("SELECT :v ::tsvector @@ :q ::tsquery"), {"v": vector, "q": query})


def test_what_is_counted_stays_true_through_changes_and_after_they_are_folded(engine):
    audience = Audience("3203", frozenset({1}), is_member=True)
    documents = random_documents(120, seed=4)
    engine.rebuild(documents[:60])
    for start in range(0, 120, 20):
        engine.refresh(documents[start : start + 20], removed=range(start + 1, start + 3))

    def answers():
        request = SearchRequest(q="blå stol", audience=audience)
        return engine.search(request), engine.explain(request, range(121))

    changed = answers()
    assert engine.rebuild([], only_if_needed=True) == 120
    folded = answers()
    engine.rebuild(documents)
    assert changed == folded == answers()


def _tallies(engine):
    with engine._store.reading() as connection:
        tables = store.state(connection).present
        rows = [
            row
            for table in (tables.tally, tables.change)
            for row in connection.execute(
                select(
                    table.c.entry, table.c.municipality, table.c.stage, table.c.unit, table.c.documents, table.c.length
                )
            )
        ]
    found = Counter()
    for *key, documents, length in rows:
        found[*key, "documents"] += documents
        found[*key, "length"] += length
    return {key: count for key, count in found.items() if count}


def test_the_tally_of_changes_is_that_of_a_rebuild(engine):
    documents = random_documents(80, seed=11)
    for start in range(0, 80, 8):
        engine.refresh(random_documents(80, seed=12)[start : start + 8], removed=range(start))
        engine.refresh(documents[: start + 8])
    by_changes = _tallies(engine)
    engine.rebuild([], only_if_needed=True)
    folded = _tallies(engine)
    engine.rebuild(documents)
    assert by_changes == folded == _tallies(engine)


def test_a_change_that_moves_no_words_leaves_nothing_to_count(engine, postgres):
    engine.rebuild([a_document("Stol", id=1)])
    engine.refresh([a_document("Stol", id=1, available_quantity=1)])
    assert postgres.scalar(text(f"SELECT count(*) FROM {present(postgres)}.change")) == 0


def test_a_missing_index_is_told(engine, postgres):
    for name in schemas(postgres):
        postgres.execute(text(f"DROP SCHEMA {name} CASCADE"))
    assert engine.health() is Health.MISSING
    for ask in (lambda: total(engine), engine.document_count, lambda: engine.refresh([a_document()])):
        with pytest.raises(EngineUnavailable):
            ask()
    assert engine.rebuild([a_document("Stol")], only_if_needed=True) == 1
    assert engine.health() is Health.READY


@pytest.mark.parametrize("damage", ["TABLE {}.document", "TABLE {}.tally", "INDEX {}.document_tokens", "SCHEMA {}"])
def test_a_damaged_index_is_told_and_can_be_rebuilt(engine, postgres, postgres_url, damage):
    engine.rebuild(random_documents(30, seed=6))
    postgres.execute(text(f"DROP {damage.format(present(postgres))} CASCADE"))
    fresh = PostgresEngine(postgres_url)
    assert fresh.health() is engine.health() is Health.DAMAGED
    if "document_tokens" not in damage:
        with pytest.raises(EngineUnavailable):
            total(fresh, "stol")
    assert fresh.rebuild(random_documents(30, seed=6), only_if_needed=True) == 30
    assert total(fresh) == total(engine) == 30
    fresh.close()


def test_an_index_of_another_version_is_to_be_rebuilt(engine, postgres):
    old = present(postgres)
    postgres.execute(text(f"ALTER SCHEMA {old} RENAME TO {HOME}_0_old"))
    postgres.execute(text(f"UPDATE {HOME}.state SET present = '{HOME}_0_old'"))
    engine.close()
    assert engine.health() is Health.MISSING
    assert engine.rebuild([a_document()]) == 1
    assert f"{HOME}_0_old" not in schemas(postgres)


def test_a_database_that_does_not_answer_is_no_health():
    assert PostgresEngine("postgresql+psycopg://nobody@127.0.0.1:1/nothing").health() is Health.DAMAGED


def test_who_may_make_no_tables_is_told_so(engine, postgres, postgres_url):
    for name in schemas(postgres):
        postgres.execute(text(f"DROP SCHEMA {name} CASCADE"))
    postgres.execute(text("DROP ROLE IF EXISTS reader"))
    postgres.execute(text("CREATE ROLE reader LOGIN"))
    reader = PostgresEngine(postgres_url.replace("postgres:@", "reader:@"))
    with pytest.raises(PermissionError, match="permission denied"):
        reader.rebuild([])
    reader.close()
    postgres.execute(text("DROP ROLE reader"))


def test_a_question_costs_a_bounded_number_of_statements(engine):
    engine.rebuild(random_documents(200, seed=8))
    sent = []
    event.listen(engine._store._engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))

    def cost(q, **asked):
        sent.clear()
        engine.search(SearchRequest(q=q, audience=EVERYBODY, **asked))
        return len(sent)

    chance = random.Random(1)
    words = ("stol", "kontorstol", "blå", "eik", "bord", "reol", "rund", "skap", "lampe", "sofa", "tavle", "pult")
    cost("stol")
    assert cost("") <= 2
    assert cost("stol") <= 6
    assert max(cost(" ".join(chance.sample(words, 12))) for _ in range(5)) <= 16
    assert cost(" ".join(f"xq{number}z" for number in range(100))) <= 45


def test_a_rare_word_is_looked_up_in_the_index_of_tokens(engine):
    engine.rebuild([a_document(f"Stol nummer{number}", id=number) for number in range(1, 3_000)])
    plans = []

    def explain(_connection, cursor, statement, values, *_):
        if "few AS" in statement:
            cursor.execute(f"EXPLAIN {statement}", values)
            plans.append("\n".join(row[0] for row in cursor.fetchall()))

    event.listen(engine._store._engine, "before_cursor_execute", explain)
    assert total(engine, "nummer77") == 1
    assert "Bitmap Index Scan on document_tokens" in plans[0]
    assert "Seq Scan on document" not in plans[0]
