"""Single values of an export: dates, addresses, ids."""

import hashlib
import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Before this a date is a slip ("0000-00-00" and its kin), and not every calendar can show it.
EARLIEST_YEAR = 1900


def first_date(*texts: str) -> datetime | None:
    """The first of the texts that says a time, in UTC."""
    for text in texts:
        if at := _date(text.strip()):
            return at
    return None


def _date(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = read(text)
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if at.year >= EARLIEST_YEAR:
            return at
    return None


def same_address(url: str) -> str:
    """An address without what changes when a blog moves to https or drops its www."""
    return re.sub(r"^https?://(www\.)?", "", url.strip().lower()).rstrip("/")


def bare_id(text: str) -> str:
    """The id, empty for none. WordPress writes 0 for "answers no comment"."""
    return text.strip().lstrip("0")


def made_up_id(*texts: str) -> str:
    """An id for a comment that came without one: the same for the same comment."""
    return "~" + hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """A single line of text that WordPress keeps as HTML."""
    return " ".join(html.unescape(text).split())
