"""Single values of an export: dates, addresses, ids."""

import hashlib
import html
import re
import unicodedata
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


def same_words(text: str) -> str:
    """A name without what differs when somebody writes it again. What it looks like has no part
    in it: it says who somebody is, and it must say the same in the next import."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


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
    return " ".join(html.unescape(encoded_once(text)).split())


# What editors and exporters encode a second time: "it&amp;#8217;s", "Tea &amp;amp; toast".
ENCODED_TWICE = re.compile(
    r"&(?:amp;)+(?=(?:#\d{2,7}|#[xX][\da-fA-F]{2,6}|amp|quot|apos|lt|gt|nbsp|hellip|[lr][sd]quo"
    r"|[mn]dash|[aeiouAEIOU](?:uml|acute|grave|circ)|szlig|[cC]cedil|[nN]tilde);)"
)
# A picture that is written out inside the text, often megabytes of it.
DATA_ADDRESS = re.compile(r"""(["'])\s*data:[^"']*\1""", re.IGNORECASE)


def encoded_once(text: str) -> str:
    """Nobody writes "&amp;#8217;" for it to be seen: it has been encoded once too often."""
    return ENCODED_TWICE.sub("&", text)


def written(text: str) -> str:
    """The HTML of an article or a comment, without what no page of ours would show."""
    return encoded_once(DATA_ADDRESS.sub(r"\1\1", text))


# Where a dot, and whatever stands behind a plus, makes no other mailbox.
DOTLESS_HOSTS = {"gmail.com", "googlemail.com"}


def same_mailbox(address: str) -> str:
    """An e-mail address in the one spelling that all its spellings share."""
    address = plain(address).lower()
    name, at, host = address.rpartition("@")
    if host not in DOTLESS_HOSTS:
        return address
    return name.partition("+")[0].replace(".", "") + at + "gmail.com"


# Addresses that a machine has for itself alone: another one has the same.
PRIVATE_HOST = re.compile(
    r"[^./:]+|[\d.]+|\[[\da-f:.]+\]|.*\.(?:local|localhost|test|invalid|internal|lan)"
)


def is_private(address: str) -> bool:
    """Whether an address (without its scheme) says nothing of which site it is."""
    host = re.sub(r":\d+$", "", re.split(r"[/?#]", address, maxsplit=1)[0])
    return PRIVATE_HOST.fullmatch(host) is not None
