"""`ombruk users create` and `ombruk tokens create`."""

import pytest
from click.testing import CliRunner

from marketplace.accounts import queries as accounts
from marketplace.accounts import service
from marketplace.cli.context import Service
from marketplace.cli.group import ombruk
from marketplace.foundation import clock
from marketplace.organisations.queries import find_actor_of_token, roles_of
from marketplace.organisations.roles import Role
from tests import builders
from tests.builders import ASKER, GJOVIK, PASSWORD

EMAIL = "kari.nordmann@gjovik.example"


@pytest.fixture
def run(app):
    def running(*arguments, typed=None):
        return CliRunner().invoke(ombruk, arguments, input=typed, obj=Service(lambda: app, {}))

    return running


def create(run, *more, email=EMAIL, number=GJOVIK, role="requester", typed=None):
    return run("users", "create", email, "--municipality", number, "--role", role, *more, typed=typed)


def test_a_person_is_made_with_a_password_from_standard_input(run):
    answer = create(run, "--password-stdin", typed=PASSWORD + "\n")
    assert answer.exit_code == 0, answer.output
    assert PASSWORD not in answer.output
    person = service.sign_in(EMAIL, PASSWORD, "192.0.2.1")
    assert person.name == "Kari Nordmann"
    assert [(role.municipality_number, role.role) for role in roles_of(person.id)] == [(GJOVIK, Role.REQUESTER)]


def test_without_a_password_a_link_is_printed_that_sets_one_once(run):
    answer = create(run, role="municipality_admin")
    assert answer.exit_code == 0
    address = answer.output.strip()
    assert address.startswith("http://ombruk.example/nytt-passord/")
    service.set_password_by_link(address.rpartition("/")[2], PASSWORD)
    assert service.sign_in(EMAIL, PASSWORD, "192.0.2.1")


def test_creating_the_same_person_again_changes_nothing(run):
    for _ in range(2):
        assert create(run, "--password-stdin", typed=PASSWORD).exit_code == 0
    assert len(roles_of(accounts.find_person_by_email(EMAIL).id)) == 1


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"email": "kari"}, "email"),
        ({"number": "9999"}, ""),
        ({"number": "x"}, ""),
        ({"typed": "kort"}, "password"),
        ({"typed": ""}, "password"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(run, given, named):
    answer = create(run, "--password-stdin", **{"typed": PASSWORD} | given)
    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith(f"Error: {named}")
    assert answer.stderr.count("\n") == 1
    assert accounts.find_person_by_email(EMAIL) is None


def test_an_unknown_role_is_refused(run):
    answer = create(run, role="king")
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output


def test_a_token_is_printed_once(run):
    person = builders.a_person("facility_manager", ASKER)
    answer = run("tokens", "create", person.email.upper(), "--name", "FDV")
    assert answer.exit_code == 0
    actor = find_actor_of_token(answer.output.strip(), on=clock.today())
    assert (actor.person_id, actor.municipality_number) == (person.id, ASKER)
    again = run("tokens", "create", person.email, "--name", "FDV")
    assert (again.exit_code, again.stdout) == (1, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ukjent@kommune.example", "--name", "FDV"),
        ("", "--name", "FDV"),
        ("{email}", "--name", ""),
        ("{email}", "--name", "FDV", "--municipality", "9999"),
    ],
)
def test_a_token_that_cannot_be_made_is_told_in_one_sentence(run, arguments):
    email = builders.a_person("facility_manager", ASKER).email
    answer = run("tokens", "create", *(argument.format(email=email) for argument in arguments))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.count("\n") == 1
