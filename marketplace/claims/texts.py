"""What people may write on a claim."""

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.texts import clean

MESSAGE_LIMIT = 2000
PLACE_LIMIT = 300
REASON_LIMIT = 1000


def checked(field: str, text: str, most: int, *, required: bool = True) -> str:
    """The text without control characters and outer space.

    Raises:
        Invalid: it is empty though required, or longer than `most` characters.
    """
    found = clean(text, lines=True)
    if required and not found:
        raise Invalid(fields=(FieldError(field, "field-required"),))
    if len(found) > most:
        raise Invalid(fields=(FieldError(field, "field-too-long", {"most": most}),))
    return found
