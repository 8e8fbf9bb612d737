"""What all forms share."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from marketplace.foundation.errors import Invalid
from marketplace.web.locale import reader_language
from marketplace.wording.refusals import field_in_words, refusal_in_words


def add_errors(form: FlaskForm, refusal: Invalid) -> None:
    """Put what is wrong beside its field; what belongs to no field goes above the form."""
    for error in refusal.fields:
        sentence = field_in_words(reader_language(), error)
        field = form._fields.get(error.field)
        if isinstance(field, Field):
            field.errors = [*field.errors, sentence]
        else:
            form.form_errors.append(sentence)
    if not refusal.fields:
        form.form_errors.append(refusal_in_words(reader_language(), refusal))


def stripped(value: Any) -> Any:
    """A filter: text without space around it."""
    return value.strip() if isinstance(value, str) else value
