"""From text in whatever bytes, and from mails, to plain text in UTF-8. Runs in the process that is
started for it."""

import codecs
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import IO

from accounts.decoding import PLAIN_TEXT, NotDecoded, Piece, Trouble, read_once

# As much as anybody reads on a page.
LONGEST_TEXT = 400_000
LARGEST_LETTER = 64 * 1024 * 1024
MOST_ATTACHED = 200
HEADERS = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID", "Received")
# What they hold is not for reading.
UNREAD = {"script", "style", "head", "template", "title"}
BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "hr"}


def text(source: IO[bytes]) -> Iterator[Piece]:
    """Raises NotDecoded behind the beginning of what is longer."""
    yield from _cut(_decoded(read_once(source, 4 * LONGEST_TEXT + 4)))


def letter(source: IO[bytes]) -> Iterator[Piece]:
    """Headers, the text, and what was attached, by name and size."""
    file = read_once(source, LARGEST_LETTER + 1)
    if len(file) > LARGEST_LETTER:
        raise NotDecoded(Trouble.TOO_HEAVY)
    try:
        message = email.message_from_bytes(file, policy=email.policy.default)
        written = "\n".join(_of_letter(message))
    except MemoryError:
        raise
    except Exception as error:  # What calls itself a mail may be anything, and so are the errors.
        raise NotDecoded(Trouble.BROKEN) from error
    yield from _cut(written)


def _cut(written: str) -> Iterator[Piece]:
    # What cannot be stored or shown, and what would turn the rest of a page around.
    shown = "".join(
        each for each in written[:LONGEST_TEXT] if each.isprintable() or each in "\n\t\u200d"
    )
    yield Piece(PLAIN_TEXT, shown.encode(errors="replace"), {})
    if len(written) > LONGEST_TEXT:
        raise NotDecoded(Trouble.TOO_HEAVY)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    # What was cut off in the middle of a letter is still UTF-8.
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        return decoder.decode(content)
    except UnicodeDecodeError:
        return content.decode("windows-1252", errors="replace")


def _of_letter(message: EmailMessage) -> Iterator[str]:
    for name in HEADERS:
        for value in message.get_all(name, []):
            yield f"{name}: {' '.join(str(value).split())}"
    yield ""
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = str(body.get_content())
        yield _text_of(content) if body.get_content_subtype() == "html" else content
    attached = list(message.iter_attachments()) if message.is_multipart() else []
    for number, part in enumerate(attached[:MOST_ATTACHED], start=1):
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        name = part.get_filename() or part.get_content_type()
        yield f"[{number}] {name} ({part.get_content_type()}, {size})"


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        if tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unread = max(self.unread - (tag in UNREAD), 0)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.words.append(data)


def _text_of(html: str) -> str:
    parser = _Text()
    parser.feed(html[: 4 * LONGEST_TEXT])
    lines = (" ".join(line.split()) for line in "".join(parser.words).split("\n"))
    return "\n".join(line for line in lines if line)
