"""One page for all that can be thrown away. It asks once, and keeping is the first answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trackers.actions.disposal import dispose, keep_sealed
from trackers.models import (
    ContactEvent,
    Draft,
    EntryContents,
    EventContents,
    JournalEntry,
    KeepableContents,
    PrivateRow,
    Reminder,
    Urge,
    UrgeContents,
)
from trackers.views.private import OwnRequest, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_event(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(ContactEvent.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], EventContents)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:day", args=[row.on]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_urge(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Urge.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], UrgeContents)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:urges"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_note(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(JournalEntry.objects.visible_to(request.user), pk=pk)
    contents = request.vault.open_all([row], EntryContents)[0].contents
    return ask_about(request, row, contents, back=reverse("trackers:notes"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_draft(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    return ask_about(request, row, None, back=reverse("trackers:notes"))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_reminder(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Reminder.objects.visible_to(request.user), pk=pk)
    return ask_about(request, row, None, back=reverse("trackers:reminders"))


def cannot_be_opened(request: OwnRequest, row: PrivateRow, dispose_url: str) -> HttpResponse:
    """What stands in the place of an entry that is damaged. It can still be thrown away."""
    context = {"row": row, "dispose_url": dispose_url}
    return render(request, "trackers/cannot_be_opened.html", context)


def ask_about(
    request: OwnRequest,
    row: PrivateRow | Reminder,
    contents: KeepableContents | None,
    *,
    back: str,
) -> HttpResponse:
    answer = request.POST.get("answer")
    if answer not in ("keep", "dispose"):
        context = {"row": row, "contents": contents, "back": back}
        return render(request, "trackers/dispose.html", context)
    if answer == "dispose":
        dispose(by=request.user, row=row)
        messages.success(request, _("It is gone."))
    elif contents is not None and isinstance(row, PrivateRow):
        keep_sealed(
            by=request.user, vault=request.vault, row=row, contents=contents, now=timezone.now()
        )
        messages.success(request, _("It stays, sealed."))
    return redirect(back)
