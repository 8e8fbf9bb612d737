"""A command ends in 0, or in one sentence on standard error."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import click

from marketplace.foundation.errors import Invalid, Refusal
from marketplace.wording.refusals import field_in_words, refusal_in_words

F = TypeVar("F", bound=Callable[..., Any])
LANGUAGE = "en"


def sentence(refusal: Refusal) -> str:
    """A refusal in English, its wrong fields named."""
    fields = refusal.fields if isinstance(refusal, Invalid) else ()
    named = "; ".join(f"{field.field}: {field_in_words(LANGUAGE, field)}" for field in fields)
    return named or refusal_in_words(LANGUAGE, refusal)


def plainly(command: F) -> F:
    """Turn a refusal into one sentence and exit code 1."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(sentence(refusal)) from None

    return cast(F, guarded)
