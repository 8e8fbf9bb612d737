"""What commands are handed: how to make the application, and what time sets off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import click
from flask import Flask

from marketplace.foundation.timers import Job, Schedule

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Service:
    """`create` makes the application from the environment's settings; `in_each_process` is done every few seconds."""

    create: Callable[[], Flask]
    schedule: Schedule
    in_each_process: Sequence[Job] = ()


def service() -> Service:
    """The running command's service."""
    return cast(Service, click.get_current_context().obj)


def in_app(command: F) -> F:
    """Run a command within the application."""

    @wraps(command)
    def within(*args: Any, **kwargs: Any) -> Any:
        with service().create().app_context():
            return command(*args, **kwargs)

    return cast(F, within)
