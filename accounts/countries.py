"""Countries by their two letters, and in which one a time zone is: from the time zone database."""

from functools import cache
from importlib.resources import files


@cache
def names_of_countries() -> dict[str, str]:
    return dict(row[:2] for row in _rows("iso3166.tab"))


@cache
def country_of_zone(zone: str) -> str:
    """The country whose time this is; nothing where it is nobody's, or of several."""
    countries = {row[0] for row in _rows("zone.tab") if row[2] == zone}
    return countries.pop() if len(countries) == 1 else ""


def _rows(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
