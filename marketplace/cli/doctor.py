"""What is wrong with this installation, and taking up again what was given up."""

import sys

import click
from flask import current_app

from marketplace.cli.context import in_app
from marketplace.foundation import deliveries, health
from marketplace.foundation.deliveries import Summary
from marketplace.search import queries as search
from marketplace.settings import Settings
from marketplace.statistics import checking, summaries

MOST_TOLD = 5


@click.command("doctor")
@click.option("--retry", is_flag=True, help="Take up again the deliveries that were given up.")
@in_app
def doctor(retry: bool) -> None:
    """Say what is set, what works and what does not; exit 1 when something does not."""
    settings: Settings = current_app.config["OMBRUK"]
    click.echo(f"database      {settings.database_url.partition('://')[0]}")
    click.echo(f"search        {settings.search}")
    click.echo(f"address       {settings.base_url}")
    click.echo(f"e-mail        {'set' if settings.smtp_url else 'not set: letters stay in memory'}")
    click.echo(f"teams         {'common channel set' if settings.teams_webhook else 'own channels only'}")
    troubles = [*health.troubles(), *search.troubles()]
    if not any("database" in trouble for trouble in troubles):
        troubles.extend(_outbox_troubles(retry))
        troubles.extend(_summary_troubles())
    for trouble in troubles:
        click.echo(f"! {trouble}", err=True)
    if troubles:
        sys.exit(1)
    click.echo("All is well.")


def _outbox_troubles(retry: bool) -> list[str]:
    if retry:
        click.echo(f"taken up      {health.retry_deliveries()} deliveries")
    found = health.deliveries()
    click.echo(f"outbox        {found.waiting} waiting, {found.given_up} given up")
    told = [_told(summary) for summary in deliveries.summaries()]
    if found.given_up:
        told.append("Mend what is wrong, then run ombruk doctor --retry, or press «prøv igjen» at /drift/leveranser.")
    return told


def _summary_troubles() -> list[str]:
    wrong = checking.differences()
    whole = "whole" if summaries.is_whole() else "being made; the ledger is asked meanwhile"
    click.echo(f"summaries     {whole}")
    if not wrong:
        return []
    told = ", ".join(f"{number or 'the network'} in {month:%Y-%m}" for number, month in wrong[:MOST_TOLD])
    more = f" and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
    return [f"summaries are not what the ledger says: {told}{more}. Run ombruk statistics rebuild."]


def _told(summary: Summary) -> str:
    many = ", ".join(
        f"{count} {what}" for count, what in ((summary.given_up, "given up"), (summary.late, "late")) if count
    )
    reason = summary.error or "no answer yet; is a worker running?"
    return f"{summary.handler}: {many}, since {summary.since:%Y-%m-%d %H:%M} UTC: {reason}"
