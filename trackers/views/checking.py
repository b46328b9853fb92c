"""Whether the log is still what was recorded, as a page."""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trackers.models import LogHeadContents
from trackers.queries.checking import Walked, check_log, read_files
from trackers.queries.log import head_of
from trackers.queries.stamps import last_stamped
from trackers.refusals import LogRefused
from trackers.views.private import OwnRequest, private

# What does not fit in more places than these has been written anew as a whole.
MOST_SHOWN = 100


@private
@require_safe
def check_log_of(request: OwnRequest) -> HttpResponse:
    """All places at once. Files are read to their last byte, which takes long: as many at a time
    as a page has time for, from the place on that the address says."""
    walked = Walked()
    found = list(islice(check_log(request.user, request.vault, walked=walked), MOST_SHOWN + 1))
    after = request.GET.get("files", "")
    context = {
        "places": walked.seq,
        "found": found[:MOST_SHOWN],
        "found_more": len(found) > MOST_SHOWN,
        "files": _files(request, after),
        "stamped": last_stamped(request.user),
        "brought": _head(request),
    }
    return render(request, "trackers/check_log.html", context)


def _head(request: OwnRequest) -> LogHeadContents | None:
    try:
        return head_of(request.user, request.vault)
    except LogRefused:
        # That it does not fit is among what was found.
        return None


def _files(request: OwnRequest, after: str) -> object:
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        return None
    return read_files(request.user, request.vault, after=int(after))
