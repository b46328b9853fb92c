"""Files that come to the log: what they are, how large they may be, what they are called.

What a file is follows from its bytes, never from its name. docs/decisions/0029-files-of-the-log.md
"""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.decoding import Making
from trackers.rules.incidents import LONGEST_LINE

# As much of a file's beginning as is looked at.
HEAD = 64 * 1024
LONGEST_NAME = 200
# What lies half-way at one time. Whoever has more begun would hardly know which is which.
MOST_UNFINISHED = 20


@dataclass(frozen=True)
class FileKind:
    extension: str
    label: Promise
    # What is made of it for looking at; nothing where it is None.
    making: Making | None = None


_PHOTO, _PICTURE = gettext_lazy("Photo"), gettext_lazy("Picture")
_SOUND, _VIDEO, _CHAT = gettext_lazy("Sound"), gettext_lazy("Video"), gettext_lazy("Text")

KINDS = {
    "image/jpeg": FileKind("jpg", _PHOTO, Making.PHOTOGRAPH),
    "image/png": FileKind("png", _PICTURE, Making.PHOTOGRAPH),
    "image/webp": FileKind("webp", _PICTURE, Making.PHOTOGRAPH),
    "image/gif": FileKind("gif", _PICTURE, Making.PHOTOGRAPH),
    "image/avif": FileKind("avif", _PHOTO, Making.PHOTOGRAPH),
    "image/heic": FileKind("heic", _PHOTO, Making.PHOTOGRAPH),
    "application/pdf": FileKind("pdf", gettext_lazy("Document"), Making.PAGES),
    "message/rfc822": FileKind("eml", gettext_lazy("Mail"), Making.LETTER),
    "text/plain": FileKind("txt", _CHAT, Making.TEXT),
    "text/html": FileKind("html", _CHAT, Making.TEXT),
    "text/csv": FileKind("csv", _CHAT, Making.TEXT),
    "application/json": FileKind("json", _CHAT, Making.TEXT),
    "application/zip": FileKind("zip", gettext_lazy("Archive")),
    "audio/mpeg": FileKind("mp3", _SOUND),
    "audio/mp4": FileKind("m4a", _SOUND),
    "audio/aac": FileKind("aac", _SOUND),
    "audio/amr": FileKind("amr", _SOUND),
    "audio/ogg": FileKind("ogg", _SOUND),
    "audio/flac": FileKind("flac", _SOUND),
    "audio/wav": FileKind("wav", _SOUND),
    "audio/x-caf": FileKind("caf", _SOUND),
    "video/mp4": FileKind("mp4", _VIDEO),
    "video/quicktime": FileKind("mov", _VIDEO),
    "video/3gpp": FileKind("3gp", _VIDEO),
    "video/webm": FileKind("webm", _VIDEO),
    "video/x-matroska": FileKind("mkv", _VIDEO),
    "video/x-msvideo": FileKind("avi", _VIDEO),
}
# What came from an export of a newer site.
UNKNOWN = FileKind("bin", gettext_lazy("File"))

# By how it begins, byte for byte.
BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"caff", "audio/x-caf"),
    (b"ID3", "audio/mpeg"),
)
IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# Of files in boxes (ISO 14496-12), by their brands.
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
AVIF = {b"avif", b"avis"}
VIDEO = {
    *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6"),
    *(b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV"),
}
# What stands in no text.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]")
OF_MAILS = {"received", "return-path", "message-id", "date", "subject", "to", "delivered-to"}
HTML = re.compile(r"(?is)\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b")
JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[{\[\"])")


def kind_of(head: bytes) -> str | None:
    """A file's media type, by its first bytes (HEAD of them); None where it is none of ours."""
    looks: tuple[Callable[[bytes], str | None], ...] = (_begun, _in_boxes, _framed, _written)
    return next((found for look in looks if (found := look(head))), None)


def of_kind(media_type: str) -> FileKind:
    return KINDS.get(media_type, UNKNOWN)


def neutral_name(number: int, media_type: str) -> str:
    """What it is called on a device: nothing that says what it is."""
    return f"file-{number}.{of_kind(media_type).extension}"


def tidy_name(name: str) -> str:
    """What its sender called it, without folders, and without letters that cannot be seen: those
    could turn the rest of a line around."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(each for each in last if each.isprintable()).strip()
    stem, dot, extension = seen.rpartition(".")
    if len(seen) > LONGEST_NAME and dot and len(extension) < 10:
        return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"
    return seen[:LONGEST_NAME] or _("file")


def why_not_take_in(*, size: int, used: int, captured: str = "", shows: str = "") -> str | None:
    """Why a file of this size is not taken in, where the member's others take up `used`."""
    if size <= 0:
        return _("There is nothing in this file. Please choose another one.")
    if size > settings.OWN_FILE_MAX_BYTES:
        return why_too_large()
    if used + size > settings.OWN_FILES_MAX_BYTES:
        return why_too_many()
    for words in (captured, shows):
        if len(words) > LONGEST_LINE or "\0" in words:
            return _("Please say in fewer than %(most)d letters what it shows.") % {
                "most": LONGEST_LINE
            }
    return None


def why_not_begin_another(unfinished: int) -> str | None:
    if unfinished >= MOST_UNFINISHED:
        return _("Many files are half-way already. Please finish one, or throw one away, first.")
    return None


def why_too_large() -> str:
    return _("This file is larger than %(most)d MB, which is the most. Nothing of it was kept.") % {
        "most": settings.OWN_FILE_MAX_MB
    }


def why_too_many() -> str:
    return _(
        "With this file, yours would take up more than %(most)d MB together, which is the most. "
        "Nothing of it was kept."
    ) % {"most": settings.OWN_FILES_MAX_MB}


def why_not_this_kind() -> str:
    return _(
        "This is none of the kinds of file that are kept here, whatever its name says. Photos, "
        "screenshots, PDF, mails (.eml), exported chats (.txt, .csv, .html, .json, .zip), sound "
        "and video are. A screenshot or a PDF of it works. Nothing of it was kept."
    )


def why_no_room() -> str:
    return _(
        "There is no room left here where files are kept. Nothing of it was kept; nothing else was "
        "lost. Please tell whoever looks after this site, and keep your file."
    )


def why_harmful() -> str:
    return _(
        "The virus scanner knows this file as harmful, so it is not kept here. Do not open it. "
        "A photo of the screen that shows where it came from can be kept."
    )


def why_scanner_away() -> str:
    return _(
        "The virus scanner cannot be reached just now, and no file is kept unlooked at. Nothing of "
        "it was kept. Please try again in a while."
    )


def why_not_whole() -> str:
    return _("The file did not arrive whole. Nothing of it was kept. Please send it again.")


def _begun(head: bytes) -> str | None:
    if head[:4] == b"RIFF":
        return IN_RIFF.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        is_web = b"webm" in head[:64]
        return "video/webm" if is_web else "video/x-matroska" if b"matroska" in head[:64] else None
    return next((kind for begins, kind in BEGINNINGS if head.startswith(begins)), None)


def _in_boxes(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), 256)
    main, brands = head[8:12], {head[at : at + 4] for at in range(16, end, 4)}
    for kind, known in (("image/avif", AVIF), ("image/heic", HEIC)):
        if main in known or (main in (b"mif1", b"msf1") and brands & known):
            return kind
    if main[:3] == b"3gp" or main[:3] == b"3g2":
        return "video/3gpp"
    return {b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4"}.get(
        main, "video/mp4" if main in VIDEO else None
    )


def _framed(head: bytes) -> str | None:
    """Sound that begins with its first frame: 11 bits or 12 of ones, and a layer that exists."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0 and (head[2] >> 2) & 15 < 13:
        return "audio/aac"
    has_bitrate = head[2] >> 4 not in (0, 15) and (head[2] >> 2) & 3 != 3
    return "audio/mpeg" if head[1] & 0xE6 == 0xE2 and has_bitrate else None


def _written(head: bytes) -> str | None:
    text = _as_text(head)
    if text is None or not text.strip() or CONTROLS.search(text):
        return None
    if _is_mail(text):
        return "message/rfc822"
    if HTML.match(text):
        return "text/html"
    if JSON.match(text):
        return "application/json"
    return "text/csv" if _is_table(text) else "text/plain"


def _as_text(head: bytes) -> str | None:
    try:
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return codecs.getincrementaldecoder("utf-16")().decode(head)
        # The last letter may have been cut off.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        pass
    try:
        text = head.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    # Bytes of anything pass for this one; in what people write, most are of the alphabet.
    plain = sum(byte < 128 for byte in head)
    return text if plain >= 0.7 * len(head) else None


def _is_mail(text: str) -> bool:
    # Mailboxes put a line of their own before each.
    lines = text.removeprefix(text.partition("\n")[0] + "\n" if text[:5] == "From " else "")
    names = set()
    for line in lines.splitlines():
        if line[:1] in (" ", "\t"):
            continue
        if not (header := HEADER.match(line + " ")):
            break
        names.add(header[1].lower())
    return "from" in names and bool(names & OF_MAILS)


def _is_table(text: str) -> bool:
    """The same two separators or more in each of its first lines."""
    lines = [line for line in text.splitlines()[:6] if line.strip()][:5]
    if len(lines) < 2 or lines[0].startswith("["):
        return False
    return any(
        len(counts := {line.count(mark) for line in lines}) == 1 and min(counts) >= 2
        for mark in (",", ";", "\t")
    )
