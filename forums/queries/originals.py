"""What moderators took out, opened again for those who may read it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Q

from forums.choices import Outcome
from forums.models import Decision, Measure, Original, Post, Topic
from forums.models.cases import Subject
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


def digest_of(text: str) -> str:
    """To see whether a text is still the same, without a copy of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def was_only_cut(subject: Subject) -> bool:
    """Whether what it says is what a moderator left of it, and its author changed nothing since."""
    if isinstance(subject, Topic):
        post = subject.posts.filter(parent=None).first()
    else:
        post = subject if isinstance(subject, Post) else None
    if post is None:
        return False
    cut = Measure.objects.filter(outcome=Outcome.REDACT, undone_at=None)
    about = Q(decision__case__post=post) | Q(decision__case__topic=post.topic_id)
    newest = cut.filter(about).order_by("-pk").values_list("detail", flat=True).first()
    return newest is not None and newest.get("left") == digest_of(post.source)


def original_of(decision: Decision) -> Before | None:
    """What the words said before this decision; nothing where it left them alone, or where they
    are gone for good."""
    originals = Original.objects.filter(measure__decision=decision).select_related("post")
    original = originals.first()
    return opened(original) if original is not None else None
