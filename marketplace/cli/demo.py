"""The demo network."""

import click

from marketplace.cli.context import in_app
from marketplace.cli.database import bring_up_to_date
from marketplace.cli.errors import plainly
from marketplace.demo import load as loading
from marketplace.demo import people
from marketplace.foundation import ports


@click.group("demo")
def demo() -> None:
    """A network to look at."""


@demo.command("load")
@click.option("--scale", type=click.Choice(["small", "large"]), default="small", show_default=True)
@plainly
@in_app
def load(scale: str) -> None:
    """Load people, listings, claims and two years of hand-overs, unless they are there; upgrade first."""
    bring_up_to_date()
    if loading.needs_clearing():
        click.echo("An unfinished demo is thrown away and begun anew.")
        loading.clear()
        bring_up_to_date()
    if loading.load(scale):
        click.echo("The demo network is loaded.")
    click.echo(f"Sign in at {ports.base_url()}/logg-inn with the password: {people.PASSWORD}")
    click.echo("  forvalter@ringerike.example      facility manager in Ringerike")
    click.echo("  innkjoper@gjovik.example         requester in Gjøvik")
    click.echo("  administrator@ringerike.example  administrator in Ringerike")
    click.echo("  leser@asker.example              observer in Asker")
    click.echo("  prosjektleder@ombruk.example     project lead")
    click.echo("  drift@ombruk.example             operator")
