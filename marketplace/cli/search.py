"""The search index."""

import click

from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.search import indexing


@click.group("search")
def search() -> None:
    """The search index."""


@search.command("rebuild")
@plainly
@in_app
def rebuild() -> None:
    """Build the search index anew from the database, beside the old one, and swap."""
    click.echo(f"{indexing.rebuild()} listings are searchable.")
