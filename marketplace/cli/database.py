"""The schema and the reference data."""

import click

from marketplace.catalogue import reference as catalogue
from marketplace.cli.context import in_app
from marketplace.foundation import migrating
from marketplace.impact import reference as impact
from marketplace.organisations import reference as organisations
from marketplace.statistics import summaries


@click.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@in_app
def upgrade() -> None:
    """Bring the schema and the reference data up to this program's."""
    bring_up_to_date()
    click.echo("The database is up to date.")


def bring_up_to_date() -> None:
    """Migrate, then load municipalities, categories and emission factors. May be run again."""
    migrating.upgrade()
    organisations.load()
    catalogue.load()
    impact.load()
    summaries.prepare()
