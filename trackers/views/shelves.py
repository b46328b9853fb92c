"""The small lists: one set of pages for all of them (forms/shelves.py says which there are)."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trackers.actions.shelves import change_on_shelf, move_up, put_on_shelf
from trackers.forms.shelves import SHELVES, Shelf, ShelfForm, as_typed
from trackers.models import ShelfRow
from trackers.queries.shelves import shelf_of
from trackers.refusals import ShelfRefused
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import ask_about, cannot_be_opened
from trackers.views.private import OwnRequest, posted, private, today_of


@private
@require_safe
def shelves(request: OwnRequest) -> HttpResponse:
    return render(request, "trackers/shelves.html", {"shelves": SHELVES.values()})


@private
@require_safe
def shelf(request: OwnRequest, slug: str) -> HttpResponse:
    shelf = _shelf(slug)
    things = shelf_of(request.user, request.vault, shelf.model, shelf.holds)
    shown = [
        (thing.row, thing.contents, shelf.lines_of(thing.contents) if thing.contents else [])
        for thing in things
    ]
    return render(request, "trackers/shelf.html", {"shelf": shelf, "things": shown})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_on_shelf(request: OwnRequest, slug: str) -> HttpResponse:
    shelf = _shelf(slug)
    form = shelf.form(posted(request), initial={"item": uuid4()})
    if form.is_valid():
        try:
            put_on_shelf(
                by=request.user,
                vault=request.vault,
                model=shelf.model,
                contents=form.contents(),
                today=today_of(request),
                item_id=form.cleaned_data["item"],
            )
        except ShelfRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:shelf", slug)
    return _form(request, shelf, form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def on_shelf(request: OwnRequest, slug: str, pk: UUID) -> HttpResponse:
    shelf = _shelf(slug)
    row = _row(request, shelf, pk)
    try:
        contents = request.vault.open(row, shelf.holds)
    except CannotBeOpened:
        dispose_url = reverse("trackers:dispose_on_shelf", args=[slug, pk])
        return cannot_be_opened(request, row, dispose_url)
    form = shelf.form(posted(request), initial=as_typed(contents))
    if form.is_valid():
        try:
            change_on_shelf(by=request.user, vault=request.vault, row=row, contents=form.contents())
        except ShelfRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:shelf", slug)
    return _form(request, shelf, form, row=row)


@private
@require_POST
def move_up_on_shelf(request: OwnRequest, slug: str, pk: UUID) -> HttpResponse:
    shelf = _shelf(slug)
    row = _row(request, shelf, pk)
    move_up(by=request.user, vault=request.vault, row=row, as_=shelf.holds)
    return redirect(reverse("trackers:shelf", args=[slug]) + f"#item-{pk}")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_on_shelf(request: OwnRequest, slug: str, pk: UUID) -> HttpResponse:
    shelf = _shelf(slug)
    row = _row(request, shelf, pk)
    contents = request.vault.open_all([row], shelf.holds)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:shelf", args=[slug]))


def _shelf(slug: str) -> Shelf:
    if slug not in SHELVES:
        raise Http404
    return SHELVES[slug]


def _row(request: OwnRequest, shelf: Shelf, pk: UUID) -> ShelfRow:
    return get_object_or_404(shelf.model, pk=pk, owner=request.user)


def _form(
    request: OwnRequest, shelf: Shelf, form: ShelfForm, *, row: ShelfRow | None = None
) -> HttpResponse:
    context = {"shelf": shelf, "form": form, "row": row}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/shelf_form.html", context, status=status)
