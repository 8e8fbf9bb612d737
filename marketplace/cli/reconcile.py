"""Holding the books against each other, for whoever runs the service."""

import sys

import click

from marketplace.cli.context import in_app
from marketplace.cli.errors import plainly
from marketplace.foundation.translation import DEFAULT_LANGUAGE, LANGUAGES, text
from marketplace.organisations import queries as organisations
from marketplace.transfers import reconciling
from marketplace.transfers.reconciling import Finding, Reconciliation
from marketplace.wording import reconciling as words

MOST_SHOWN = 100


@click.command("reconcile")
@click.option("--municipality", "number", help="A municipality's number; all of them without it.")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True)
@plainly
@in_app
def reconcile(number: str | None, language: str) -> None:
    """Say where every unit is, and what does not add up; exit 1 when something does not."""
    numbers = [number] if number else [place.number for place in organisations.list_municipalities()]
    well = True
    for each in numbers:
        done = reconciling.reconcile(organisations.operator_actor(each), per_page=MOST_SHOWN)
        if done.account.came_in or not done.adds_up:
            _tell(done, language)
        well = well and done.adds_up
    if not well:
        sys.exit(1)


def _tell(done: Reconciliation, language: str) -> None:
    account = done.account
    click.echo(f"{done.municipality_number}  {account.came_in} in, {account.accounted_for} accounted for")
    for finding in (*done.assets.items, *done.rows):
        click.echo(f"! {_told(finding, language)}", err=True)
    if (more := done.assets.total - len(done.assets.items)) > 0:
        click.echo(f"! and {more} more assets", err=True)


def _told(finding: Finding, language: str) -> str:
    facts = {"expected": finding.expected, "found": finding.found}
    thing = f"{finding.code.split('-', 1)[0]} {finding.thing_id}"
    return f"{thing} ({finding.name}): {text(language, words.FINDINGS[finding.code], **facts)}"
