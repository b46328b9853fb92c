"""Archives for the tests of what makes and of what checks them."""

import io
import uuid
import zipfile

from django.utils import timezone

from trackers.actions.exporting import make_next_export
from trackers.actions.exports import ask_for_export
from trackers.models import Export, ExportContents
from trackers.vault.files import read_parts
from trackers.vault.rows import rows_of


def ask(user, vault, **asked):
    return ask_for_export(
        by=user,
        vault=vault,
        asked=ExportContents(**{"for_whom": "A lawyer: Kim", "purpose": "advice"} | asked),
        export_id=uuid.uuid4(),
        now=timezone.now(),
    )


def make(user, vault, **asked):
    """As asked for and made by a worker: its row."""
    export = ask(user, vault, **asked)
    assert make_next_export(clock=timezone.now)
    return again(user, export)


def again(user, export):
    with rows_of(user.pk):
        return Export.objects.select_related("stored").filter(pk=export.pk).first()


def bytes_of(vault, export):
    return b"".join(read_parts(vault, export.stored_id, export.stored.parts))


def archive_of(user, vault, **asked):
    export = make(user, vault, **asked)
    assert export.state == "made", contents_of(user, vault, export).trouble
    return bytes_of(vault, export)


def contents_of(user, vault, export):
    with rows_of(user.pk):
        return vault.open(again(user, export), ExportContents)


def members(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
