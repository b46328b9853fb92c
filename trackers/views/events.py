from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trackers.actions.events import correct_contact_event, log_contact_event
from trackers.forms.events import EventForm, as_typed
from trackers.models import ContactEvent, EventContents
from trackers.refusals import EventRefused
from trackers.rules.days import local_date
from trackers.rules.events import KINDS, Kind
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import cannot_be_opened
from trackers.views.private import OwnRequest, private
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
    form = EventForm(request.POST or None, initial=initial, zone=zone)
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
            messages.success(request, _("Saved."))
            return redirect_to_day(event.on, today=local_date(now, zone))
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
        return cannot_be_opened(request, row, "trackers:dispose_of_event")
    form = EventForm(request.POST or None, initial=as_typed(contents), zone=contents.zone)
    now = timezone.now()
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
    return _form(request, form, row=row)


def _form(
    request: OwnRequest,
    form: EventForm,
    *,
    row: ContactEvent | None = None,
    kind: Kind | None = None,
) -> HttpResponse:
    context = {"form": form, "row": row, "kind": kind}
    return render(request, "trackers/event.html", context, status=422 if form.is_bound else 200)


def _day_asked_for(request: OwnRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None
