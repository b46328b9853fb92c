"""Copies of the log for others: asking for one, watching it being made, fetching it."""

from itertools import chain
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import session_of
from trackers.actions.exports import ask_for_export, throw_export_away
from trackers.actions.vault import unlock
from trackers.archive.signing import fingerprint, fingerprint_of_certificate
from trackers.choices import ExportState
from trackers.forms.exports import ExportForm
from trackers.models import Export
from trackers.queries.exports import export_shown, exports_of, given_by
from trackers.refusals import ExportRefused, UnlockRefused
from trackers.vault.files import read_parts
from trackers.vault.sealing import CannotBeOpened
from trackers.views.private import OwnRequest, posted, private

# Nothing in it says what it is.
FILE_NAME = "copy.zip"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: OwnRequest) -> HttpResponse:
    """Asks for the passphrase once more: what it gives is open to whoever has it."""
    form = ExportForm(posted(request), initial={"item": uuid4()})
    if form.is_valid() and (export := _asked_for(request, form)):
        return redirect("trackers:export", export.pk)
    context = {
        "form": form,
        "exports": exports_of(request.user, request.vault),
        "given": given_by(request.user, request.vault),
        "key": fingerprint(),
        "certificate": fingerprint_of_certificate(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "trackers/exports.html", context, status=status)


@private
@require_safe
def export(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    context = {"shown": export_shown(request.vault, row)}
    template = "trackers/_export.html" if request.htmx else "trackers/export.html"
    return render(request, template, context)


@private
@require_safe
def export_file(request: OwnRequest, pk: UUID) -> HttpResponseBase:
    """The archive, a part at a time."""
    made = Export.objects.visible_to(request.user).filter(
        state=ExportState.MADE, expires_at__gt=timezone.now()
    )
    row = get_object_or_404(made.select_related("stored"), pk=pk)
    stored = row.stored
    parts = read_parts(request.vault, stored.pk, stored.parts) if stored else iter(())
    try:
        first = next(parts, b"")
    except CannotBeOpened:
        messages.error(request, _("It cannot be read any more. Please ask for it again."))
        return redirect("trackers:export", pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
        "Content-Length": str(stored.size if stored else 0),
    }
    return StreamingHttpResponse(
        chain([first], parts), content_type="application/zip", headers=headers
    )


@private
@require_POST
def throw_away_export(request: OwnRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    throw_export_away(by=request.user, export=row, now=timezone.now())
    messages.success(request, _("The copy is gone from here."))
    return redirect("trackers:exports")


def _asked_for(request: OwnRequest, form: ExportForm) -> Export | None:
    """None where the form now says why not."""
    try:
        unlock(
            by=request.user,
            passphrase=form.cleaned_data["passphrase"],
            session=session_of(request),
        )
    except UnlockRefused as refusal:
        form.add_error("passphrase", str(refusal))
        return None
    language = get_language() or "en"
    try:
        return ask_for_export(
            by=request.user,
            vault=request.vault,
            asked=form.asked(zone=request.user.time_zone, language=language),
            export_id=form.cleaned_data["item"] or uuid4(),
            now=timezone.now(),
        )
    except ExportRefused as refusal:
        form.add_error(None, str(refusal))
        return None
