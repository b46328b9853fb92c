"""The whole URLconf as a list."""

import uuid
from collections.abc import Iterator
from datetime import date

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What an address takes, by the kind of its argument; none of it exists.
MADE_UP = {
    "StringConverter": "23456789bcdf",
    "RefConverter": "23456789bcdf",
    "UUIDConverter": uuid.UUID(int=7),
    "IntConverter": 987654321,
    "DayConverter": date(2026, 3, 1),
    "MonthConverter": date(2026, 3, 1),
    "SlugConverter": "reasons",
}


def patterns(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """(name with its namespace, pattern) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def every_url() -> list[tuple[str, str]]:
    """(name, address) of everything, with made-up arguments."""
    return [
        (
            name,
            reverse(
                name,
                kwargs={
                    argument: MADE_UP[type(converter).__name__]
                    for argument, converter in pattern.pattern.converters.items()
                },
            ),
        )
        for name, pattern in patterns()
    ]
