"""Everything out to one file, and back."""

from pathlib import Path

import click

from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.foundation import archive
from marketplace.search import indexing


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@plainly
@in_app
def backup(file: Path) -> None:
    """Write all rows and files to FILE."""
    click.echo(f"{archive.write(file)} rows and all files are in {file}.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what the database holds now.")
@plainly
@in_app
def restore(file: Path, replace: bool) -> None:
    """Read all rows and files from FILE, then build the search index anew."""
    rows = archive.read(file, replace=replace)
    click.echo(f"{rows} rows and all files are back; {indexing.rebuild()} listings are searchable.")
