"""The corpus, read; and what a browser may find in what was made of it."""

import re
from pathlib import Path

MARKED = re.compile(r"\{U\+([0-9A-F]{4,6})\}")
MANY = re.compile(r"\{(\d+)\*(.+?)\}(?!\})")
# What a browser leaves out of an address before it looks at its scheme.
LEFT_OUT = re.compile(r"[\x00-\x20]")
LEADS = re.compile(r"(?:https?://|mailto:|/p/[^/]+/$|/out/\?)", re.IGNORECASE)
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "abbr": {"title"}}
CLASSES = {"figure": "quote", "span": "mention"}


def corpus() -> list[str]:
    text = (Path(__file__).parent / "corpus.txt").read_text()
    _about, *attempts = text.split("\n%%\n")
    return [_spelt_out(attempt) for attempt in attempts]


def _spelt_out(attempt: str) -> str:
    attempt = MARKED.sub(lambda found: chr(int(found[1], 16)), attempt.removesuffix("\n"))
    return MANY.sub(lambda found: found[2] * int(found[1]), attempt)


def wrong_with(tag: str, attributes: dict[str, str], allowed: set[str]) -> list[str]:
    """What nobody may get onto a page, of one element."""
    found = [] if tag in allowed | set(CLASSES) else [f"<{tag}>"]
    known = ATTRIBUTES.get(tag, set()) | ({"class"} if tag in CLASSES else set())
    found += [f"{tag} {name}" for name in attributes.keys() - known]
    if tag in CLASSES and attributes.get("class") != CLASSES[tag]:
        found.append(f"<{tag}> that is none of ours")
    href = attributes.get("href")
    if href is not None:
        if not LEADS.match(LEFT_OUT.sub("", href)):
            found.append(f"href {href}")
        if not href.startswith("/") and "noreferrer" not in attributes.get("rel", ""):
            found.append(f"rel of {href}")
    if not attributes.get("start", "1").lstrip("-").isdigit():
        found.append(f"start {attributes['start']}")
    return found
