"""The log: its entries, what they said before, and taking one out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trackers.actions.copies import lend_again
from trackers.actions.disposal import keep_sealed
from trackers.actions.incidents import remove_incident
from trackers.forms.incidents import RemovalForm
from trackers.models import Incident, IncidentContents, IncidentDraft
from trackers.queries.files import files_of, unfinished_of
from trackers.queries.incident_sources import people_to_choose
from trackers.queries.incidents import (
    ShownIncident,
    drafts_of_incidents,
    incident_draft_of,
    incident_of,
    page_of_log,
    versions_of_incident,
)
from trackers.refusals import LogRefused
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import ask_about
from trackers.views.private import OwnRequest, posted, private


@private
@require_safe
def log(request: OwnRequest) -> HttpResponse:
    page = page_of_log(request.user, request.vault, after=id_in(request, "after"))
    context = {
        "page": page,
        "drafts": drafts_of_incidents(request.user, request.vault),
        "is_empty": not page.incidents and "after" not in request.GET,
    }
    return render(request, "trackers/log.html", context)


@private
@require_safe
def log_before(request: OwnRequest) -> HttpResponse:
    """What stands before the first entry. It can be read again at any time."""
    return render(request, "trackers/log_before.html")


@private
@require_safe
def incident(request: OwnRequest, pk: UUID) -> HttpResponse:
    shown = incident_or_404(request, pk)
    people = dict(people_to_choose(request.user, request.vault))
    files = files_of(request.user, request.vault, shown.row)
    lend_again(by=request.user, vault=request.vault, files=files, now=timezone.now())
    context = {
        "incident": shown.row,
        "files": files,
        "unfinished": unfinished_of(request.user, request.vault, shown.row),
        "shown": shown,
        "person": people.get(shown.entry.person, "") if shown.entry else "",
        "draft": incident_draft_of(request.user, request.vault, incident_id=pk),
    }
    return render(request, "trackers/incident.html", context)


@private
@require_safe
def incident_versions(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Incident.objects.visible_to(request.user), pk=pk)
    versions = versions_of_incident(request.user, request.vault, incident=row)
    context = {"row": row, "versions": versions}
    return render(request, "trackers/incident_versions.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: OwnRequest, pk: UUID) -> HttpResponse:
    """Asked once: keep it, sealed, or dispose of it? Its place in the log stays in any case."""
    shown = incident_or_404(request, pk)
    answer = request.POST.get("answer")
    if answer == "keep":
        return _keep(request, shown)
    form = RemovalForm(posted(request) if answer == "dispose" else None)
    if form.is_valid():
        try:
            remove_incident(
                by=request.user,
                vault=request.vault,
                incident=shown.row,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except LogRefused as refusal:
            form.add_error("reason", str(refusal))
        except CannotBeOpened:
            form.add_error(None, _("This entry cannot be opened. Check the log first."))
        else:
            messages.success(request, _("It is out of the log. Its place and your words stay."))
            return redirect("trackers:log")
    context = {"form": form, "shown": shown, "incident": shown.row}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/incident_out.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_incident_draft(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(IncidentDraft.objects.visible_to(request.user), pk=pk)
    return ask_about(request, row, None, back=reverse("trackers:log"))


def incident_or_404(request: OwnRequest, pk: UUID) -> ShownIncident:
    try:
        return incident_of(request.user, request.vault, pk=pk)
    except Incident.DoesNotExist as missing:
        raise Http404 from missing


def id_in(request: OwnRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _keep(request: OwnRequest, shown: ShownIncident) -> HttpResponse:
    contents = request.vault.open_all([shown.row], IncidentContents)[0].contents
    if contents is not None and shown.removal is None:
        keep_sealed(
            by=request.user,
            vault=request.vault,
            row=shown.row,
            contents=contents,
            now=timezone.now(),
        )
        messages.success(request, _("It stays, sealed."))
    return redirect("trackers:incident", shown.row.pk)
