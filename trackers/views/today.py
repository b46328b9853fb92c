from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trackers.actions.check_ins import check_in as save_check_in
from trackers.forms.check_ins import CheckInForm, as_typed
from trackers.queries.beside import open_steps
from trackers.queries.calendar import shown_challenge_day
from trackers.queries.days import ShownEvent, check_in_on, entries_on, events_on, shown_strip
from trackers.queries.doors import last_sweep
from trackers.queries.incident_sources import with_entries
from trackers.queries.notes import drafts_of
from trackers.queries.preferences import preferences_of
from trackers.queries.reminders import reminders_of
from trackers.queries.statements import with_days_after
from trackers.refusals import CheckInRefused
from trackers.rules.counting import figures, run_without_looking
from trackers.rules.doors import is_sweep_due
from trackers.rules.events import EARLIEST, KINDS, broken_by
from trackers.views.private import OwnRequest, posted, private, today_of
from trackers.views.tallies import own_record

# One at a time is enough; three can be looked at.
MOST_STEPS = 3


@private
@require_safe
def today(request: OwnRequest) -> HttpResponse:
    user, vault = request.user, request.vault
    day = today_of(request)
    record = own_record(request, today=day)
    preferences = preferences_of(user, vault)
    breaks_by = broken_by(indirect_counts=preferences.indirect_counts)
    said = check_in_on(user, vault, day=day)
    swept_on = last_sweep(user)
    return render(
        request,
        "trackers/today.html",
        {
            "day": day,
            "strip": shown_strip(record),
            "figures": figures(record, broken_by=breaks_by),
            "without_looking": run_without_looking(
                record, indirect_counts=preferences.indirect_counts
            ),
            "challenge_day": shown_challenge_day(day, preferences, zone=user.time_zone),
            "kinds": KINDS,
            "events": _events(request, day),
            "entries": entries_on(user, vault, day=day),
            "check_in": said,
            "check_in_form": CheckInForm(),
            "drafts": drafts_of(user, vault),
            # Only to whoever has looked once: the first time has its place beside the doors.
            "is_sweep_due": swept_on is not None and is_sweep_due(swept_on, today=day),
            "steps": open_steps(user, vault)[:MOST_STEPS],
            "due": [
                shown
                for shown in reminders_of(user, vault)
                if shown.reminder.is_running() and day.isoweekday() in shown.reminder.days
            ],
        },
    )


@private
@require_safe
def day(request: OwnRequest, day: date) -> HttpResponse:
    user, vault = request.user, request.vault
    now = today_of(request)
    # A journey to the west makes a day that was lived lie in the future.
    if not EARLIEST <= day <= now + timedelta(days=1):
        raise Http404
    return render(
        request,
        "trackers/day.html",
        {
            "day": day,
            "is_over": day <= now,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < now else None,
            "events": _events(request, day),
            "entries": entries_on(user, vault, day=day),
            "check_in": check_in_on(user, vault, day=day),
        },
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: OwnRequest, day: date | None = None) -> HttpResponse:
    now = today_of(request)
    on = day or now
    said = check_in_on(request.user, request.vault, day=on)
    form = CheckInForm(
        posted(request),
        initial=as_typed(said.contents) if said else None,
    )
    if form.is_valid():
        try:
            save_check_in(
                by=request.user,
                vault=request.vault,
                on=on,
                contents=form.contents(zone=request.user.time_zone),
                today=now,
            )
        except CheckInRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect_to_day(on, today=now)
    context = {"form": form, "day": on, "is_today": on == now}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/check_in.html", context, status=status)


def _events(request: OwnRequest, day: date) -> list[ShownEvent]:
    user, vault = request.user, request.vault
    events = with_days_after(user, vault, events_on(user, vault, day=day))
    return with_entries(user, vault, events, day=day)


def redirect_to_day(on: date, *, today: date) -> HttpResponse:
    return redirect("trackers:today") if on == today else redirect("trackers:day", on)
