"""Everything that somebody wrote, as one file: made while it is sent, however much it is."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User, today
from forums.models import Draft, Image, Post
from forums.queries.own_words import (
    OwnWords,
    all_own_drafts,
    all_own_images,
    all_own_posts,
    all_own_reactions,
    all_saved,
    own_html,
    own_names,
    own_source,
)
from forums.rules import is_back_with_author, waits

# Names that say nothing to whoever looks at a list of downloads.
FILE_NAME = "notes.zip"
CHUNK = 64 * 1024

# Its name, and what is in it, piece by piece.
File = tuple[str, Iterable[bytes]]


def everything_of(user: User) -> Iterator[bytes]:
    """A ZIP of what they wrote, for machines and for people, and their pictures."""
    yield from zipped(words_of(user))


def words_of(user: User) -> Iterator[File]:
    yield "notes.json", _as_json(user)
    yield "notes.html", _as_html(user)
    for image in all_own_images(user):
        yield _picture(image)


class _Outlet:
    """What a ZIP is written to: it keeps no more than was not fetched yet."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def fetch(self) -> bytes:
        fetched, self.waiting = bytes(self.waiting), bytearray()
        return fetched


def zipped(*groups: Iterable[File]) -> Iterator[bytes]:
    """Files as one archive, made while it is sent: of none more lies here than a piece."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:  # type: ignore[call-overload]  # a stream that cannot go back
        for name, chunks in chain(*groups):
            # Without a date: the day on which it was made is nobody's business.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as opened:
                for chunk in chunks:
                    opened.write(chunk)
                    if len(outlet.waiting) > CHUNK:
                        yield outlet.fetch()
    yield outlet.fetch()


# --- For machines -------------------------------------------------------------------------------


def _as_json(user: User) -> Iterator[bytes]:
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "names": (
            {"name": own.name, "in_one_topic": bool(own.only_in_id)} for own in own_names(user)
        ),
        "posts": map(_post, all_own_posts(user)),
        "drafts": map(_draft, all_own_drafts(user)),
        "saved": ({"post": row.post.ref, "on": str(row.saved_on)} for row in all_saved(user)),
        "without_words": (
            {"post": row.post.ref, "said": row.kind, "as": row.by.name, "on": str(row.given_on)}
            for row in all_own_reactions(user)
        ),
    }
    yield json.dumps({"made_on": str(today())})[:-1].encode()
    for name, rows in lists.items():
        yield f",\n{json.dumps(name)}: [".encode()
        for number, row in enumerate(rows):
            before = ",\n" if number else "\n"
            yield (before + json.dumps(row, ensure_ascii=False)).encode()
        yield b"\n]"
    yield b"}\n"


def _post(own: OwnWords) -> dict[str, Any]:
    post = own.post
    return {
        "post": post.ref,
        "as": post.author.name,
        "circle": post.topic.circle.name,
        "topic": post.topic.ref,
        "title": _own_title(post),
        "opens_the_topic": post.parent_id is None,
        "said_at": post.said_at.isoformat(),
        "changed_at": post.edited_at.isoformat() if post.edited_at else None,
        "taken_out_by_a_moderator": post.hidden_at is not None,
        "waits_for_a_moderator": waits(post),
        "given_back_by_a_moderator": is_back_with_author(post),
        "notes": post.notes,
        "words": own_source(post),
        "before": [
            {"until": revision.replaced_at.isoformat(), "words": own_source(revision)}
            for revision in own.before
        ],
        "pictures": [
            {"file": _file_name(image), "what_can_be_seen": image.alt} for image in own.images
        ],
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "circle": draft.circle.name if draft.circle else None,
        "answers": draft.parent.ref if draft.parent else None,
        "title": draft.title,
        "words": own_source(draft.words),
        "as": draft.face_name,
        "notes": draft.notes,
        "hopes_for": draft.wish,
        "please_not": draft.please_not,
        "answers_from": draft.answerers,
        "kept_at": draft.kept_at.isoformat(),
    }


def _own_title(post: Post) -> str:
    """Whoever opened a topic gave it its title; a moderator may have hidden it."""
    topic = post.topic
    return topic.title or topic.hidden_title if topic.opened_by_id == post.author_id else ""


# --- For people ---------------------------------------------------------------------------------


def _as_html(user: User) -> Iterator[bytes]:
    zone = ZoneInfo(user.time_zone)
    yield render_to_string("forums/takeaway_begins.html").encode()
    for own in all_own_posts(user):
        context = {
            "post": own.post,
            "title": _own_title(own.post),
            "html": own_html(own.post),
            "before": [
                {"until": revision.replaced_at, "html": own_html(revision)}
                for revision in own.before
            ],
            "pictures": [{"file": _file_name(image), "alt": image.alt} for image in own.images],
        }
        yield _in_zone(zone, "forums/takeaway_post.html", context)
    for draft in all_own_drafts(user):
        context = {"draft": draft, "words": own_source(draft.words)}
        yield _in_zone(zone, "forums/takeaway_draft.html", context)
    yield b"</main></body></html>\n"


def _in_zone(zone: ZoneInfo, template: str, context: dict[str, Any]) -> bytes:
    """What is sent bit by bit is made after the request's own zone has been left."""
    with timezone.override(zone):
        return render_to_string(template, context).encode()


# --- Pictures -----------------------------------------------------------------------------------


def _file_name(image: Image) -> str:
    return f"pictures/{image.ref}.webp"


def _picture(image: Image) -> File:
    return _file_name(image), _bytes_of(image)


def _bytes_of(image: Image) -> Iterator[bytes]:
    # It may have gone since the row was read.
    with suppress(FileNotFoundError), image.file.open("rb") as file:
        yield from file.chunks(CHUNK)
