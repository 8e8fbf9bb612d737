"""People, from the command line."""

import sys

import click

from marketplace.accounts import service
from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.foundation import ports
from marketplace.foundation.translation import LANGUAGES
from marketplace.organisations import people
from marketplace.organisations.queries import operator_actor
from marketplace.organisations.roles import Role


@click.group("users")
def users() -> None:
    """People who sign in."""


@users.command("create")
@click.argument("email")
@click.option("--municipality", required=True, metavar="NUMBER", help="Four digits, such as 3203.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", help="What they are called; made from the e-mail when left out.")
@click.option("--language", type=click.Choice(LANGUAGES), default="nb", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@plainly
@in_app
def create(email: str, municipality: str, role: str, name: str | None, language: str, password_stdin: bool) -> None:
    """Let EMAIL be something in a municipality. Without a password, print a link to set one, good once for a week."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    person = people.register_with_role(
        operator_actor(municipality),
        email=email,
        name=name or _name_from(email),
        language=language,
        password=password,
        municipality_number=municipality,
        role=Role(role),
    )
    if person.password_hash is None:
        link = service.password_link(person.id, service.FIRST_PASSWORD_LASTS)
        click.echo(f"{ports.base_url()}/nytt-passord/{link}")
    else:
        click.echo(f"{person.email} can sign in at {ports.base_url()}/logg-inn")


def _name_from(email: str) -> str:
    return email.partition("@")[0].replace(".", " ").replace("_", " ").title() or email
