"""Writing an entry of the log, and writing it anew. What is typed is never lost on the way."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trackers.actions.incidents import correct_incident, keep_incident_draft, log_incident
from trackers.forms.incidents import DraftForm, IncidentForm, as_drafted, as_typed, typed_in
from trackers.models import (
    ContactEvent,
    EventContents,
    IncidentDraft,
    IncidentEntry,
    Statement,
    StatementContents,
)
from trackers.queries.incident_sources import door_in_words, incident_from, people_to_choose
from trackers.queries.incident_words import changes_between
from trackers.queries.incidents import (
    ShownIncident,
    drafts_of_incidents,
    incident_draft_of,
    is_log_empty,
    versions_of_incident,
)
from trackers.refusals import LogRefused
from trackers.rules.incidents import can_come_from, from_event, from_statement
from trackers.vault.sealing import CannotBeOpened
from trackers.views.incidents import id_in, incident_or_404
from trackers.views.private import OwnRequest, posted, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_incident(request: OwnRequest) -> HttpResponse:
    """Filled in with now; or with an event, with last words, or with a draft."""
    if request.method == "POST":
        return _record(request)
    source, written = _source(request)
    if written:
        messages.info(request, _("It is in the log already: this is the entry."))
        return redirect("trackers:incident", written)
    item = id_in(request, "item")
    begun = incident_draft_of(request.user, request.vault, incident_id=item) if item else None
    initial: dict[str, Any] = _now(request)
    if source:
        initial |= as_typed(source)
    if begun:
        initial |= as_drafted(begun)
    form = _form(request, initial=initial | {"item": item or uuid4(), "version": 0})
    drafts = [] if begun or source else _new_ones(request)
    return _page(request, form, {"drafts": drafts, "source": source})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def revise_incident(request: OwnRequest, pk: UUID) -> HttpResponse:
    """A correction: what was said before is kept, and shown beside it."""
    shown = incident_or_404(request, pk)
    if shown.entry is None:
        return redirect("trackers:incident", pk)
    begun = incident_draft_of(request.user, request.vault, incident_id=pk)
    goes_on = begun is not None and begun.version == shown.entry.version
    initial = as_typed(shown.entry)
    if begun and goes_on:
        initial |= as_drafted(begun)
    initial |= {"item": pk, "version": shown.entry.version}
    form = _form(request, initial=initial, is_correction=True)
    context: dict[str, Any] = {"shown": shown, "begun": goes_on}
    if form.is_valid():
        try:
            correct_incident(
                by=request.user,
                vault=request.vault,
                incident=shown.row,
                entry=form.entry(now=timezone.now(), base=shown.entry),
                now=timezone.now(),
            )
        except LogRefused as refusal:
            form.add_error(None, str(refusal))
            context |= _meanwhile(request, form, shown)
        except CannotBeOpened:
            return redirect("trackers:incident", pk)
        else:
            messages.success(request, _("Saved. Both versions are kept."))
            return redirect("trackers:incident", pk)
    return _page(request, form, context)


@private
@require_POST
def draft_incident(request: OwnRequest) -> HttpResponse:
    """Keeps what is typed, every few seconds; and for later, when somebody asks for that."""
    form, kept = DraftForm(request.POST), None
    if form.is_valid():
        try:
            kept = keep_incident_draft(
                by=request.user,
                vault=request.vault,
                incident_id=form.cleaned_data["item"],
                version=form.cleaned_data["version"],
                fields=typed_in(request.POST),
                now=timezone.now(),
            )
        except IncidentDraft.DoesNotExist as somebody_elses:
            raise Http404 from somebody_elses
    if "later" not in request.POST:
        return render(request, "trackers/_draft_state.html", {"kept": kept})
    if kept:
        messages.success(request, _("Kept, sealed. You can go on with it whenever you like."))
    return redirect("trackers:log")


def _record(request: OwnRequest) -> HttpResponse:
    form, now = _form(request), timezone.now()
    if form.is_valid():
        try:
            recorded = log_incident(
                by=request.user,
                vault=request.vault,
                entry=form.entry(now=now),
                now=now,
                incident_id=form.cleaned_data["item"],
            )
        except LogRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is in the log."))
            return redirect("trackers:incident", recorded.pk)
    return _page(request, form, {})


def _form(request: OwnRequest, **options: Any) -> IncidentForm:
    people = people_to_choose(request.user, request.vault)
    return IncidentForm(posted(request), people=people, **options)


def _page(request: OwnRequest, form: IncidentForm, context: Mapping[str, Any]) -> HttpResponse:
    known = {"form": form, "is_first": is_log_empty(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/incident_form.html", known | dict(context), status=status)


def _now(request: OwnRequest) -> dict[str, Any]:
    here = timezone.localtime()
    return {"on": here.date(), "time": here.time(), "zone": request.user.time_zone}


def _new_ones(request: OwnRequest) -> list[object]:
    return [
        draft
        for draft in drafts_of_incidents(request.user, request.vault)
        if not draft.contents or not draft.contents.version
    ]


def _source(request: OwnRequest) -> tuple[IncidentEntry | None, UUID | None]:
    """What it is to be made from, as an entry; and the entry that was made from it already."""
    if event := id_in(request, "event"):
        return _from_event(request, event)
    if statement := id_in(request, "statement"):
        return _from_statement(request, statement)
    return None, None


def _from_event(request: OwnRequest, pk: UUID) -> tuple[IncidentEntry | None, UUID | None]:
    user, vault = request.user, request.vault
    row = get_object_or_404(ContactEvent.objects.visible_to(user), pk=pk)
    contents = vault.open_all([row], EventContents)[0].contents
    if contents is None or not can_come_from(contents):
        raise Http404
    person, door = door_in_words(user, vault, channel=contents.door)
    entry = from_event(contents, event_id=str(pk), person=person, door=door)
    return entry, incident_from(user, vault, day=row.on, event=str(pk))


def _from_statement(request: OwnRequest, pk: UUID) -> tuple[IncidentEntry | None, UUID | None]:
    user, vault = request.user, request.vault
    row = get_object_or_404(Statement.objects.visible_to(user), pk=pk)
    contents = vault.open_all([row], StatementContents)[0].contents
    if contents is None or contents.sent_at is None:
        raise Http404
    entry = from_statement(contents, statement_id=str(pk))
    return entry, incident_from(user, vault, day=entry.at.date(), statement=str(pk))


def _meanwhile(request: OwnRequest, form: IncidentForm, shown: ShownIncident) -> dict[str, Any]:
    """What was changed since the page was opened, if it was. With that said, what is typed goes
    on from the newest version."""
    newest, seen = shown.entry, form.cleaned_data["version"]
    if newest is None or newest.version == seen:
        return {}
    versions = versions_of_incident(request.user, request.vault, incident=shown.row)
    before = next((one.entry for one in versions if one.entry and one.entry.version == seen), None)
    on_newest = request.POST.copy()
    on_newest["version"] = str(newest.version)
    form.data = on_newest
    return {"meanwhile": changes_between(before, newest) if before else []}
