"""The forms of signing in and of one's own account."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from marketplace.accounts import passwords
from marketplace.foundation.errors import FieldError, Invalid

LANGUAGE_NAMES = [SelectChoice("nb", "Bokmål"), SelectChoice("nn", "Nynorsk"), SelectChoice("en", "English")]


def needed() -> DataRequired:
    """What must be filled in."""
    return DataRequired(_("Fyll ut feltet."))


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = EmailField(_("E-post"), [needed()])
    password = PasswordField(_("Passord"), [needed()])
    next = HiddenField()


class ForgottenForm(FlaskForm):
    """Where to send the link."""

    email = EmailField(_("E-post"), [needed()])


class NewPasswordForm(FlaskForm):
    """A password, written twice."""

    password = PasswordField(
        _("Nytt passord"),
        [needed()],
        description=_("Minst %(least)s tegn. Flere ord etter hverandre er lett å huske.", least=passwords.LEAST),
    )
    again = PasswordField(_("Gjenta passordet"), [needed()])

    def chosen(self) -> str:
        """The password.

        Raises:
            Invalid: `passwords-differ`.
        """
        return same_twice(self.password.data or "", self.again.data or "")


class AcceptForm(NewPasswordForm):
    """Who the invited person is."""

    name = StringField(_("Navn"), [needed()])
    language = SelectField(_("Språk"), choices=LANGUAGE_NAMES, validate_choice=False)


class ProfileForm(FlaskForm):
    """One's name and language."""

    name = StringField(_("Navn"), [needed()])
    language = SelectField(_("Språk"), choices=LANGUAGE_NAMES, validate_choice=False)


class ChangePasswordForm(FlaskForm):
    """The present password, and the new one twice."""

    current = PasswordField(_("Passordet du har nå"), [needed()])
    new = PasswordField(
        _("Nytt passord"),
        [needed()],
        description=_("Minst %(least)s tegn. Flere ord etter hverandre er lett å huske.", least=passwords.LEAST),
    )
    again = PasswordField(_("Gjenta det nye passordet"), [needed()])

    def chosen(self) -> str:
        """The new password.

        Raises:
            Invalid: `passwords-differ`.
        """
        return same_twice(self.new.data or "", self.again.data or "")


class TokenForm(FlaskForm):
    """What a token is for."""

    name = StringField(_("Hva skal nøkkelen brukes til?"), [needed()], description=_("For eksempel «FDV-systemet»."))


def same_twice(first: str, second: str) -> str:
    """What was written twice.

    Raises:
        Invalid: `passwords-differ` on the field `again`.
    """
    if first != second:
        raise Invalid(fields=(FieldError("again", "passwords-differ"),))
    return first
