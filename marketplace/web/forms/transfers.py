"""The form of the ledger: taking back."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice

from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers
from marketplace.transfers.kinds import TransferKind
from marketplace.web.forms.base import stripped
from marketplace.web.forms.claims import required
from marketplace.web.forms.listings import Reading

TAKE_BACK = {
    TransferKind.RETURN.value: _("Retur: de ble levert, og er kommet tilbake"),
    TransferKind.CORRECTION.value: _("Retting: de ble aldri levert, tallet var feil"),
}


AFTERWARDS = [
    SelectChoice("listing", _("Legg dem ut igjen, så den neste kan få dem")),
    SelectChoice("owner", _("Eieren beholder dem i sitt inventar")),
]


class TakeBackForm(FlaskForm):
    """How many, whether they came back or never went, and why."""

    submission_key = HiddenField()
    kind = RadioField(_("Hva har skjedd?"), choices=[], validate_choice=False)
    quantity = Reading(_("Antall"), numbers.integer)
    reason = TextAreaField(_("Hvorfor?"), filters=[stripped])
    afterwards = RadioField(_("Hva skjer med dem?"), choices=AFTERWARDS, validate_choice=False, default="listing")

    def offer(self, kinds: Sequence[str]) -> None:
        """Let what the reader may do be chosen from."""
        self.kind.choices = [SelectChoice(kind, words) for kind, words in TAKE_BACK.items() if kind in kinds]

    def said(self) -> dict[str, Any]:
        """What was filled in, by the names of `take_back`.

        Raises:
            Invalid: the number is missing, or what happened.
        """
        if self.kind.data not in TAKE_BACK:
            raise Invalid(fields=(FieldError("kind", "field-not-a-choice"),))
        return {
            "kind": TransferKind(self.kind.data),
            "quantity": required(self.quantity.data, "quantity"),
            "reason": self.reason.data or "",
            "offer_again": self.afterwards.data != "owner",
            "submission_key": self.submission_key.data,
        }


class ObjectionForm(FlaskForm):
    """What is not as it was recorded."""

    reason = TextAreaField(
        _("Hva stemmer ikke?"), description=_("For eksempel: Vi fikk åtte, ikke ti."), filters=[stripped]
    )


class AnswerForm(FlaskForm):
    """How an objection was settled."""

    answer = TextAreaField(_("Hva ble dere enige om?"), description=_("Begge sider ser svaret."), filters=[stripped])
