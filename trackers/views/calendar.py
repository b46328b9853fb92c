from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trackers.actions.preferences import count_indirect, leave_challenge, place_in_challenge
from trackers.forms.calendar import CountingForm, NumberForm
from trackers.queries.calendar import month_page, shown_challenge_day
from trackers.queries.calendar import thirty_days as numbered_days
from trackers.queries.preferences import preferences_of
from trackers.rules.counting import figures, run_without_looking
from trackers.rules.events import EARLIEST, broken_by
from trackers.views.private import OwnRequest, private, today_of
from trackers.views.tallies import own_record


@private
@require_safe
def month(request: OwnRequest, month: date | None = None) -> HttpResponse:
    user, vault, today = request.user, request.vault, today_of(request)
    record = own_record(request, today=today)
    first = (month or today).replace(day=1)
    if not EARLIEST.replace(day=1) <= first <= record.last:
        raise Http404
    preferences = preferences_of(user, vault)
    breaks_by = broken_by(indirect_counts=preferences.indirect_counts)
    return render(
        request,
        "trackers/calendar.html",
        {
            "month": month_page(record, first),
            "figures": figures(record, broken_by=breaks_by),
            "without_looking": run_without_looking(
                record, indirect_counts=preferences.indirect_counts
            ),
            "counting_form": CountingForm(initial={"indirect": preferences.indirect_counts}),
        },
    )


@private
@require_POST
def counting(request: OwnRequest) -> HttpResponse:
    form = CountingForm(request.POST)
    form.full_clean()
    count_indirect(
        by=request.user,
        vault=request.vault,
        counts=form.cleaned_data["indirect"],
        today=today_of(request),
    )
    messages.success(request, _("Saved. Your days stay as they are; only the figures change."))
    return redirect("trackers:calendar")


@private
@require_safe
def thirty_days(request: OwnRequest) -> HttpResponse:
    return _thirty_days(request, NumberForm(initial={"number": 1}))


@private
@require_POST
def place(request: OwnRequest) -> HttpResponse:
    """Begin, or come in at another day: from today on."""
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _thirty_days(request, form)
    today = today_of(request)
    place_in_challenge(
        by=request.user,
        vault=request.vault,
        on=today,
        number=form.cleaned_data["number"],
        today=today,
    )
    return redirect("trackers:thirty_days")


@private
@require_POST
def leave(request: OwnRequest) -> HttpResponse:
    leave_challenge(by=request.user, vault=request.vault, today=today_of(request))
    messages.success(request, _("The thirty days are put away. Your own days stay as they are."))
    return redirect("trackers:today")


def _thirty_days(request: OwnRequest, form: NumberForm) -> HttpResponse:
    user, vault, today = request.user, request.vault, today_of(request)
    preferences = preferences_of(user, vault)
    record = own_record(request, today=today)
    context = {
        "form": form,
        "days": numbered_days(record, preferences),
        "challenge_day": shown_challenge_day(today, preferences, zone=user.time_zone),
    }
    status = 422 if form.errors else 200
    return render(request, "trackers/thirty_days.html", context, status=status)
