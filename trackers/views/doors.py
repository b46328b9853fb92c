"""People whom somebody steps away from, and the ways in which they could still be reached."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trackers.actions.doors import (
    add_channel,
    change_channel,
    end_exception,
    except_channel,
    sweep,
)
from trackers.actions.shelves import change_on_shelf, put_on_shelf
from trackers.choices import ExceptionReason
from trackers.forms.doors import (
    ChannelForm,
    DraftingForm,
    ExceptionForm,
    NewChannelForm,
    PersonForm,
    SweepForm,
)
from trackers.forms.shelves import as_typed
from trackers.models import Channel, ChannelContents, Person, PersonContents
from trackers.queries.days import events_through
from trackers.queries.doors import ShownPerson, every_open_door, last_sweep, people
from trackers.queries.statements import with_days_after
from trackers.refusals import DoorRefused, ShelfRefused
from trackers.rules.doors import MANY_AT_ONCE, Door, is_sweep_due
from trackers.rules.drafting import remarks
from trackers.views.disposal import ask_about, cannot_be_opened
from trackers.views.private import OwnRequest, posted, private, today_of


@private
@require_safe
def doors(request: OwnRequest) -> HttpResponse:
    """Everybody, and through what they could still reach the member: one view."""
    today = today_of(request)
    shown = people(request.user, request.vault, today=today)
    last = last_sweep(request.user)
    context = {
        "people": shown,
        "open_doors": every_open_door(shown),
        "last_sweep": last,
        "is_sweep_due": is_sweep_due(last, today=today),
    }
    return render(request, "trackers/doors.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: OwnRequest) -> HttpResponse:
    form = PersonForm(posted(request), initial={"item": uuid4()})
    if form.is_valid():
        try:
            row = put_on_shelf(
                by=request.user,
                vault=request.vault,
                model=Person,
                contents=form.contents(),
                today=today_of(request),
                item_id=form.cleaned_data["item"],
            )
        except ShelfRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("trackers:person", row.pk)
    return _form(request, form, heading=_("Somebody to step away from"))


@private
@require_safe
def person(request: OwnRequest, pk: UUID) -> HttpResponse:
    shown = person_or_404(request, pk)
    context = {
        "person": shown,
        "reason": _in_words(shown),
        "many_at_once": len(shown.still_open) >= MANY_AT_ONCE,
    }
    return render(request, "trackers/person.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: OwnRequest, pk: UUID) -> HttpResponse:
    shown = person_or_404(request, pk)
    if shown.contents is None:
        dispose_url = reverse("trackers:dispose_of_person", args=[pk])
        return cannot_be_opened(request, shown.row, dispose_url)
    form = PersonForm(posted(request), initial=as_typed(shown.contents))
    if form.is_valid():
        try:
            change_on_shelf(
                by=request.user, vault=request.vault, row=shown.row, contents=form.contents()
            )
        except ShelfRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:person", pk)
    return _form(request, form, heading=_("Change it"), back=reverse("trackers:person", args=[pk]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_person(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Person, pk=pk, owner=request.user)
    contents = request.vault.open_all([row], PersonContents)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:doors"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_channel(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Person, pk=pk, owner=request.user)
    form = NewChannelForm(posted(request), initial={"item": uuid4()})
    if form.is_valid():
        try:
            channel = add_channel(
                by=request.user,
                vault=request.vault,
                person=row,
                contents=form.contents(),
                today=today_of(request),
                channel_id=form.cleaned_data["item"],
            )
        except DoorRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("trackers:channel", channel.pk)
    back = reverse("trackers:person", args=[pk])
    return _form(request, form, heading=_("A way to you"), back=back)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def channel(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], ChannelContents)[0].contents
    if contents is None:
        return cannot_be_opened(request, row, reverse("trackers:dispose_of_channel", args=[row.pk]))
    initial = {
        "label": contents.label,
        "steps": contents.steps,
        "state": contents.state,
        "words": contents.words,
    }
    form = ChannelForm(posted(request), initial=initial, kind=contents.kind)
    if form.is_valid():
        try:
            change_channel(
                by=request.user, vault=request.vault, channel=row, contents=form.contents()
            )
        except DoorRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:person", row.person_id)
    context = {
        "form": form,
        "row": row,
        "door": Door(str(pk), contents),
        "events": with_days_after(
            request.user,
            request.vault,
            events_through(request.user, request.vault, door=str(pk)),
        ),
    }
    status = 422 if form.is_bound else 200
    return render(request, "trackers/channel.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_channel(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], ChannelContents)[0].contents
    back = reverse("trackers:person", args=[row.person_id])
    return ask_about(request, row, contents, back=back)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def except_one(request: OwnRequest, pk: UUID) -> HttpResponse:
    """The one channel that has to stay."""
    shown = person_or_404(request, pk)
    form = ExceptionForm(posted(request), doors=list(shown.doors))
    if form.is_valid():
        try:
            except_channel(
                by=request.user,
                vault=request.vault,
                person=shown.row,
                contents=form.contents(),
                today=today_of(request),
            )
        except DoorRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Everything else can close."))
            return redirect("trackers:person", pk)
    back = reverse("trackers:person", args=[pk])
    return _form(request, form, heading=_("The one that has to stay"), back=back)


@private
@require_POST
def end_exception_of(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Person, pk=pk, owner=request.user)
    end_exception(by=request.user, person=row)
    messages.success(request, _("It is a door like the others now."))
    return redirect("trackers:person", pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def drafting(request: OwnRequest) -> HttpResponse:
    """Looks at a message for the channel that has to stay. It keeps nothing and sends nothing."""
    form = DraftingForm(posted(request))
    found = remarks(form.cleaned_data["text"]) if form.is_valid() else []
    looked = form.is_bound and form.is_valid()
    context = {"form": form, "remarks": found, "looked": looked}
    status = 422 if form.is_bound and not looked else 200
    return render(request, "trackers/drafting.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sweep_accounts(request: OwnRequest) -> HttpResponse:
    form = SweepForm(posted(request))
    if form.is_valid():
        sweep(
            by=request.user,
            vault=request.vault,
            corners=form.cleaned_data["corners"],
            today=today_of(request),
        )
        messages.success(request, _("Saved. It comes up again in three months."))
        return redirect("trackers:doors")
    shown = people(request.user, request.vault, today=today_of(request))
    context = {"form": form, "people": shown}
    return render(request, "trackers/sweep.html", context, status=422 if form.is_bound else 200)


def person_or_404(request: OwnRequest, pk: UUID) -> ShownPerson:
    for shown in people(request.user, request.vault, today=today_of(request)):
        if shown.row.pk == pk:
            return shown
    raise Http404


def _in_words(shown: ShownPerson) -> str:
    if shown.exception is None:
        return ""
    reasons = dict(ExceptionReason.choices)
    return str(reasons.get(shown.exception.reason, shown.exception.reason))


def _form(
    request: OwnRequest,
    form: PersonForm | NewChannelForm | ExceptionForm,
    *,
    heading: str,
    back: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back": back or reverse("trackers:doors"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "trackers/door_form.html", context, status=status)
