"""Doing what a form asks, and telling on the form why not."""

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from flask_wtf import FlaskForm

from marketplace.foundation.errors import Conflict, Invalid, Throttled
from marketplace.web.forms.base import add_errors
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import refusal_in_words

Done = TypeVar("Done")


def trying(
    form: FlaskForm, act: Callable[[], Done], renamed: Mapping[str, str] = MappingProxyType({})
) -> tuple[Done | None, int]:
    """What `act` answers and 200; or nothing and the status of the refusal, whose words are then on the form.

    `renamed` says which field of the form is meant by a name that the form does not use.
    """
    if not form.validate():
        return None, Invalid.status
    try:
        return act(), 200
    except Invalid as refusal:
        add_errors(form, _renamed(refusal, renamed))
        return None, refusal.status
    except (Conflict, Throttled) as refusal:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))
        return None, refusal.status


def _renamed(refusal: Invalid, names: Mapping[str, str]) -> Invalid:
    fields = tuple(dataclasses.replace(error, field=names.get(error.field, error.field)) for error in refusal.fields)
    return Invalid(refusal.code, fields=fields, **refusal.facts)
