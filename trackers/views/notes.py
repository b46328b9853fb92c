from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trackers.actions.notes import keep_draft, revise_entry, write_entry
from trackers.forms.notes import DraftForm, NoteForm
from trackers.models import Draft, EntryContents, JournalEntry
from trackers.queries.notes import draft_of, drafts_of, page_of_entries
from trackers.refusals import NoteRefused
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import cannot_be_opened
from trackers.views.private import OwnRequest, private


@private
@require_safe
def notes(request: OwnRequest) -> HttpResponse:
    page = page_of_entries(request.user, request.vault, after=_id_in(request, "after"))
    context = {
        "entries": page.entries,
        "older": page.older,
        "drafts": drafts_of(request.user, request.vault),
    }
    return render(request, "trackers/notes.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: OwnRequest) -> HttpResponse:
    """An empty page; or, with `note`, the draft that somebody goes on with."""
    if request.method == "POST":
        return _save_new(request)
    note_id = _id_in(request, "note") or uuid4()
    begun = draft_of(request.user, request.vault, note_id=note_id)
    initial = {"note": note_id, "revision": 0}
    if begun:
        initial |= {"title": begun.title, "text": begun.text}
    drafts = [] if begun else drafts_of(request.user, request.vault)
    return _form(request, NoteForm(initial=initial), drafts=drafts)


@private
@require_safe
def note(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(JournalEntry.objects.visible_to(request.user), pk=pk)
    try:
        contents = request.vault.open(row, EntryContents)
    except CannotBeOpened:
        return cannot_be_opened(request, row, reverse("trackers:dispose_of_note", args=[row.pk]))
    return render(request, "trackers/note.html", {"row": row, "contents": contents})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def revise_note(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(JournalEntry.objects.visible_to(request.user), pk=pk)
    try:
        contents = request.vault.open(row, EntryContents)
    except CannotBeOpened:
        return cannot_be_opened(request, row, reverse("trackers:dispose_of_note", args=[row.pk]))
    begun = draft_of(request.user, request.vault, note_id=pk)
    shown = begun or contents
    initial = {
        "note": pk,
        "revision": contents.revision,
        "title": shown.title,
        "text": shown.text,
    }
    form = NoteForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            revise_entry(
                by=request.user,
                vault=request.vault,
                entry=row,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
            )
        except NoteRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:note", pk)
    return _form(request, form, row=row, begun=begun is not None)


@private
@require_POST
def draft(request: OwnRequest) -> HttpResponse:
    """Keeps what is typed, every few seconds."""
    form = DraftForm(request.POST)
    kept = None
    if form.is_valid():
        now = timezone.now()
        try:
            kept = keep_draft(
                by=request.user,
                vault=request.vault,
                note_id=form.cleaned_data["note"],
                revision=form.cleaned_data["revision"],
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                now=now,
            )
        except Draft.DoesNotExist as somebody_elses:
            raise Http404 from somebody_elses
    return render(request, "trackers/_draft_state.html", {"kept": kept})


def _save_new(request: OwnRequest) -> HttpResponse:
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            entry = write_entry(
                by=request.user,
                vault=request.vault,
                note_id=form.cleaned_data["note"],
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                now=timezone.now(),
            )
        except NoteRefused as refusal:
            form.add_error("text", str(refusal))
        except JournalEntry.DoesNotExist as somebody_elses:
            raise Http404 from somebody_elses
        else:
            messages.success(request, _("Saved."))
            return redirect("trackers:note", entry.pk)
    return _form(request, form)


def _form(
    request: OwnRequest,
    form: NoteForm,
    *,
    row: JournalEntry | None = None,
    begun: bool = False,
    drafts: object = (),
) -> HttpResponse:
    context = {"form": form, "row": row, "begun": begun, "drafts": drafts}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/note_form.html", context, status=status)


def _id_in(request: OwnRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
