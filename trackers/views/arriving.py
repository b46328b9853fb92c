"""A file that is sent by a form, sealed part by part as it arrives: never whole in memory, and
never in the clear on a disk."""

from datetime import timedelta
from functools import wraps
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from trackers.actions.stored_files import drop_unless_whole, expect_file
from trackers.models import StoredFile
from trackers.queries.files import used_by
from trackers.rules.files import why_no_room, why_not_take_in, why_not_whole
from trackers.vault.files import NoRoom, SealedWriter
from trackers.vault.open_vault import OpenVault
from trackers.vault.rows import rows_of
from trackers.views.private import OwnRequest, PrivateView, opening_of

FIELD = "file"
# On the slowest of lines it takes some hours.
ARRIVES_WITHIN = timedelta(days=1)


class Arriving(FileUploadHandler):
    """What becomes of a file in a form. Without an open vault it is counted and let go."""

    def __init__(self, request: OwnRequest, vault: OpenVault | None) -> None:
        super().__init__(request)
        self.announced = request.META.get("CONTENT_LENGTH", "")
        self.user, self.vault = request.user, vault
        self.called = ""
        # Why nothing came of it, once that is known.
        self.trouble = ""
        self.writer: SealedWriter | None = None
        self.whole: StoredFile | None = None

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if field_name != FIELD or self.writer is not None:
            raise SkipFile
        vault = self.vault
        if vault is None:
            self._refuse(_("Your own pages had closed, so the file was not kept. Choose it again."))
        # All that is sent is a little more than the file; what it is in the end is asked again.
        with rows_of(self.user.pk):
            self.used = used_by(self.user)
        self.called = file_name
        self.stored = expect_file(
            by=self.user, size=self._most(), now=timezone.now(), wanted_for=ARRIVES_WITHIN
        )
        self.writer = SealedWriter(vault, self.stored.pk)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        writer = self._writing()
        if no := why_not_take_in(size=writer.size + len(raw_data), used=self.used):
            self._refuse(no)
        try:
            writer.write(raw_data)
        except NoRoom:
            self._refuse(why_no_room())

    def file_complete(self, file_size: int) -> UploadedFile | None:
        writer = self._writing()
        try:
            writer.close()
        except NoRoom:
            self.trouble = why_no_room()
            return None
        self.stored.size, self.stored.parts = writer.size, writer.parts
        self.whole = self.stored
        # For the form, that there was one.
        return UploadedFile(ContentFile(b""), name=self.called, size=writer.size)

    def upload_interrupted(self) -> None:
        # Django says so of what was refused as well.
        self.trouble = self.trouble or why_not_whole()

    def let_go(self) -> None:
        """Of what was not recorded, nothing stays."""
        if self.writer is not None:
            drop_unless_whole(by=self.user, stored_id=self.writer.file, now=timezone.now())

    def _most(self) -> int:
        """So many bytes it can be at most, by what the browser says is on its way."""
        sent = int(self.announced) if self.announced.isdecimal() else 1
        return min(max(sent, 1), settings.OWN_FILE_MAX_BYTES)

    def _writing(self) -> SealedWriter:
        if self.writer is None:
            raise SkipFile
        return self.writer

    def _refuse(self, why: str) -> NoReturn:
        """What is left of it is read and let go, so that the page can say so."""
        self.trouble = why
        raise SkipFile


class ArrivingRequest(OwnRequest):
    arriving: Arriving


def sealing_what_arrives(view: PrivateView) -> PrivateView:
    """For a view with a form that has a file in it, around everything that reads the form: the
    CSRF check as well, which is made here, once it is known where the file goes.

    A form of a stranger's page brings no vault along (SameSite=Strict), so nothing of its file is
    stored.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def wrapped(request: ArrivingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        opening = opening_of(request) if request.user.is_authenticated else None
        request.arriving = Arriving(request, opening.vault if opening else None)
        request.upload_handlers = [request.arriving]
        try:
            return checked(request, *args, **kwargs)
        finally:
            request.arriving.let_go()

    return wrapped
