"""The API's description of itself against the outside contract."""

import pytest

from marketplace.search import indexing
from tests.api.contract import CALLS, RELEASE_CALLS, tree

PREFIX = "/api/v1"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
SORTS = {"relevance", "newest", "nearest", "closing"}


@pytest.fixture(scope="module")
def described(application):
    with application.app_context():
        return application.spec


def resolved(described, schema):
    """What a schema says, its reference and its `null` alternative followed."""
    while True:
        if "$ref" in schema:
            schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next(option for option in schema["anyOf"] if option.get("type") != "null")
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            return schema


def lacking_in_schema(described, wanted, schema, at=""):
    known = resolved(described, schema).get("properties", {})
    found = [f"{at}.{name}" for name in wanted if name not in known]
    for name in wanted.keys() & known.keys():
        found += lacking_in_schema(described, wanted[name], known[name], f"{at}.{name}") if wanted[name] else []
    return found


def operations(described):
    return {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def taken_by(described, operation):
    """The names of an operation's query parameters and body fields."""
    names = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        names |= resolved(described, content["schema"])["properties"].keys()
    return names


@pytest.mark.once
@pytest.mark.parametrize("call", CALLS + RELEASE_CALLS, ids=lambda call: call.name)
def test_each_call_of_the_contract_takes_and_answers_what_it_says(described, call):
    operation = operations(described)[call.name]
    assert set(call.takes.split()) - taken_by(described, operation) == set()
    assert set(operation["responses"]) >= {str(call.status), "401", "403"}
    if call.answers:
        schema = operation["responses"][str(call.status)]["content"]["application/json"]["schema"]
        wanted = tree(call.answers + (" total page per_page" if call.paged else ""))
        assert lacking_in_schema(described, wanted, schema) == []


@pytest.mark.once
def test_every_refusal_is_a_problem_and_every_call_needs_a_token(described):
    for name, operation in operations(described).items():
        assert operation["security"] == [{"bearer": []}], name
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert set(response["content"]) == {"application/problem+json"}, name
                assert response["content"]["application/problem+json"]["schema"] == PROBLEM, name
    assert {"code", "detail", "status", "title", "errors"} <= set(
        described["components"]["schemas"]["Problem"]["properties"]
    )


@pytest.mark.once
def test_keys_in_addresses_are_bounded_numbers(described):
    keys = [
        parameter
        for operation in operations(described).values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "path"
    ]
    assert keys
    for key in keys:
        assert (key["schema"]["type"], key["required"]) == ("integer", True), key
        assert key["schema"]["minimum"] >= 0, key
        assert key["schema"]["maximum"] < 2**63, key


@pytest.mark.once
def test_choices_are_those_of_the_contract(described):
    found = {parameter["name"]: parameter for parameter in operations(described)["GET /listings"]["parameters"]}
    assert set(resolved(described, found["sort"]["schema"])["enum"]) == SORTS
    schemas = described["components"]["schemas"]
    assert set(schemas["Condition"]["enum"]) == {"new", "as_new", "good", "fair", "needs_repair"}
    assert set(schemas["Otherwise"]["enum"]) == {"buy_new", "buy_used", "do_without", "unknown"}
    assert set(schemas["DispositionKind"]["enum"]) == {"internal_reuse", "sold", "donated", "recycled", "waste"}
    assert found["per_page"]["schema"]["maximum"] == 100


def test_the_description_is_served_to_anybody(client, described):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json["openapi"] == "3.1.0"
    assert set(answer.json["paths"]) == set(described["paths"])


def test_liveness_and_readiness_need_no_token(client):
    indexing.rebuild()
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").json == {"status": "ok"}
