from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trackers.actions.events import correct_contact_event, log_contact_event, recommit
from trackers.actions.preferences import place_in_challenge
from trackers.forms.events import EventForm, as_typed
from trackers.forms.what_next import WhatNextForm
from trackers.models import ContactEvent, EventContents
from trackers.queries.doors import doors_to_choose
from trackers.queries.incident_sources import incident_from
from trackers.queries.preferences import preferences_of
from trackers.refusals import EventRefused
from trackers.rules.challenge import number_on
from trackers.rules.counting import figures
from trackers.rules.days import local_date
from trackers.rules.events import KINDS, Kind, breaks, broken_by, meaning_of_event
from trackers.rules.incidents import can_come_from
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import cannot_be_opened
from trackers.views.private import OwnRequest, private, today_of
from trackers.views.tallies import own_record
from trackers.views.today import redirect_to_day


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: OwnRequest) -> HttpResponse:
    """Filled in with now; `what` is the kind that was tapped already."""
    now, zone = timezone.now(), request.user.time_zone
    what = request.GET.get("what", "")
    initial = {
        "entry": uuid4(),
        "what": what,
        "on": _day_asked_for(request) or local_date(now, zone),
        "time": timezone.localtime(now).time(),
    }
    doors = doors_to_choose(request.user, request.vault, today=local_date(now, zone))
    form = EventForm(request.POST or None, initial=initial, zone=zone, doors=doors)
    if form.is_valid():
        try:
            event = log_contact_event(
                by=request.user,
                vault=request.vault,
                contents=form.contents(),
                now=now,
                event_id=form.cleaned_data["entry"],
            )
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _after(request, event)
    kind = KINDS.get(what) if not form.is_bound else None
    if kind:
        form.offer_only(kind.responses)
    return _form(request, form, kind=kind)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(ContactEvent.objects.visible_to(request.user), pk=pk)
    try:
        contents = request.vault.open(row, EventContents)
    except CannotBeOpened:
        return cannot_be_opened(request, row, reverse("trackers:dispose_of_event", args=[row.pk]))
    now = timezone.now()
    form = EventForm(
        request.POST or None,
        initial=as_typed(contents),
        zone=contents.zone,
        doors=doors_to_choose(
            request.user, request.vault, today=local_date(now, request.user.time_zone)
        ),
    )
    if form.is_valid():
        try:
            correct_contact_event(
                by=request.user, vault=request.vault, event=row, contents=form.contents(), now=now
            )
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect_to_day(row.on, today=local_date(now, request.user.time_zone))
    return _form(request, form, row=row, is_for_log=can_come_from(contents))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def what_next(request: OwnRequest, pk: UUID) -> HttpResponse:
    """The second step after a slip: from when on somebody holds again, and where the thirty days
    go on."""
    row = get_object_or_404(ContactEvent.objects.visible_to(request.user), pk=pk)
    user, vault, now = request.user, request.vault, timezone.now()
    contents = vault.open_all([row], EventContents)[0].contents
    if contents is None:
        return cannot_be_opened(request, row, reverse("trackers:dispose_of_event", args=[row.pk]))
    today, preferences = local_date(now, user.time_zone), preferences_of(user, vault)
    number = number_on(today, preferences.challenge, zone=user.time_zone)
    form = WhatNextForm(request.POST or None, now=now, zone=contents.zone, number=number)
    if form.is_valid():
        try:
            recommit(by=user, vault=vault, event=row, at=form.at(), now=now)
        except EventRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if place := form.place(today=today):
                place_in_challenge(by=user, vault=vault, today=today, **place)
            messages.success(request, _("Saved. From here on, each day counts."))
            return redirect("trackers:today")
    record = own_record(request, today=today)
    breaks_by = broken_by(indirect_counts=preferences.indirect_counts)
    context = {"form": form, "figures": figures(record, broken_by=breaks_by), "number": number}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/what_next.html", context, status=status)


def _after(request: OwnRequest, event: ContactEvent) -> HttpResponse:
    """After a slip there is a second step; after everything else, the day."""
    counts = preferences_of(request.user, request.vault).indirect_counts
    meaning = meaning_of_event(request.vault.open(event, EventContents))
    if breaks(meaning, indirect_counts=counts):
        return redirect("trackers:what_next", event.pk)
    messages.success(request, _("Saved."))
    today = today_of(request)
    return redirect_to_day(event.on, today=today)


def _form(
    request: OwnRequest,
    form: EventForm,
    *,
    row: ContactEvent | None = None,
    kind: Kind | None = None,
    is_for_log: bool = False,
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "row": row, "kind": kind, "is_for_log": is_for_log}
    if row and is_for_log:
        context["incident"] = incident_from(
            request.user, request.vault, day=row.on, event=str(row.pk)
        )
    return render(request, "trackers/event.html", context, status=422 if form.is_bound else 200)


def _day_asked_for(request: OwnRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None
