"""Number plates, by country.

Where a country's plates look like much else (prices, rooms, names of models), one is only seen
beside a word that says what it is.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from forums.screen.plain import Plain

CANTON = "(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH)"
BETWEEN_LETTERS = r"[BCDFGHJKLMNPRSTVWXYZ]"
PATTERNS = {
    "AT": [r"\b[A-Z]{1,2}-\d{1,5}\s?[A-Z]{1,3}\b"],
    "CH": [rf"\b{CANTON}\s?[-·]?\s?\d{{4,6}}\b"],
    "DE": [r"\b[A-Z]{1,3}-[A-Z]{1,2}\s?\d{1,4}[EH]?\b"],
    "ES": [rf"\b\d{{4}}[ -]?{BETWEEN_LETTERS}{{3}}\b"],
    "FR": [r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b"],
    "GB": [r"\b[A-Z]{2}[0-9]{2}\s?[A-Z]{3}\b"],
    "IE": [r"\b\d{2,3}-[A-Z]{1,2}-\d{1,6}\b"],
    "IT": [r"\b[A-Z]{2}\s?\d{3}\s?[A-Z]{2}\b"],
    "NL": [
        r"\b[A-Z]{2}-\d{3}-[A-Z]\b",
        r"\b[A-Z]-\d{3}-[A-Z]{2}\b",
        r"\b[A-Z]{1,2}-\d{2,3}-[A-Z]{2}\b",
        r"\b\d{1,2}-[A-Z]{3}-\d{1,2}\b",
    ],
}
SAYS_SO = (
    r"(?:number|licen[cs]e|car|reg(?:istration)?)\s(?:plates?|number|no)|\breg(?:istration)?\b|"
    r"\bplates?\b|nummernschild|kennzeichen|plaque|immatriculation|matr[ií]cula|placa|targa|"
    r"kenteken|nummerplade|registreringsnummer|rejestracj"
)
# At most 20 signs lie between the word and the plate, and in it stands at least one digit.
BESIDE_A_WORD = re.compile(
    rf"(?:{SAYS_SO})[^\n.!?]{{0,20}}?[\s:(](?-i:((?=[A-Z \d-]{{0,8}}\d)[A-Z\d]{{1,4}}"
    r"(?:[ -]?[A-Z\d]{1,5}){1,2}))(?!\w)",
    re.IGNORECASE,
)


def plates_in(plain: Plain, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start, end in plain.around_digits:
        for region in regions:
            for pattern in patterns_of(region):
                yield from (found.span() for found in pattern.finditer(plain.text, start, end))
        yield from (found.span(1) for found in BESIDE_A_WORD.finditer(plain.text, start, end))


@cache
def patterns_of(region: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in PATTERNS.get(region, ())]
