"""Whoosh as it comes: its own searcher, scorer and collectors over an index of its own."""

from collections.abc import Sequence
from pathlib import Path

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import create_in
from whoosh.query import Or, Term
from whoosh.sorting import Count, FieldFacet

from benchmarks.questions import BEST, GROUPS, Answer, Ask, groups_of, stems_asked, stems_of
from marketplace.search.documents import ListingDocument

MEMORY_MB = 512


def opened(corpus: Sequence[ListingDocument], folder: Path) -> Ask:
    """Index the listings in one segment."""
    (folder / "collectors").mkdir()
    stems = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    groups = {group: ID(sortable=True) for group in GROUPS}
    index = create_in(folder / "collectors", Schema(id=NUMERIC(stored=True, bits=64), stems=stems, **groups))
    writer = index.writer(limitmb=MEMORY_MB)
    for each in corpus:
        named = dict(zip(GROUPS, groups_of(each), strict=True))
        writer.add_document(id=each.id, stems=stems_of(each), **named)
    writer.commit()
    searcher = index.searcher()

    def ask(question: str) -> Answer:
        query = Or([Term("stems", stem) for stem in stems_asked(question)])
        facets = {group: FieldFacet(group, maptype=Count) for group in GROUPS}
        found = searcher.search(query, limit=BEST, groupedby=facets)
        counts = {group: dict(found.groups(group)) for group in GROUPS}
        return Answer([hit["id"] for hit in found], sum(counts["shape"].values()), counts)

    return ask
