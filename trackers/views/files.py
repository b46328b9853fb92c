"""Files of the log: adding one, looking at its copy, taking the original, taking it out."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trackers.actions.copies import lend_again
from trackers.actions.files import take_in
from trackers.actions.incidents import remove_attachment
from trackers.forms.files import FileForm
from trackers.forms.incidents import RemovalForm
from trackers.models import Attachment, Incident, UploadContents
from trackers.queries.files import ShownFile, file_of, piece_of, texts_of, unfinished_of
from trackers.queries.incidents import incident_of
from trackers.refusals import LogRefused, Refused
from trackers.rules.files import why_not_whole
from trackers.vault.files import read_parts
from trackers.vault.sealing import CannotBeOpened
from trackers.views.arriving import ArrivingRequest, sealing_what_arrives
from trackers.views.private import ASKED_FOR, OwnRequest, posted, private

# Opened by itself, it is what it is, and can run nothing.
NOTHING_RUNS = "default-src 'none'; sandbox"


@sealing_what_arrives
@private
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: ArrivingRequest, pk: UUID) -> HttpResponse:
    standing = Incident.objects.visible_to(request.user).standing()
    incident = get_object_or_404(standing, pk=pk)
    form = FileForm(posted(request), request.FILES if request.method == "POST" else None)
    form.say_of_file(request.arriving.trouble or _nothing_chosen(request))
    if form.is_valid():
        if no := _taken_in(request, incident, form):
            form.add_error("file", no)
        else:
            messages.success(request, _("The file is in the log, sealed, as it came."))
            return redirect("trackers:incident", pk)
    context = {
        "form": form,
        "incident": incident,
        "shown": incident_of(request.user, request.vault, pk=pk),
        "unfinished": unfinished_of(request.user, request.vault, incident),
    }
    status = 422 if form.is_bound else 200
    return render(request, "trackers/file_form.html", context, status=status)


@private
@require_safe
def file(request: OwnRequest, pk: UUID) -> HttpResponse:
    shown = _file_or_404(request, pk)
    lend_again(by=request.user, vault=request.vault, files=[shown], now=timezone.now())
    try:
        texts = texts_of(request.vault, shown) if shown.is_made else []
    except CannotBeOpened:
        texts = []
    context = {"file": shown, "incident": shown.row.incident, "texts": texts}
    return render(request, "trackers/file.html", context)


@private
@require_safe
def original(request: OwnRequest, pk: UUID) -> HttpResponseBase:
    """The bytes as they came, a part at a time."""
    shown = _file_or_404(request, pk)
    parts = read_parts(request.vault, shown.row.stored_id, shown.row.stored.parts)
    try:
        first = next(parts)
    except CannotBeOpened:
        messages.error(request, _damaged())
        return redirect("trackers:file", pk)
    return _download(chain([first], parts), shown)


@private
@require_safe
def copy(request: OwnRequest, pk: UUID, piece: int) -> HttpResponse:
    """One page or picture of a copy, or a stretch of text."""
    shown = _file_or_404(request, pk)
    try:
        media_type, content = piece_of(request.vault, shown, piece)
    except CannotBeOpened as gone:
        raise Http404 from gone
    charset = "" if media_type.startswith("image/") else "; charset=utf-8"
    response = HttpResponse(content, content_type=f"{media_type}{charset}")
    response["Content-Disposition"] = 'inline; filename="copy"'
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: OwnRequest, pk: UUID) -> HttpResponse:
    """Asked once, with a reason; its place in the log stays."""
    shown = _file_or_404(request, pk)
    form = RemovalForm(posted(request))
    if form.is_valid():
        try:
            remove_attachment(
                by=request.user,
                vault=request.vault,
                attachment=shown.row,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except LogRefused as refusal:
            form.add_error("reason", str(refusal))
        except CannotBeOpened:
            form.add_error(None, _damaged())
        else:
            messages.success(request, _("It is out of the log. Its place and your words stay."))
            return redirect("trackers:incident", shown.row.incident_id)
    context = {"form": form, "file": shown}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/file_out.html", context, status=status)


def _taken_in(request: ArrivingRequest, incident: Incident, form: FileForm) -> str:
    """Why it was not; nothing where it was."""
    arrived = request.arriving
    if arrived.whole is None:
        return why_not_whole()
    try:
        take_in(
            by=request.user,
            vault=request.vault,
            incident=incident,
            stored=arrived.whole,
            contents=UploadContents(
                name=arrived.called,
                captured=form.cleaned_data["captured"],
                shows=form.cleaned_data["shows"],
            ),
            now=timezone.now(),
        )
    except Refused as refusal:
        return str(refusal)
    return ""


def _nothing_chosen(request: OwnRequest) -> str:
    if ASKED_FOR in request.POST:
        return _(
            "Your own pages had closed, so the file was not kept. What you typed is here: please "
            "choose the file again."
        )
    return _("Please choose a file first. One that is empty is not kept.")


def _download(parts: Iterator[bytes], shown: ShownFile) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type="application/octet-stream")
    # One that breaks off is known to be not whole.
    response["Content-Length"] = str(shown.row.stored.size)
    response["Content-Disposition"] = f'attachment; filename="{shown.neutral_name}"'
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response


def _file_or_404(request: OwnRequest, pk: UUID) -> ShownFile:
    files = Attachment.objects.visible_to(request.user)
    row = get_object_or_404(files.select_related("link", "stored", "incident"), pk=pk)
    return file_of(request.user, request.vault, row)


def _damaged() -> str:
    return _(
        "This file cannot be opened: what is stored of it is damaged, or was changed from outside. "
        "Check the log: it shows what."
    )
