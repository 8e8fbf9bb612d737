"""All commands."""

import click

from marketplace.cli import assets, backup, database, demo, doctor, reconcile, search, serve, statistics, tokens, users


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def ombruk() -> None:
    """Reuse of municipal furniture and equipment."""


for command in (
    assets.assets,
    backup.backup,
    backup.restore,
    database.database,
    demo.demo,
    doctor.doctor,
    reconcile.reconcile,
    search.search,
    serve.serve,
    serve.worker,
    statistics.statistics,
    tokens.tokens,
    users.users,
):
    ombruk.add_command(command)
