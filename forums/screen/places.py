# ruff: noqa: RUF001 (quotation marks and dashes as people type them)
"""Where somebody lives or is: postal addresses, postcodes, coordinates.

Street names are told by the words that languages form them with. Where a street's name stands
alone ("Unter den Linden 5", "High 12"), nothing here knows that it is one.
"""

import re
from collections.abc import Iterator

from forums.screen.plain import Plain

NAME = r"[^\W\d_][\w.'’-]{0,30}"
CAPITAL = r"[A-Z][\w.'’-]{0,30}"
NUMBER = r"\d{1,4}(?:\s?[a-zA-Z]\b|[-/]\d{1,4})?"
# Words in front of a street's kind that make it none: "2 years down the road", "a 10 minute walk".
NO_NAME = (
    r"(?:a|an|the|this|that|of|down|up|on|off|in|into|to|at|my|his|her|our|their|your|one|every|"
    r"times?|minutes?|mins?|hours?|days?|weeks?|months?|years?|yrs?|miles?|mi|km|metres?|meters?|"
    r"blocks?|houses?|doors?|streets?|and|or|from|by|with|people|way|steps?|percent)\b"
)
FIRM_STREET = r"(?:street|road|avenue|lane|boulevard|blvd|crescent|terrace|st|rd|ave)"
LOOSE_STREET = (
    r"(?:Drive|Dr|Close|Court|Ct|Place|Pl|Way|Square|Sq|Gardens|Grove|Lane|Ln|Parkway|Pkwy|"
    r"Highway|Hwy|Terrace|Row|Walk|Mews|Hill|Circle|Trail|Rise|Park)"
)
STATE = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|"
    r"S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)

STREETS = [
    # English
    re.compile(
        rf"\b\d{{1,5}}[a-z]?,?\s(?!{NO_NAME})(?:(?!{NO_NAME}){NAME}\s){{1,3}}{FIRM_STREET}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b\d{{1,5}}[a-zA-Z]?,?\s(?:{CAPITAL}\s){{1,3}}{LOOSE_STREET}\b"),
    # German
    re.compile(
        rf"\b(?:{NAME}[ -])?[^\W\d_]{{2,30}}(?:stra(?:ss|ß)e|str\.)\s?{NUMBER}", re.IGNORECASE
    ),
    re.compile(rf"\b{CAPITAL}[ -]Str(?:a(?:ss|ß)e|\.)\s?{NUMBER}"),
    re.compile(rf"\b[A-Z][^\W\d_]{{2,30}}(?:weg|gasse|platz|allee|ufer|damm|steig)\s{NUMBER}"),
    re.compile(rf"\b(?:Am|An der|Im|In der|Auf der|Zum|Zur)\s{CAPITAL}\s{NUMBER},\s?\d{{4,5}}\b"),
    # French
    re.compile(
        rf"\b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|boulevard|chemin|impasse|allee|place|"
        rf"quai|route)\s(?:de\sla\s|de\sl['’]|des?\s|du\s|d['’]|l['’])?{NAME}",
        re.IGNORECASE,
    ),
    # Spanish, Portuguese
    re.compile(
        rf"\b(?:calle|c/|avenida|avda\.?|plaza|paseo|camino|rua|travessa|praca)\s?"
        rf"{NAME}(?:\s{NAME}){{0,4}},?\s(?:n[.o°º]{{0,2}}\s?)?\d{{1,4}}\b",
        re.IGNORECASE,
    ),
    # Italian
    re.compile(
        rf"\b(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Ll]argo)\s{CAPITAL}"
        rf"(?:\s{NAME}){{0,3}},?\s\d{{1,4}}\b"
    ),
    # Dutch
    re.compile(
        rf"\b[^\W\d_]{{2,30}}(?:straat|laan|gracht|kade|plein|singel)\s{NUMBER}", re.IGNORECASE
    ),
    # Swedish, Danish, Norwegian
    re.compile(
        rf"\b[^\W\d_]{{2,30}}(?:gatan|vagen|gata|gade|vej|veien|gaten)\s{NUMBER}", re.IGNORECASE
    ),
    # Polish
    re.compile(rf"\b(?:ul\.|aleja|al\.)\s{NAME}(?:\s{NAME}){{0,2}}\s\d{{1,4}}\b", re.IGNORECASE),
]
POSTCODES = [
    # United Kingdom
    re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2})\b"),
    # Canada
    re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b"),
    # United States
    re.compile(rf"\b{STATE},?\s\d{{5}}(?:-\d{{4}})?\b"),
    # Germany, Austria, Switzerland, written as on a letter
    re.compile(rf"\b(?:D|DE|A|AT|CH)-\d{{4,5}}\s{CAPITAL}"),
    # Netherlands
    re.compile(r"\b[1-9]\d{3}\s[A-Z]{2}\s[A-Z][a-z]{2,30}"),
]
EXACT = [
    re.compile(r"(?<![\d.])-?\d{1,2}\.\d{4,12}\s?[NS]?[,;]?\s{0,2}-?\d{1,3}\.\d{4,12}\b"),
    re.compile(r"\b\d{1,2}\s?°\s?\d{1,2}\s?['’′]\s?(?:\d{1,2}(?:[.,]\d{1,4})?\s?[\"”″]\s?)?[NS]\b"),
    # Plus codes
    re.compile(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"),
]
THREE_WORDS = re.compile(
    r"(?:///|what3words\.com/|w3w\.co/)[^\W\d_]{2,30}\.[^\W\d_]{2,30}\.[^\W\d_]{2,30}"
)


def addresses_in(plain: Plain) -> Iterator[tuple[int, int]]:
    for pattern in (*STREETS, *POSTCODES):
        for start, end in plain.around_digits:
            yield from (found.span() for found in pattern.finditer(plain.text, start, end))


def exact_places_in(plain: Plain) -> Iterator[tuple[int, int]]:
    for pattern in EXACT:
        for start, end in plain.around_digits:
            yield from (found.span() for found in pattern.finditer(plain.text, start, end))
    if "/" in plain.text:
        yield from (found.span() for found in THREE_WORDS.finditer(plain.text))
