"""What moderators took out, opened again for those who may read it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from forums.models import Decision, Original
from forums.sealing import unseal


@dataclass(frozen=True)
class Before:
    """What a post said at a moment, and had said before."""

    source: str
    html: str
    pictures_html: str = ""
    # Of an opening post, its topic's.
    title: str = ""
    # Source, HTML, and when it was replaced: the oldest first.
    revisions: Sequence[tuple[str, str, datetime]] = ()

    def as_json(self) -> str:
        said = asdict(self)
        said["revisions"] = [
            (source, html, replaced_at.isoformat()) for source, html, replaced_at in self.revisions
        ]
        return json.dumps(said)

    @classmethod
    def from_json(cls, text: str) -> "Before":
        said = json.loads(text)
        said["revisions"] = [
            (source, html, datetime.fromisoformat(at)) for source, html, at in said["revisions"]
        ]
        return cls(**said)


def opened(original: Original) -> Before:
    return Before.from_json(unseal(original.sealed, of=original.post.ref))


def original_of(decision: Decision) -> Before | None:
    """What the words said before this decision; nothing where it left them alone, or where they
    are gone for good."""
    originals = Original.objects.filter(measure__decision=decision).select_related("post")
    original = originals.first()
    return opened(original) if original is not None else None
