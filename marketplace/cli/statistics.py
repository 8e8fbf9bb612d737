"""Figures to a file."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.foundation.translation import DEFAULT_LANGUAGE, LANGUAGES
from marketplace.organisations import queries as organisations
from marketplace.statistics import export, periods, summaries, verifying

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("statistics")
def statistics() -> None:
    """Figures."""


@statistics.command("export")
@click.option("--from", "first", type=DAY, required=True, help="The first day, as 2026-01-31.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--municipality", "number", help="A municipality's number; the whole network without it.")
@click.option("--category", help="A category's code; those under it count, too.")
@click.option(
    "--table", type=click.Choice([table.value for table in export.Table]), default="transfers", show_default=True
)
@click.option("--format", "kind", type=click.Choice([kind.value for kind in export.Format]), required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@plainly
@in_app
def export_file(
    first: datetime,
    last: datetime,
    number: str | None,
    category: str | None,
    table: str,
    kind: str,
    language: str,
    output: Path,
) -> None:
    """Write the rows of a period, in XLSX and JSON also its figures, as PDF the figures alone."""
    if number is not None:
        organisations.get_municipality(number)
    period = periods.period(first.date(), last.date())
    actor = replace(organisations.operator_actor(number), language=language)
    wanted = export.Table(table)
    pieces = export.export(actor, period, number, export.Format(kind), category_code=category, table=wanted)
    part = output.with_name(output.name + ".part")
    with part.open("wb") as target:
        target.writelines(pieces)
    part.replace(output)
    click.echo(f"{output}: {output.stat().st_size} bytes")


@statistics.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plainly
def verify_file(file: Path) -> None:
    """Say whether an exported file (CSV, JSON, XLSX, PDF) is as it was made; needs no database."""
    found = verifying.verify(file)
    for name, value in found.stamp.items():
        click.echo(f"{name:<14} {value}")
    if not found.is_unchanged:
        raise click.ClickException(
            f"{file} has been changed since it was made: its stamp says {found.told}, but it holds {found.found}."
        )
    click.echo(f"{file} is unchanged since it was made: its checksum {found.told} is right.")


@statistics.command("rebuild")
@plainly
@in_app
def rebuild() -> None:
    """Make the summaries that pages read anew from the ledger; the service may run meanwhile."""
    months = summaries.rebuild()
    click.echo(f"The summaries of {months} months are made anew.")
