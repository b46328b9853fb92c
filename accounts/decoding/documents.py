"""From a PDF to pictures of its pages. Runs in the process that is started for it."""

from collections.abc import Iterator
from typing import IO

import pypdfium2

from accounts.decoding import CONTENT_TYPE, SHOWN_SIDE, NotDecoded, Piece, Trouble, read_once
from accounts.decoding.pictures import written

LARGEST_FILE = 128 * 1024 * 1024
MOST_PAGES = 50
# Of a page of letter size, to be read without effort; what is larger is drawn as large as that.
LARGEST_SCALE = 3


def pages(source: IO[bytes]) -> Iterator[Piece]:
    """Raises NotDecoded, also behind the last of the pages that are drawn of a longer document."""
    document = _opened(read_once(source, LARGEST_FILE + 1))
    count = len(document)
    for number in range(min(count, MOST_PAGES)):
        yield _drawn(document, number)
    if count > MOST_PAGES:
        raise NotDecoded(Trouble.TOO_HEAVY)


def _opened(file: bytes) -> pypdfium2.PdfDocument:
    if len(file) > LARGEST_FILE:
        raise NotDecoded(Trouble.TOO_HEAVY)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise NotDecoded(Trouble.BROKEN) from error
    if not len(document):
        raise NotDecoded(Trouble.BROKEN)
    return document


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Piece:
    try:
        page = document[number]
        longest = max(page.get_size())
        if longest <= 0:
            raise NotDecoded(Trouble.BROKEN)
        # No script of the document runs, and no form of it is drawn: this library has neither.
        bitmap = page.render(scale=min(SHOWN_SIDE / longest, LARGEST_SCALE))
        image = bitmap.to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise NotDecoded(Trouble.BROKEN) from error
    return Piece(CONTENT_TYPE, written(image), {"width": image.width, "height": image.height})
