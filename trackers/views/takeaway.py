"""Taking everything away as one file, and bringing such a file back."""

import io
import zipfile

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.requests import session_of
from trackers.actions.takeaway import bring_back
from trackers.actions.vault import unlock
from trackers.forms.takeaway import LARGEST_UNPACKED, BringForm, TakeForm
from trackers.queries.readable import ENTRIES, as_files
from trackers.queries.takeaway import takeaway
from trackers.refusals import TakeawayRefused, UnlockRefused
from trackers.views.private import OwnRequest, posted, private

# Nothing in these names says what it is.
FILE_NAME = "pages.zip"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: OwnRequest) -> HttpResponse:
    """Asks for the passphrase once more: the file that it gives is open to whoever has it."""
    form = TakeForm(posted(request))
    if form.is_valid():
        try:
            unlock(
                by=request.user,
                passphrase=form.cleaned_data["passphrase"],
                session=session_of(request),
            )
        except UnlockRefused as refusal:
            form.add_error("passphrase", str(refusal))
        else:
            return _download(request)
    status = 422 if form.is_bound else 200
    return render(request, "trackers/take.html", {"form": form}, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: OwnRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if posted else BringForm()
    if form.is_valid():
        try:
            back = bring_back(
                by=request.user,
                vault=request.vault,
                file=_entries_in(form.cleaned_data["file"]),
                now=timezone.now(),
            )
        except TakeawayRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            said = ngettext("%(n)d entry is back.", "%(n)d entries are back.", back.count)
            messages.success(request, said % {"n": back.count})
            if back.without_log:
                messages.info(
                    request,
                    _(
                        "The entries with files come back from the file that you took out of "
                        "there. Your private notes of them stay readable in this one."
                    ),
                )
            return redirect("trackers:today")
    status = 422 if form.is_bound else 200
    return render(request, "trackers/bring.html", {"form": form}, status=status)


def _download(request: OwnRequest) -> HttpResponse:
    # In memory, never in a file: what is on the server's disk could be read from it.
    packed = io.BytesIO()
    taken = takeaway(request.user, request.vault)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in as_files(taken).items():
            archive.writestr(name, content)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _entries_in(file: UploadedFile) -> bytes:
    """The entries, from the archive as it was taken away, or taken out of it already."""
    content: bytes = file.read()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    no = _("This is not a file of these pages, or it is damaged. Nothing was changed.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # What unpacks to more than it can be is not looked at.
            if archive.getinfo(ENTRIES).file_size > LARGEST_UNPACKED:
                raise TakeawayRefused(no)
            return archive.read(ENTRIES)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError) as wrong:
        raise TakeawayRefused(no) from wrong
