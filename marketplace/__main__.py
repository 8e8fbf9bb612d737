"""The command `ombruk`."""

import sys

from apiflask import APIFlask

from marketplace import settings
from marketplace.app import create_app
from marketplace.cli import group
from marketplace.cli.context import Service
from marketplace.schedule import SCHEDULE


def application() -> APIFlask:
    """The application from the environment's settings; a wrong one stops the start with a sentence that names it."""
    try:
        return create_app(settings.from_environment())
    except settings.WrongSetting as error:
        sys.exit(str(error))


def main() -> None:
    """Run a command."""
    group.ombruk(obj=Service(application, SCHEDULE), prog_name="ombruk")


if __name__ == "__main__":
    main()
