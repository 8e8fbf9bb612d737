"""Keys for programs, from the command line."""

import click

from marketplace.accounts.queries import find_person_by_email
from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.foundation import clock
from marketplace.foundation.errors import NotFound
from marketplace.organisations import tokens as service
from marketplace.organisations.queries import actor_of


@click.group("tokens")
def tokens() -> None:
    """Keys that programs use."""


@tokens.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What it is for.")
@click.option("--municipality", metavar="NUMBER", help="Where it acts; that of the person's first role if left out.")
@plainly
@in_app
def create(email: str, name: str, municipality: str | None) -> None:
    """Make a token with which a program acts as EMAIL, and print it, this once."""
    person = find_person_by_email(email)
    if person is None:
        raise NotFound("person-not-found")
    click.echo(service.create_token(actor_of(person, municipality, on=clock.today()), name).secret)
