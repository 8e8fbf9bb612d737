"""Recording that several assets left in the same way: choose, fill in, look over what is lost, record, undo."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.foundation import clock
from marketplace.foundation.errors import FieldError, Invalid
from marketplace.foundation.tabular import numbers
from marketplace.inventory import holds
from marketplace.inventory import queries as inventory
from marketplace.inventory.models import Asset
from marketplace.transfers import disposing
from marketplace.transfers.disposing import Line
from marketplace.transfers.kinds import DispositionKind
from marketplace.web import transfer_words
from marketplace.web.access import allows, current_actor
from marketplace.web.formatting import number
from marketplace.web.forms.base import add_errors
from marketplace.web.forms.dispositions import TogetherForm
from marketplace.web.forms.listings import new_key
from marketplace.web.locale import reader_language
from marketplace.web.undoing import flash_done
from marketplace.wording.refusals import field_in_words, in_words

blueprint = Blueprint("disposing", __name__)

MOST_CHOSEN = 100
"""How many assets one page takes; the address names them."""


@dataclass
class Chosen:
    """One of the assets, with how many of it: as typed, as read (None when it cannot be), and what is wrong."""

    asset: Asset
    held: int
    typed: str = ""
    quantity: int | None = None
    error: str = ""

    @property
    def free(self) -> int:
        """Units that nothing promises away."""
        return max(self.asset.quantity - self.held, 0)


@blueprint.post("/avhendinger/flere/velg")
@allows("dispositions:record")
def choose() -> ResponseReturnValue:
    """Take what was chosen in the inventory along to the form."""
    ids = [chosen for chosen in request.form.getlist("asset_id") if chosen.isdecimal() and len(chosen) < 16]
    if not ids:
        flash(gettext("Velg minst én eiendel først."), "warning")
        return redirect(url_for("inventory.index"))
    return redirect(url_for("disposing.new", eiendel=ids[:MOST_CHOSEN]))


@blueprint.get("/avhendinger/flere")
@allows("dispositions:record")
def new() -> ResponseReturnValue:
    """The form for the assets chosen, each with all that is free of it."""
    rows = _chosen(request.args.getlist("eiendel"))
    if not rows:
        return redirect(url_for("inventory.index"))
    for row in rows:
        row.typed = str(row.free)
    return _page(TogetherForm(formdata=None, data={"on": clock.today(), "submission_key": new_key()}), rows)


@blueprint.post("/avhendinger/flere")
@allows("dispositions:record")
def record() -> ResponseReturnValue:
    """Show what would be lost; and when that has been seen, record it."""
    form, rows = TogetherForm(), _chosen(request.form.getlist("eiendel"))
    for row in rows:
        _read(row, request.form.get(f"antall-{row.asset.id}", ""))
    wanted = [row for row in rows if row.quantity != 0]
    try:
        if not form.validate() or any(row.error for row in rows):
            raise Invalid(fields=())
        said = form.said()
        if request.form.get("steg") != "registrer":
            return _look_over(form, wanted, said["kind"])
        lines = [Line(row.asset.id, row.quantity or 0) for row in wanted]
        made = disposing.record_dispositions(current_actor(), lines, **said)
    except Invalid as refusal:
        _put_errors(form, wanted, refusal)
        return _page(form, _chosen_again(rows)), refusal.status
    told = ngettext(
        "%(count)s avhending er registrert.", "%(count)s avhendinger er registrert.", len(made), count=len(made)
    )
    flash_done(told, url_for("disposing.undo", batch=made[0].batch))
    return redirect(url_for("dispositions.index", sammen=made[0].batch))


@blueprint.post("/avhendinger/flere/<string(maxlength=32):batch>/angre")
@allows("dispositions:record")
def undo(batch: str) -> ResponseReturnValue:
    """Take back all that was recorded together; the trace stays."""
    disposing.correct_together(current_actor(), batch, gettext("Angret"))
    flash(gettext("Avhendingene er angret. Sporet står igjen som rettinger."))
    return redirect(url_for("dispositions.index", sammen=batch))


def _look_over(form: TogetherForm, rows: list[Chosen], kind: DispositionKind) -> str:
    units = sum(row.quantity or 0 for row in rows)
    return render_template(
        "dispositions/look_over.html",
        form=form,
        rows=rows,
        kind=kind,
        loses=_loses(rows, units, stays=kind == DispositionKind.INTERNAL_REUSE),
        units=units,
        **transfer_words.words(),
    )


def _loses(rows: list[Chosen], units: int, *, stays: bool) -> list[str]:
    """What recording does, in sentences."""
    if stays:
        return [gettext("Gjenstandene blir stående i inventaret. De telles som brukt om igjen.")]
    emptied = sum(row.quantity == row.asset.quantity for row in rows)
    return [
        ngettext(
            "%(count)s gjenstand går ut av inventaret og kan ikke lenger legges ut eller gis bort.",
            "%(count)s gjenstander går ut av inventaret og kan ikke lenger legges ut eller gis bort.",
            units,
            count=number(units, 0),
        ),
        ngettext(
            "%(count)s eiendel blir tom og får statusen «Avhendet».",
            "%(count)s eiendeler blir tomme og får statusen «Avhendet».",
            emptied,
            count=number(emptied, 0),
        ),
        gettext("Er noe feil, retter du det etterpå. Rettingen blir stående som spor."),
    ]


def _page(form: TogetherForm, rows: list[Chosen]) -> str:
    return render_template("dispositions/together.html", form=form, rows=rows)


def _chosen(ids: list[str]) -> list[Chosen]:
    """The municipality's own among the assets named, those that are still there, in the order named."""
    named = [int(name) for name in dict.fromkeys(ids) if name.isdecimal() and len(name) < 16][:MOST_CHOSEN]
    found = inventory.list_chosen(current_actor(), named)
    held = holds.held_quantities([asset.id for asset in found])
    return [Chosen(asset, held.get(asset.id, 0)) for asset in found if asset.quantity]


def _chosen_again(rows: list[Chosen]) -> list[Chosen]:
    """The same rows as they stand now, after what was tried was undone."""
    fresh = {row.asset.id: row for row in _chosen([str(row.asset.id) for row in rows])}
    for row in rows:
        if row.asset.id in fresh:
            fresh[row.asset.id].typed, fresh[row.asset.id].error = row.typed, row.error
    return list(fresh.values())


def _read(row: Chosen, typed: str) -> None:
    row.typed = typed.strip()[:40]
    try:
        row.quantity = numbers.integer(row.typed) if row.typed else 0
    except numbers.Unreadable as unreadable:
        row.error = in_words(reader_language(), unreadable.code, unreadable.facts)


def _put_errors(form: TogetherForm, rows: list[Chosen], refusal: Invalid) -> None:
    """Each line's error beside its row, the rest where forms have them."""
    others: list[FieldError] = []
    for error in refusal.fields:
        place = error.field.split(".")
        if place[0] == "lines" and len(place) > 1 and int(place[1]) < len(rows):
            rows[int(place[1])].error = field_in_words(reader_language(), error)
        else:
            others.append(error)
    if others:
        add_errors(form, Invalid(fields=tuple(others)))
    for row in rows:
        if row.error:
            form.form_errors.append(f"{row.asset.name}: {row.error}")
