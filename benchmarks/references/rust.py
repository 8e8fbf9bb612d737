"""tantivy, written in Rust: one merged segment, best hits with the total, and the counts by its aggregations."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from benchmarks.questions import BEST, GROUPS, Answer, Ask, groups_of, stems_asked, stems_of
from marketplace.search.analysis import analyse
from marketplace.search.asking import Clause, Plan
from marketplace.search.documents import ListingDocument

MEMORY_BYTES = 256_000_000
MOST_CODES = 500
COUNTS = {group: {"terms": {"field": group, "size": MOST_CODES}} for group in GROUPS}


def opened(corpus: Sequence[ListingDocument], folder: Path) -> Ask:
    """The stems of the question, any of them."""
    index = _indexed(corpus, folder / "tantivy", stems_of)
    schema = index.schema
    return _asking(index, lambda question: _any_of([_term(schema, stem) for stem in stems_asked(question)]))


def opened_widely(corpus: Sequence[ListingDocument], folder: Path, plan: Callable[[str], Plan]) -> Ask:
    """All that our engine looks for: the parts of compounds, synonyms and repairs, of each word the best."""
    index = _indexed(corpus, folder / "tantivy-widely", lambda each: " ".join(analyse(each).weights))
    schema = index.schema
    return _asking(index, lambda question: _any_of([_best_of(schema, clause) for clause in plan(question).clauses]))


def _indexed(corpus: Sequence[ListingDocument], folder: Path, text: Callable[[ListingDocument], str]) -> Any:
    """An index in one segment, since one thread writes it."""
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(MEMORY_BYTES, num_threads=1)
    for each in corpus:
        named = {group: [code] for group, code in zip(GROUPS, groups_of(each), strict=True)}
        writer.add_document(tantivy.Document(id=each.id, stems=[text(each)], **named))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index


def _asking(index: Any, read: Callable[[str], Any]) -> Ask:
    searcher = index.searcher()

    def ask(question: str) -> Answer:
        query = read(question)
        found = searcher.search(query, BEST, count=True)
        ids = searcher.fast_field_values("id", [address for _, address in found.hits])
        return Answer([int(number) for number in ids], found.count, _counts(searcher.aggregate(query, COUNTS)))

    return ask


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", fast=True)
    builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    for group in GROUPS:
        builder.add_text_field(group, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _term(schema: Any, token: str) -> Any:
    return tantivy.Query.term_query(schema, "stems", token)


def _any_of(queries: Sequence[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _best_of(schema: Any, clause: Clause) -> Any:
    found = []
    for each in clause.alternatives:
        parts = [_any_of([_term(schema, token) for token in any_of]) for any_of in each.all_of]
        whole = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        found.append(tantivy.Query.boost_query(whole, each.weight))
    return tantivy.Query.disjunction_max_query(found)


def _counts(answer: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {group: {row["key"]: row["doc_count"] for row in answer[group]["buckets"]} for group in GROUPS}
