"""An export of the log that comes back."""

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trackers.actions.bring_back_log import BroughtBack, bring_back_log
from trackers.choices import Layer
from trackers.forms.bring_log import BringLogForm
from trackers.models import StoredFile
from trackers.queries.brought import SealedFile, opened_archive
from trackers.refusals import ExportRefused
from trackers.views.arriving import ArrivingRequest, sealing_what_arrives
from trackers.views.private import posted, private


@sealing_what_arrives
@private
@require_http_methods(["GET", "HEAD", "POST"])
def bring_log(request: ArrivingRequest) -> HttpResponse:
    form = BringLogForm(posted(request))
    if form.is_valid():
        try:
            back = _bring_back(request, form.cleaned_data["passphrase"])
        except ExportRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _said(back))
            return redirect("trackers:log")
    status = 422 if form.is_bound else 200
    return render(request, "trackers/bring_log.html", {"form": form}, status=status)


def _bring_back(request: ArrivingRequest, passphrase: str) -> BroughtBack:
    stored = request.arriving.whole
    if stored is None:
        raise ExportRefused(request.arriving.trouble or _("Choose the file first."))
    with opened_archive(_read_from(request, stored), passphrase=passphrase) as archive:
        return bring_back_log(
            by=request.user, vault=request.vault, archive=archive, now=timezone.now()
        )


def _read_from(request: ArrivingRequest, stored: StoredFile) -> io.BufferedReader:
    raw = SealedFile(request.vault, stored.pk, size=stored.size, parts=stored.parts)
    return io.BufferedReader(raw)


def _said(back: BroughtBack) -> str:
    entries = ngettext("%(n)d entry is back.", "%(n)d entries are back.", back.entries)
    said = entries % {"n": back.entries}
    missing = [str(layer.label) for layer in Layer if layer in back.withheld]
    if missing:
        said += " " + _("Not in the file, and so not here: %(layers)s.") % {
            "layers": ", ".join(missing)
        }
    return said
