from collections.abc import Sequence
from typing import Any

from accounts.models import User
from forums.models import Circle, Draft, Post
from forums.queries.quotes import readable_words, words_to_go_on_with

MOST_OFFERED = 10


def drafts_to_go_on_with(user: User) -> Sequence[Draft]:
    """What somebody had begun to write, the latest first."""
    return list(
        Draft.objects.visible_to(user)
        .select_related("circle", "parent__author", "parent__topic")
        .order_by("-kept_at")[:MOST_OFFERED]
    )


def begun_answer(user: User, parent: Post, *, quote: str = "") -> dict[str, Any]:
    """What somebody had begun to answer, for the form, with a quote behind it."""
    draft = Draft.objects.filter(owner=user, parent=parent).first()
    before = draft.words if draft else ""
    begun = {"words": words_to_go_on_with(user, before, topic=parent.topic, quote=quote)}
    return begun | {"notes": draft.notes, "face_name": draft.face_name} if draft else begun


def begun_topic(user: User, circle: Circle) -> dict[str, Any]:
    """The same of a topic; nothing where nothing was begun."""
    draft = Draft.objects.filter(owner=user, circle=circle).first()
    if draft is None:
        return {}
    kept = ("title", "notes", "face_name", "wish", "please_not", "answerers")
    begun = {name: getattr(draft, name) for name in kept}
    return begun | {"words": readable_words(user, draft.words)}
