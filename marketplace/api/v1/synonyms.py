"""The thesaurus: what ships, what people added, and what a change would do."""

from marketplace.api.access import allows, current_actor
from marketplace.api.openapi import api_blueprint
from marketplace.api.problems import problems
from marketplace.api.schemas.base import Paged
from marketplace.api.schemas.synonyms import (
    ChangeAnswer,
    ChangeList,
    PreviewAnswer,
    PreviewInput,
    RemovalQuery,
    SwitchInput,
    SynonymAnswer,
    SynonymChanges,
    SynonymInput,
    SynonymList,
    SynonymsQuery,
    change_with_name,
    preview_answer,
    synonym_answer,
)
from marketplace.search.synonyms import previewing, queries, service

blueprint = api_blueprint("synonyms", "Search")


@blueprint.get("/synonyms")
@allows("search:manage")
@blueprint.input(SynonymsQuery, location="query", arg_name="query")
@blueprint.output(SynonymList)
@blueprint.doc(responses=problems())
def list_synonyms(query: SynonymsQuery) -> SynonymList:
    """The thesaurus by word, what people added first."""
    actor = current_actor()
    page = queries.list_entries(actor, query.wanted(), query.page, query.per_page)
    return SynonymList.of(page.map(lambda entry: synonym_answer(actor, entry)))


@blueprint.post("/synonyms")
@allows("search:manage")
@blueprint.input(SynonymInput, location="json", arg_name="body")
@blueprint.output(SynonymAnswer, status_code=201)
@blueprint.doc(responses=problems(409))
def add_synonym(body: SynonymInput) -> SynonymAnswer:
    """Let a word lead to another. In force within seconds; no index is written anew."""
    return _own(service.add_synonym(current_actor(), body.fields(), body.reason).id)


@blueprint.post("/synonyms/preview")
@allows("search:manage")
@blueprint.input(PreviewInput, location="json", arg_name="body")
@blueprint.output(PreviewAnswer)
@blueprint.doc(responses=problems(404, 409))
def preview_synonym(body: PreviewInput) -> PreviewAnswer:
    """What a pair would change, for its words and for frequent searches that hold them. Nothing is stored."""
    return preview_answer(previewing.preview_added(current_actor(), body.fields(), instead_of=body.instead_of))


@blueprint.get("/synonyms/<id:synonym_id>")
@allows("search:manage")
@blueprint.output(SynonymAnswer)
@blueprint.doc(responses=problems(404))
def show_synonym(synonym_id: int) -> SynonymAnswer:
    """A pair that people added."""
    return _own(synonym_id)


@blueprint.patch("/synonyms/<id:synonym_id>")
@allows("search:manage")
@blueprint.input(SynonymChanges, location="json", arg_name="body")
@blueprint.output(SynonymAnswer)
@blueprint.doc(responses=problems(404, 409))
def change_synonym(synonym_id: int, body: SynonymChanges) -> SynonymAnswer:
    """Write a pair otherwise that people added; with `version`, only if nobody changed it meanwhile."""
    actor = current_actor()
    written = body.fields(queries.get_own(actor, synonym_id))
    service.change_synonym(actor, synonym_id, written, body.reason, version=body.version)
    return _own(synonym_id)


@blueprint.delete("/synonyms/<id:synonym_id>")
@allows("search:manage")
@blueprint.input(RemovalQuery, location="query", arg_name="query")
@blueprint.output(ChangeAnswer)
@blueprint.doc(responses=problems(404, 409))
def remove_synonym(synonym_id: int, query: RemovalQuery) -> ChangeAnswer:
    """Take away a pair that people added. The answer's `id` brings it back."""
    removed = service.remove_synonym(current_actor(), synonym_id, query.reason, version=query.version)
    return ChangeAnswer.model_validate(removed)


@blueprint.get("/synonyms/<id:synonym_id>/preview")
@allows("search:manage")
@blueprint.output(PreviewAnswer)
@blueprint.doc(responses=problems(404))
def preview_removal(synonym_id: int) -> PreviewAnswer:
    """What taking the pair away would change."""
    actor = current_actor()
    return preview_answer(previewing.preview_removed(actor, queries.get_own(actor, synonym_id)))


@blueprint.get("/synonyms/shipped/<id:synonym_id>")
@allows("search:manage")
@blueprint.output(SynonymAnswer)
@blueprint.doc(responses=problems(404))
def show_shipped_synonym(synonym_id: int) -> SynonymAnswer:
    """A pair that ships, in use or not."""
    return synonym_answer(current_actor(), queries.get_shipped(current_actor(), synonym_id))


@blueprint.put("/synonyms/shipped/<id:synonym_id>")
@allows("search:manage")
@blueprint.input(SwitchInput, location="json", arg_name="body")
@blueprint.output(SynonymAnswer)
@blueprint.doc(responses=problems(404))
def switch_shipped_synonym(synonym_id: int, body: SwitchInput) -> SynonymAnswer:
    """Turn a pair that ships off, or on again."""
    actor = current_actor()
    service.switch_shipped(actor, synonym_id, in_use=body.in_use, reason=body.reason)
    return synonym_answer(actor, queries.get_shipped(actor, synonym_id))


@blueprint.get("/synonyms/shipped/<id:synonym_id>/preview")
@allows("search:manage")
@blueprint.output(PreviewAnswer)
@blueprint.doc(responses=problems(404))
def preview_switch(synonym_id: int) -> PreviewAnswer:
    """What turning the pair off would change, or on if it is off."""
    actor = current_actor()
    return preview_answer(previewing.preview_switched(actor, queries.get_shipped(actor, synonym_id)))


@blueprint.get("/synonyms/changes")
@allows("search:manage")
@blueprint.input(Paged, location="query", arg_name="query")
@blueprint.output(ChangeList)
@blueprint.doc(responses=problems())
def list_synonym_changes(query: Paged) -> ChangeList:
    """What was done with the thesaurus, newest first."""
    page = queries.list_changes(current_actor(), query.page, query.per_page)
    return ChangeList.of(page.map(change_with_name))


@blueprint.post("/synonyms/changes/<id:change_id>/restore")
@allows("search:manage")
@blueprint.output(SynonymAnswer, status_code=201)
@blueprint.doc(responses=problems(404, 409))
def restore_synonym(change_id: int) -> SynonymAnswer:
    """Add again what was removed."""
    return _own(service.restore_synonym(current_actor(), change_id).id)


def _own(synonym_id: int) -> SynonymAnswer:
    return synonym_answer(current_actor(), queries.get_own(current_actor(), synonym_id))
