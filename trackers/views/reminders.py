from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trackers.actions.reminders import set_reminder, start_reminder, stop_reminder
from trackers.choices import Weekday
from trackers.forms.reminders import ReminderForm, as_typed
from trackers.models import Reminder
from trackers.queries.reminders import has_address, line_of, reminders_of
from trackers.refusals import ReminderRefused
from trackers.vault.sealing import CannotBeOpened
from trackers.views.private import OwnRequest, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: OwnRequest) -> HttpResponse:
    initial = {
        "local_time": "20:00",
        "days": Weekday.values,
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "zone": request.user.time_zone,
    }
    form = ReminderForm(request.POST or None, initial=initial)
    if form.is_valid() and _set(request, form):
        return redirect("trackers:reminders")
    return render(
        request,
        "trackers/reminders.html",
        {
            "form": form,
            "reminders": reminders_of(request.user, request.vault),
            "has_address": has_address(request.user),
        },
        status=422 if form.is_bound else 200,
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = _own(request, pk)
    try:
        line = line_of(request.vault, row)
    except CannotBeOpened:
        line = ""
    form = ReminderForm(request.POST or None, initial=as_typed(row, line=line))
    if form.is_valid() and _set(request, form, reminder=row):
        return redirect("trackers:reminders")
    status = 422 if form.is_bound else 200
    return render(request, "trackers/reminder.html", {"form": form, "row": row}, status=status)


@private
@require_POST
def stop(request: OwnRequest, pk: UUID) -> HttpResponse:
    stop_reminder(by=request.user, reminder=_own(request, pk), now=timezone.now())
    messages.success(request, _("It rests. You can start it again whenever you like."))
    return redirect("trackers:reminders")


@private
@require_POST
def start(request: OwnRequest, pk: UUID) -> HttpResponse:
    try:
        start_reminder(by=request.user, reminder=_own(request, pk), now=timezone.now())
    except ReminderRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("It runs again."))
    return redirect("trackers:reminders")


def _set(request: OwnRequest, form: ReminderForm, *, reminder: Reminder | None = None) -> bool:
    try:
        set_reminder(
            by=request.user,
            vault=request.vault,
            rule=form.rule(),
            line=form.cleaned_data["line"],
            now=timezone.now(),
            reminder=reminder,
        )
    except ReminderRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Saved. It runs."))
    return True


def _own(request: OwnRequest, pk: UUID) -> Reminder:
    return get_object_or_404(Reminder.objects.visible_to(request.user), pk=pk)
