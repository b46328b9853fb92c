"""What the house tells its members, for whoever looks after it."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import house_required
from accounts.requests import MemberRequest
from trackers.actions.cards import drop_card, write_card
from trackers.choices import CardKind
from trackers.forms.cards import CardForm, as_typed
from trackers.queries.cards import piece_by_ref, pieces, written_identities
from trackers.refusals import CardRefused
from trackers.rules.cards import Shown
from trackers.shipped import Piece, shipped
from trackers.views.cards import links_of


@house_required
@require_safe
def cards(request: MemberRequest) -> HttpResponse:
    written, came = written_identities(), {piece.identity for piece in shipped()}
    everything = pieces(*CardKind.values)
    groups = [
        (
            kind,
            [
                (piece, piece.identity in written, piece.identity in came)
                for piece in everything
                if piece.kind == kind
            ],
        )
        for kind in CardKind
    ]
    return render(request, "trackers/house_cards.html", {"groups": groups})


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_card(request: MemberRequest) -> HttpResponse:
    """A new one; `like`: in another language, or for one country."""
    like = piece_by_ref(request.GET.get("like", ""))
    kind = like.kind if like else request.GET.get("kind", CardKind.CARD)
    if kind not in CardKind.values:
        raise Http404
    form = CardForm(
        _posted(request),
        kind=kind,
        checks=pieces(CardKind.CHECK),
        initial=as_typed(like) if like else {},
    )
    return _write(request, form, is_new=True, like=like)


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: MemberRequest, ref: str) -> HttpResponse:
    piece = _piece(ref)
    form = CardForm(
        _posted(request),
        kind=piece.kind,
        checks=pieces(CardKind.CHECK),
        known=piece,
        initial=as_typed(piece),
    )
    return _write(request, form, piece=piece)


@house_required
@require_POST
def switch_card(request: MemberRequest, ref: str) -> HttpResponse:
    """Whether members are shown it."""
    piece = _piece(ref)
    try:
        write_card(by=request.user, piece=replace(piece, is_on="on" in request.POST))
    except CardRefused as refusal:
        messages.info(request, str(refusal))
    else:
        said = _("Members are shown it again.") if "on" in request.POST else _("It is off.")
        messages.success(request, said)
    return redirect("house_cards:card", ref)


@house_required
@require_POST
def back_to_shipped(request: MemberRequest, ref: str) -> HttpResponse:
    piece = _piece(ref)
    drop_card(by=request.user, piece=piece)
    if _came(piece):
        messages.success(request, _("It is as it came with the site."))
        return redirect("house_cards:card", ref)
    messages.success(request, _("It is removed."))
    return redirect("house_cards:cards")


def _write(
    request: MemberRequest,
    form: CardForm,
    *,
    is_new: bool = False,
    piece: Piece | None = None,
    like: Piece | None = None,
) -> HttpResponse:
    """Save it, or show first what members would see."""
    preview = None
    if form.is_valid():
        if "preview" in request.POST:
            preview = form.piece()
        else:
            try:
                write_card(by=request.user, piece=form.piece(), is_new=is_new)
            except CardRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("house_cards:card", form.piece().ref)
    seen = Shown(preview, None) if preview else None
    context = {
        "form": form,
        "piece": piece,
        "like": like,
        "preview": seen,
        "links": links_of(seen) if seen else [],
        "came": piece is not None and _came(piece),
        "is_written": piece is not None and piece.identity in written_identities(),
    }
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "trackers/house_card.html", context, status=status)


def _posted(request: MemberRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _piece(ref: str) -> Piece:
    piece = piece_by_ref(ref)
    if piece is None:
        raise Http404
    return piece


def _came(piece: Piece) -> bool:
    return any(one.identity == piece.identity for one in shipped())
