"""Listings: the page of one, one's own, and writing, publishing and withdrawing them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.claims import queries as claims
from marketplace.foundation import clock
from marketplace.foundation.errors import Conflict, Invalid, Refusal
from marketplace.foundation.errors import NotFound as Missing
from marketplace.listings import policies, queries, service
from marketplace.listings.states import ListingState
from marketplace.web import listing_page, posting
from marketplace.web.access import allows, current_actor
from marketplace.web.errors import flash_refusal
from marketplace.web.formatting import clock_time
from marketplace.web.ids import row_id
from marketplace.web.locale import reader_language
from marketplace.web.paging import page_number
from marketplace.wording.refusals import field_in_words, refusal_in_words

blueprint = Blueprint("listings", __name__)

MOST_AT_ONCE = 200


@blueprint.get("/annonser/<id:listing_id>")
@allows("listings:view")
def show(listing_id: int) -> ResponseReturnValue:
    """A listing, with what the reader may do with it."""
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id)
    return render_template("listings/show.html", preview=False, **listing_page.gather(actor, listing))


@blueprint.get("/annonser/<id:listing_id>/forhandsvis")
@allows("listings:manage")
def preview(listing_id: int) -> ResponseReturnValue:
    """A draft as others will see it."""
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id)
    policies.may_edit(actor, listing).enforce()
    return render_template("listings/show.html", preview=True, **listing_page.gather(actor, listing))


@blueprint.get("/annonser/mine")
@allows("listings:manage")
def mine() -> ResponseReturnValue:
    """What the reader's municipality, or unit, has, by state."""
    actor = current_actor()
    counts = queries.count_own(actor)
    state = _asked_state(counts)
    page = queries.list_own(actor, [state], page_number())
    return render_template(
        "listings/mine.html",
        state=state,
        counts=counts,
        page=page,
        available=claims.available_quantities([card.id for card in page.items]),
    )


def _asked_state(counts: dict[ListingState, int]) -> ListingState:
    asked = request.args.get("tilstand")
    if asked in list(ListingState):
        return ListingState(asked)
    only_drafts = counts[ListingState.DRAFT] and not counts[ListingState.PUBLISHED]
    return ListingState.DRAFT if only_drafts else ListingState.PUBLISHED


@blueprint.get("/annonser/ny")
@allows("listings:manage")
def new() -> ResponseReturnValue:
    """The page to write a listing on."""
    return posting.page(posting.blank_form(current_actor()), None)


@blueprint.post("/annonser/ny")
@allows("listings:manage")
def create() -> ResponseReturnValue:
    """Keep, preview or publish a new listing."""
    return posting.receive(posting.form_for(current_actor()), None)


@blueprint.post("/annonser/ny/utkast")
@allows("listings:manage")
def autosave_new() -> ResponseReturnValue:
    """Keep what is written so far of a new listing."""
    return _autosave(None)


@blueprint.post("/annonser/<id:listing_id>/utkast")
@allows("listings:manage")
def autosave(listing_id: int) -> ResponseReturnValue:
    """Keep what is written so far of a draft."""
    return _autosave(listing_id)


def _autosave(listing_id: int | None) -> ResponseReturnValue:
    actor = current_actor()
    try:
        posting.keep(actor, form := posting.form_for(actor), listing_id)
    except Invalid as refusal:
        wrong = [message for field in form for message in field.errors]
        wrong += [field_in_words(reader_language(), error) for error in refusal.fields]
        return str(gettext("Ikke lagret ennå: %(why)s", why=" ".join(wrong[:1])))
    except Refusal as refusal:
        return refusal_in_words(reader_language(), refusal)
    return str(gettext("Lagret som utkast kl. %(time)s", time=clock_time(clock.now())))


@blueprint.get("/annonser/kategoriforslag")
@allows("listings:manage")
def propose_category() -> ResponseReturnValue:
    """The field of the category, with what the title suggests chosen."""
    form = posting.form_for(current_actor())
    given = [request.args.get(name, "")[:200] for name in ("title", "category_code", "proposed")]
    form.category_code.data, proposed = posting.proposal(*given)
    demand = listing_page.demand_of_title(current_actor(), given[0], form.category_code.data)
    return render_template("listings/_category.html", form=form, proposed=proposed, demand=demand)


@blueprint.get("/annonser/<id:listing_id>/rediger")
@allows("listings:manage")
def edit(listing_id: int) -> ResponseReturnValue:
    """The page to change a listing on."""
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id)
    policies.may_edit(actor, listing).enforce()
    return posting.page(posting.form_of(actor, listing), listing)


@blueprint.post("/annonser/<id:listing_id>/rediger")
@allows("listings:manage")
def change(listing_id: int) -> ResponseReturnValue:
    """Keep, preview or publish what was changed."""
    actor = current_actor()
    policies.may_edit(actor, queries.get_listing(actor, listing_id)).enforce()
    return posting.receive(posting.form_for(actor), listing_id)


@blueprint.post("/annonser/fra-eiendeler")
@allows("listings:manage")
def from_assets() -> ResponseReturnValue:
    """A draft for each asset chosen in the inventory."""
    chosen = set(request.form.getlist("asset_id", type=row_id))
    drafts = service.draft_from_assets(current_actor(), chosen)
    if left_out := len(chosen) - len(drafts):
        sentence = ngettext("%(num)s av dem er allerede lagt ut.", "%(num)s av dem er allerede lagt ut.", left_out)
        flash(sentence, "info")
    if len(drafts) == 1:
        return redirect(url_for("listings.edit", listing_id=drafts[0].id))
    flash(gettext("%(count)s utkast er klare. Se over dem og legg dem ut.", count=len(drafts)))
    return redirect(url_for("listings.mine", tilstand=ListingState.DRAFT.value))


@blueprint.post("/annonser/legg-ut")
@allows("listings:manage")
def publish_many() -> ResponseReturnValue:
    """Publish the drafts chosen; what cannot be, stays a draft and is told of."""
    chosen = request.form.getlist("listing_id", type=row_id)[:MOST_AT_ONCE]
    if not chosen:
        raise Invalid("listing-choose-drafts")
    published = 0
    for listing_id in dict.fromkeys(chosen):
        try:
            service.publish_listing(current_actor(), listing_id)
            published += 1
        except (Conflict, Invalid, Missing) as refusal:
            _tell_of(listing_id, refusal)
    if published:
        flash(ngettext("Annonsen er lagt ut.", "%(num)s annonser er lagt ut.", published))
    state = ListingState.PUBLISHED if published == len(chosen) else ListingState.DRAFT
    return redirect(url_for("listings.mine", tilstand=state.value))


def _tell_of(listing_id: int, refusal: Refusal) -> None:
    if isinstance(refusal, Invalid) and refusal.fields:
        listing = queries.get_listing(current_actor(), listing_id)
        words = " ".join(field_in_words(reader_language(), error) for error in refusal.fields)
        flash(f"{listing.title or gettext('Uten tittel')}: {words}", "danger")
    else:
        flash_refusal(refusal)


@blueprint.post("/annonser/<id:listing_id>/legg-ut")
@allows("listings:manage")
def publish(listing_id: int) -> ResponseReturnValue:
    """Let others see it, for the first time or again."""
    try:
        service.publish_listing(current_actor(), listing_id)
    except Invalid as refusal:
        _tell_of(listing_id, refusal)
        return redirect(url_for("listings.edit", listing_id=listing_id))
    posting.tell_published(listing_id)
    return redirect(url_for("listings.show", listing_id=listing_id))


@blueprint.get("/annonser/<id:listing_id>/trekk")
@allows("listings:manage")
def confirm_withdrawal(listing_id: int) -> ResponseReturnValue:
    """What is lost by withdrawing, before it is done."""
    actor = current_actor()
    listing = queries.get_listing(actor, listing_id)
    policies.may_withdraw(actor, listing).enforce()
    return render_template("listings/withdraw.html", listing=listing, claims=listing_page.open_claims(listing_id))


@blueprint.post("/annonser/<id:listing_id>/trekk")
@allows("listings:manage")
def withdraw(listing_id: int) -> ResponseReturnValue:
    """Take it back, or discard a draft."""
    listing = service.withdraw_listing(current_actor(), listing_id)
    if listing.published_at is None:
        flash(gettext("Utkastet er forkastet."))
        return redirect(url_for("listings.mine"))
    flash(gettext("Annonsen er trukket. Andre ser den ikke lenger."))
    return redirect(url_for("listings.show", listing_id=listing_id))
