"""What our logs say of a request, and of what went wrong: where, and never over which words."""

import logging
from collections.abc import Iterator, Mapping
from copy import copy
from traceback import format_tb
from typing import Any

# Of an address that leads to no page.
NO_PAGE = "(no page)"
# What Celery tells of a task that broke, beside its name and which one it was.
WORDS_OF_TASK = ("exc", "traceback", "args", "kwargs")


class PageNotAddress(logging.Filter):
    """A request is named by the page that it was for, not by its address: an address can hold a
    link that only one person was given, or say which conversation somebody reads."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            page = f"/{request.resolver_match.route}" if request.resolver_match else NO_PAGE
            # Django writes it in ASCII, and line breaks as signs.
            address = (request.path, request.path.encode("unicode_escape").decode("ascii"))
            record.args = tuple(page if said in address else said for said in record.args)
        return True


class PlaceNotWords(logging.Formatter):
    """An error is named by its class and by where it was raised. What it says may be what somebody
    typed, or the row that the database refused."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        # Made by whoever formatted the record before, with the words.
        record.exc_text = None
        if isinstance(record.args, Mapping) and "exc" in record.args:
            record.args = {**record.args, **dict.fromkeys(WORDS_OF_TASK, "")}
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name is logging's)
        return "".join(_told(ei[1])).rstrip()


def _told(error: BaseException | None) -> Iterator[str]:
    for each in _in_order(error):
        yield from format_tb(each.__traceback__)
        yield f"{type(each).__module__}.{type(each).__qualname__}\n"


def _in_order(error: BaseException | None) -> list[BaseException]:
    """What led to it comes first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain[::-1]
