"""Whatever is sent to the API, right or wrong, it answers as its own description says, and never with a 500."""

import io
import json
from collections import Counter
from decimal import Decimal

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.hours import service as hours
from marketplace.hours.kinds import HoursKind
from marketplace.hours.service import HoursFields
from marketplace.inventory import uploading
from marketplace.listings import service as listings
from marketplace.search import indexing
from marketplace.search.searches import counting
from marketplace.search.synonyms import service as synonyms
from marketplace.search.synonyms.fields import SynonymFields
from marketplace.statistics import ordering, sending
from marketplace.statistics.export import Format
from marketplace.statistics.models import Rhythm
from marketplace.statistics.periods import this_year
from scripts.kept import OPENAPI
from tests.builders import (
    ASKER,
    GJOVIK,
    a_claim,
    a_listing,
    a_person,
    a_pickup_place,
    a_token,
    a_transfer,
    a_unit,
    actor_of,
    an_actor,
    an_asset,
)
from tests.listings.pictures import drawn, saved

pytestmark = pytest.mark.once
EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
KEYS = [1, 2, 3, 4, 5, 999, 10**15 - 1]
KNOWN = {"category": ["KON.STOL", "SKO", "XXX.YYY"], "municipality": [ASKER, GJOVIK, "9999"]}
ROLES = {"facility_manager": ASKER, "municipality_admin": ASKER, "project_lead": GJOVIK}
SPEC = json.loads(OPENAPI.read_text(encoding="utf-8"))
OPERATIONS = sorted(
    f"{method.upper()} {path}"
    for path, methods in SPEC["paths"].items()
    for method in methods
    if method != "parameters"
)


def operation_of(app, name):
    """An operation of the API, with keys and codes that lead to something most of the time."""
    method, path = name.split()
    spec = json.loads(json.dumps(app.spec))
    for operation in spec["paths"][path].values():
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                parameter["schema"] = {"type": "integer", "enum": KEYS}
            elif parameter["name"] in KNOWN and parameter["schema"].get("type") != "array":
                parameter["schema"] = {"type": "string", "enum": KNOWN[parameter["name"]]}
    for schema in spec["components"]["schemas"].values():
        if "additionalProperties" in schema:
            schema["properties"] |= {field: known(field, said) for field, said in schema["properties"].items()}
    schema = schemathesis.openapi.from_dict(spec)
    schema.app = served(app)
    return schema[path][method]


def known(field, schema):
    """A body's field, its keys and codes such as there are."""
    if field in KNOWN:
        return {"type": "string", "enum": KNOWN[field]}
    if field.endswith("_id"):
        return {"anyOf": [{"type": "integer", "enum": KEYS[:3]}, {"type": "null"}]}
    return schema


def a_busy_network():
    """Something of everything, with keys from 1."""
    for quantity in (3, 9):
        an_asset(quantity=quantity)
    a_unit()
    a_pickup_place()
    for number, state in enumerate(("requested", "approved", "handed_over", "queued", "cancelled")):
        claim = a_claim(a_listing(quantity=8, published=number != 4), GJOVIK, quantity=2, state=state)
        if state == "handed_over":
            a_transfer(claim, 2)
    draft = a_listing(published=False)
    manager = an_actor()
    listings.add_photo(manager, draft.id, saved(drawn(), "PNG"))
    for number in ("1", "2"):
        uploading.upload_file(manager, "liste.csv", io.BytesIO(f"Navn;Antall\nStol {number};2\n".encode()), None)
    words_and_searches()
    outbox.deliver_all()
    indexing.rebuild()


def words_and_searches():
    """Pairs in the thesaurus, one of them removed, and something searched for."""
    lead = an_actor("project_lead", GJOVIK)
    for word in ("dings", "greie", "tull"):
        made = synonyms.add_synonym(lead, SynonymFields(word=word, other="kontorstol"))
    synonyms.remove_synonym(lead, made.id)
    counting.add_up({(clock.today(), "stol", 4): 5})


def things_of(person):
    """What a person has of their own: hours, a report by e-mail and an ordered file."""
    actor, today = actor_of(person), clock.today()
    hours.record_hours(actor, HoursFields(today, Decimal(2), HoursKind.EXCHANGE, "Møte om lager"))
    sending.subscribe(actor, ASKER, Rhythm.MONTHLY, Format.PDF, "nb")
    ordering.order_file(actor, this_year(today), actor.municipality_number)


def served(app):
    """The application as a server sees it: a context of its own for every request."""

    def answer(environ, start_response):
        db.session.rollback()
        with app.app_context():
            return app(environ, start_response)

    return answer


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_answers_as_described(app, name, mode):
    a_busy_network()
    operation = operation_of(app, name)
    people = [a_person(role, of) for role, of in ROLES.items()]
    tokens = [a_token(person) for person in people]
    for person in people:
        things_of(person)
    outbox.deliver_all()
    answered = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def ask(case):
        for token in tokens:
            response = case.call(headers={"Authorization": f"Bearer {token}"})
            answered[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

    ask()
    assert answered.total() >= 2
