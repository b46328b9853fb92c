from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trackers.actions.notes import keep_draft, revise_entry, write_entry
from trackers.forms.notes import DraftForm, NoteForm, NotesSearchForm, as_typed
from trackers.markup import html_from_markdown
from trackers.models import Draft, EntryContents, JournalEntry
from trackers.queries.notes import (
    draft_of,
    drafts_of,
    entries_of_other_years,
    found_entries,
    page_of_entries,
    versions_of,
)
from trackers.refusals import NoteRefused
from trackers.rules.prompts import another_prompt, prompt_for_writing
from trackers.vault.sealing import CannotBeOpened
from trackers.views.disposal import cannot_be_opened
from trackers.views.private import OwnRequest, posted, private, today_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: OwnRequest) -> HttpResponse:
    """What is looked for is sent, as an address would stay in the browser's history."""
    form = NotesSearchForm(posted(request))
    words = form.cleaned_data["q"] if form.is_valid() else ""
    if words:
        page = found_entries(request.user, request.vault, words=words)
    else:
        page = page_of_entries(request.user, request.vault, after=_id_in(request, "after"))
    context = {
        "entries": page.entries,
        "older": page.older,
        "drafts": [] if words else drafts_of(request.user, request.vault),
        "form": form,
        "words": words,
        "more_than_shown": page.more_than_shown,
    }
    return render(request, "trackers/notes.html", context)


@private
@require_safe
def on_this_day(request: OwnRequest) -> HttpResponse:
    """What was written on this day of other years: shown to whoever asks for it."""
    today = today_of(request)
    entries = entries_of_other_years(request.user, request.vault, day=today)
    return render(request, "trackers/on_this_day.html", {"entries": entries, "day": today})


@private
@require_safe
def versions(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(JournalEntry.objects.visible_to(request.user), pk=pk)
    context = {"row": row, "versions": versions_of(request.user, request.vault, entry=row)}
    return render(request, "trackers/versions.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: OwnRequest) -> HttpResponse:
    """An empty page; or, with `note`, the draft that somebody goes on with."""
    if request.method == "POST":
        return _save_new(request)
    note_id = _id_in(request, "note") or uuid4()
    begun = draft_of(request.user, request.vault, note_id=note_id)
    initial = {"note": note_id, "revision": 0}
    initial["letter"] = "letter" in request.GET
    if begun:
        initial |= as_typed(begun)
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
    context = {
        "row": row,
        "contents": contents,
        "html": html_from_markdown(contents.text),
        "has_versions": row.versions.exists(),
    }
    return render(request, "trackers/note.html", context)


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
    } | as_typed(shown)
    form = NoteForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            revise_entry(
                by=request.user,
                vault=request.vault,
                entry=row,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                now=timezone.now(),
                **form.about(),
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
                **form.about(),
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
                **form.about(),
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
    is_letter = form["letter"].value() in (True, "True", "on")
    context = {
        "form": form,
        "row": row,
        "begun": begun,
        "drafts": drafts,
        "is_letter": is_letter,
        "prompt": prompt_for_writing(request.GET.get("prompt", "")),
        "another": another_prompt(request.GET.get("prompt", "")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "trackers/note_form.html", context, status=status)


def _id_in(request: OwnRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
