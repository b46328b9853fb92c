"""A file that is sent in parts by a script (config/static/files.js), which goes on where it was
interrupted. Answers are JSON: how much is here, or a sentence."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import ask_to_sign_in
from trackers.actions.files import (
    WrongPlace,
    begin_upload,
    drop_upload,
    finish_upload,
    receive_part,
)
from trackers.models import Incident, Upload, UploadContents
from trackers.refusals import Refused
from trackers.rules.files import why_not_whole
from trackers.vault.files import PART_SIZE
from trackers.views.private import OwnRequest, PrivateView, inside, opening_of, private


def for_script(view: PrivateView) -> PrivateView:
    """As @private, for a script: a closed vault is a sentence, and no page. A part is here before
    anything of the database is held."""

    @wraps(view)
    def wrapped(request: OwnRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        opening = opening_of(request)
        if opening is None:
            return _trouble(_("Your own pages have closed."), status=423)
        if request.method == "PUT" and (no := _part_that_cannot_be_read(request)):
            return no
        return inside(request, opening, view, *args, **kwargs)

    return wrapped


@for_script
@require_POST
def begin(request: OwnRequest, pk: UUID) -> HttpResponse:
    incident = get_object_or_404(Incident.objects.visible_to(request.user).standing(), pk=pk)
    said = request.POST
    contents = UploadContents(
        name=said.get("name", ""),
        modified=said.get("modified", ""),
        captured=said.get("captured", ""),
        shows=said.get("shows", ""),
    )
    size = said.get("size", "")
    try:
        upload = begin_upload(
            by=request.user,
            vault=request.vault,
            incident=incident,
            size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else 0,
            contents=contents,
            now=timezone.now(),
        )
    except Refused as refusal:
        return _trouble(str(refusal))
    return _standing(upload, status=201)


@for_script
@require_http_methods(["GET", "HEAD", "PUT"])
def upload(request: OwnRequest, pk: UUID) -> HttpResponse:
    """Where it stands, and its next part."""
    row = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if request.method != "PUT":
        return _standing(row)
    try:
        row = receive_part(
            by=request.user,
            vault=request.vault,
            upload_id=pk,
            offset=_offset(request),
            content=request.body,
        )
    except WrongPlace as elsewhere:
        return JsonResponse({"received": elsewhere.received}, status=409)
    except Upload.DoesNotExist as gone:
        raise Http404 from gone
    except Refused as refusal:
        return _trouble(str(refusal))
    return _standing(row)


@for_script
@require_POST
def finish(request: OwnRequest, pk: UUID) -> HttpResponse:
    try:
        file = finish_upload(by=request.user, vault=request.vault, upload_id=pk, now=timezone.now())
    except WrongPlace as elsewhere:
        return JsonResponse({"received": elsewhere.received}, status=409)
    except Upload.DoesNotExist as gone:
        raise Http404 from gone
    except Refused as refusal:
        return _trouble(str(refusal))
    messages.success(request, _("The file is in the log, sealed, as it came."))
    return JsonResponse({"to": reverse("trackers:incident", args=[file.incident_id])})


@private
@require_POST
def drop(request: OwnRequest, pk: UUID) -> HttpResponse:
    """Throw away what came of it so far; by a form, or by the script."""
    row = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    drop_upload(by=request.user, upload_id=pk, now=timezone.now())
    if request.htmx:
        return HttpResponse(status=204)
    messages.success(request, _("Thrown away. Nothing of it was kept."))
    return redirect("trackers:add_file", row.incident_id)


def _part_that_cannot_be_read(request: HttpRequest) -> HttpResponse | None:
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > PART_SIZE:
        return _trouble(why_not_whole(), status=413)
    try:
        read = len(request.body)
    except UnreadablePostError:
        read = -1
    # Cut off on its way: nothing of it is taken.
    return None if read == int(length) else _trouble(why_not_whole(), status=400)


def _offset(request: OwnRequest) -> int:
    said = request.headers.get("Upload-Offset", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else -1


def _standing(row: Upload, status: int = 200) -> HttpResponse:
    told = {
        "url": reverse("trackers:upload", args=[row.pk]),
        "received": row.received,
        "size": row.size,
        "part": PART_SIZE,
    }
    return JsonResponse(told, status=status)


def _trouble(sentence: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"trouble": sentence}, status=status)
