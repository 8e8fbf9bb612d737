"""The command `ombruk`: it ends in 0, or in one sentence on standard error."""

import sys

import click
from alembic.util import CommandError
from apiflask import APIFlask
from sqlalchemy.exc import SQLAlchemyError

from marketplace import settings
from marketplace.app import create_app
from marketplace.cli import group
from marketplace.cli.context import Service
from marketplace.schedule import IN_EACH_PROCESS, SCHEDULE


def application() -> APIFlask:
    """The application from the environment's settings; a wrong one stops the start with a sentence that names it."""
    try:
        return create_app(settings.from_environment())
    except settings.WrongSetting as error:
        sys.exit(str(error))


def main() -> None:
    """Run a command."""
    try:
        offered = Service(application, SCHEDULE, IN_EACH_PROCESS)
        sys.exit(group.ombruk.main(prog_name="ombruk", obj=offered, standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as shown:
        shown.show()
        sys.exit(shown.exit_code)
    except click.ClickException as refused:
        click.echo(f"Error: {_one_line(refused.format_message())}", err=True)
        sys.exit(refused.exit_code)
    except click.Abort:
        sys.exit("Error: broken off.")
    except (SQLAlchemyError, CommandError) as error:
        reason = _one_line(str(getattr(error, "orig", error)))
        sys.exit(
            f"Error: the database refuses ({reason}); is OMBRUK_DATABASE_URL right, and was ombruk db upgrade run?"
        )
    except OSError as error:
        sys.exit(f"Error: {error.filename or 'a file or connection'}: {error.strerror or error}.")


def _one_line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
