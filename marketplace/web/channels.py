"""A municipality's channels in Teams."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.notifications import channels, queries
from marketplace.notifications.models import Channel
from marketplace.organisations import queries as organisations
from marketplace.organisations.models import Municipality
from marketplace.web.access import allows, current_actor
from marketplace.web.forms.notifications import ChannelForm, pace_names, values_of_channel
from marketplace.web.forms.trying import trying
from marketplace.web.organisations import wanted_municipality
from marketplace.wording.notifications import KINDS_EXPLAINED

blueprint = Blueprint("channels", __name__)


@blueprint.route("/kommune/kanaler/ny", methods=["GET", "POST"])
@allows("sites:manage")
def new() -> ResponseReturnValue:
    """Let a channel be told."""
    actor = current_actor()
    municipality = wanted_municipality(actor)
    number = municipality.number
    form = ChannelForm(data=values_of_channel(None))
    form.offer(organisations.list_units(number))
    status = 200
    if form.is_submitted():
        made, status = trying(form, lambda: channels.open_channel(actor, number, form.said()))
        if made is not None:
            flash(_("%(name)s er lagret, og et prøvekort er på vei dit.", name=made.name))
            return redirect(url_for("channels.edit", channel_id=made.id))
    return _page(form, organisations.get_municipality(number), None), status


@blueprint.route("/kommune/kanaler/<id:channel_id>", methods=["GET", "POST"])
@allows("sites:manage")
def edit(channel_id: int) -> ResponseReturnValue:
    """What a channel is told."""
    actor = current_actor()
    channel = queries.get_channel(actor, channel_id)
    number = channel.municipality_number
    form = ChannelForm(data=values_of_channel(channel))
    form.offer(organisations.list_units(number))
    status = 200
    if form.is_submitted():
        kept, status = trying(
            form, lambda: channels.change_channel(actor, channel_id, form.said(), seen=form.seen.data)
        )
        if kept is not None:
            flash(_("%(name)s er lagret.", name=kept.name))
            return redirect(url_for("organisations.show", kommune=number))
    return _page(form, organisations.get_municipality(number), queries.get_channel(actor, channel_id)), status


@blueprint.post("/kommune/kanaler/<id:channel_id>/prov")
@allows("sites:manage")
def try_out(channel_id: int) -> ResponseReturnValue:
    """Post a card that shows whether it works."""
    channel = channels.try_channel(current_actor(), channel_id)
    flash(_("Et prøvekort er på vei til %(name)s.", name=channel.name))
    return redirect(url_for("channels.edit", channel_id=channel_id))


@blueprint.post("/kommune/kanaler/<id:channel_id>/fjern")
@allows("sites:manage")
def close(channel_id: int) -> ResponseReturnValue:
    """Tell the channel no more."""
    channel = channels.close_channel(current_actor(), channel_id)
    flash(_("%(name)s er fjernet og får ingen flere varsler.", name=channel.name))
    return redirect(url_for("organisations.show", kommune=channel.municipality_number))


def _page(form: ChannelForm, municipality: Municipality, channel: Channel | None) -> str:
    shown: dict[str, Any] = {"last_sent": queries.last_sent([channel.id]).get(channel.id)} if channel else {}
    return render_template(
        "channels/edit.html",
        form=form,
        municipality=municipality,
        channel=channel,
        pace_names=pace_names(),
        kinds_explained=KINDS_EXPLAINED,
        **shown,
    )
