"""Turns the bytes of an export into XML that a strict parser takes.

Exports are often a little broken: blank lines before the XML declaration, bytes of another
encoding, control characters, a bare "&", HTML's own entities. What is in them is HTML or plain
text with HTML's entities, where "&" and "&amp;" mean the same; so all of that can be put right
without knowing whether it stands in CDATA or not. What is left is taken by a parser that does not
guess, so that a file that was cut off is seen to be cut off.
"""

import codecs
import re
from html.entities import html5
from typing import BinaryIO

CHUNK = 64 * 1024
HEAD = 1024
BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
DECLARATION = re.compile(r"[\s\ufeff]*<\?xml[^>]*\?>")
DECLARED_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([\w.-]+)")
# Encodings that a blog may have had and that can stand without a byte order mark.
KNOWN_ENCODING = re.compile(
    r"iso-?8859-\d+|latin-?1|us-ascii|windows-\d+|cp\d+|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc-(jp|kr)",
    re.IGNORECASE,
)
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REFERENCE_OR_DOCTYPE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[a-zA-Z][a-zA-Z0-9]{1,31}));"
    r"|&|<!DOCTYPE"
)
# Phones and scripts write an emoji as the two halves that it has in UTF-16.
HALVES = re.compile(
    r"&#(?:[xX](?P<high_hex>[dD][89abAB][\da-fA-F]{2})|(?P<high>5[56]\d{3}));"
    r"&#(?:[xX](?P<low_hex>[dD][c-fC-F][\da-fA-F]{2})|(?P<low>5[67]\d{3}));"
)
LONGEST_REFERENCE = 34
XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


def _decode_as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not valid in the file's own encoding mostly came from a Windows machine."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as_windows", _decode_as_windows)


class MendedFile:
    """A binary file to read from: UTF-8, well-formed characters and references, no DOCTYPE."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._decoder: codecs.IncrementalDecoder | None = None
        self._held_back = ""
        self.head = b""
        self.is_at_end = False

    def read(self, size: int = -1) -> bytes:
        mended = ""
        while not mended and not self.is_at_end:
            mended = self._read_on(size if size > 0 else CHUNK)
        return mended.encode()

    def _read_on(self, size: int) -> str:
        if self._decoder is None:
            self.head = self._raw.read(HEAD)
            mark, encoding = _mark_and_encoding(self.head)
            self._decoder = codecs.getincrementaldecoder(encoding)("as_windows")
            text = _without_declaration(self._decoder.decode(self.head.removeprefix(mark)))
        else:
            chunk = self._raw.read(size)
            self.is_at_end = not chunk
            text = self._decoder.decode(chunk, final=self.is_at_end)
        text = self._held_back + FORBIDDEN.sub("", text)
        whole = len(text) if self.is_at_end else _whole_length(text)
        self._held_back = text[whole:]
        return REFERENCE_OR_DOCTYPE.sub(_mended, HALVES.sub(_joined, text[:whole]))


def _mark_and_encoding(head: bytes) -> tuple[bytes, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return mark, encoding
    declared = DECLARED_ENCODING.search(head)
    name = declared[1].decode() if declared else ""
    return b"", _codec(name) if KNOWN_ENCODING.fullmatch(name) else "utf-8"


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    # As browsers do: what says Latin-1 and has letters in the gap of Latin-1 is Windows-1252.
    return "cp1252" if codec in {"iso8859-1", "ascii"} else codec


def _without_declaration(head: str) -> str:
    """No XML declaration, since the encoding is another one now. Its lines stay, so that the
    parser counts lines as the file does."""
    declaration = DECLARATION.match(head)
    if declaration is None:
        return head
    return "\n" * declaration[0].count("\n") + head[declaration.end() :]


def _whole_length(text: str) -> int:
    """How much of the text holds no reference and no DOCTYPE that may go on in the next chunk."""
    tail = max(len(text) - LONGEST_REFERENCE, 0)
    starts = [at for at in (text.find("&", tail), text.find("<", tail)) if at >= 0]
    return min(starts, default=len(text))


def _joined(halves: re.Match[str]) -> str:
    high = int(halves["high"] or int(halves["high_hex"], 16))
    low = int(halves["low"] or int(halves["low_hex"], 16))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return f"&#{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)};"
    return halves[0]


def _mended(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&amp;"
    if found[0] == "<!DOCTYPE":
        # WordPress writes none, and without one there are no entities that could be expanded.
        return "&lt;!DOCTYPE"
    if name := found["name"]:
        return _mended_name(name)
    code = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    is_character = code <= 0x10FFFF and not FORBIDDEN.match(chr(code))
    return f"&#{code};" if is_character else ""


def _mended_name(name: str) -> str:
    if name in XML_NAMES:
        return f"&{name};"
    if f"{name};" in html5:
        return "".join(f"&#{ord(letter)};" for letter in html5[f"{name};"])
    return f"&amp;{name};"
