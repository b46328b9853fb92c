"""Whom one can turn to, by country: a data file, each with where it was read and when."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "help_lines.toml"


@dataclass(frozen=True)
class Line:
    country: str
    name: str
    source: str
    checked_on: date
    number: str = ""
    address: str = ""
    about: str = ""


@cache
def lines_known() -> tuple[Line, ...]:
    """In the order in which they are shown."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return tuple(Line(country=country, **line) for country, lines in data.items() for line in lines)
