from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.choices import Answerers, PleaseNot, Wish
from forums.models import Circle, ContentNote, Draft, Post
from forums.rules import LONGEST_POST

LONGEST_TITLE = Draft._meta.get_field("title").max_length
LONGEST_NAME = Draft._meta.get_field("face_name").max_length


@transaction.atomic
def keep_draft(
    *,
    by: User,
    parent: Post | None = None,
    circle: Circle | None = None,
    title: str = "",
    words: str,
    notes: Collection[str] = (),
    face_name: str = "",
    wish: str = "",
    please_not: Collection[str] = (),
    answerers: str = Answerers.EVERYONE,
) -> Draft | None:
    """Keep what somebody is writing, as it stands. Nothing written or chosen is nothing kept.

    No rule is asked: half a sentence is welcome here. What is longer than a post may be is kept
    twice as far, so that somebody can still cut it down. What no form offers is left out.
    """
    words, title, face_name = (text.replace("\0", "") for text in (words, title, face_name))
    chosen = {
        "notes": _listed(notes),
        "wish": wish if wish in Wish.values else "",
        "please_not": [each for each in PleaseNot.values if each in please_not],
        "answerers": answerers if answerers in Answerers.values else Answerers.EVERYONE,
    }
    typed = words.strip() or title.strip() or face_name.strip()
    if not typed and chosen == NOTHING_CHOSEN:
        Draft.objects.filter(owner=by, parent=parent, circle=circle).delete()
        return None
    draft, _made = Draft.objects.update_or_create(
        owner=by,
        parent=parent,
        circle=circle,
        defaults={
            "title": title[:LONGEST_TITLE],
            "words": words[: 2 * LONGEST_POST],
            "face_name": face_name[:LONGEST_NAME],
            **chosen,
            "kept_at": timezone.now(),
        },
    )
    return draft


NOTHING_CHOSEN: dict[str, Any] = {
    "notes": [],
    "wish": "",
    "please_not": [],
    "answerers": Answerers.EVERYONE,
}


def _listed(notes: Collection[str]) -> list[str]:
    if not notes:
        return []
    # PostgreSQL has no text with such a character in it.
    asked = [note for note in notes if "\0" not in note]
    listed = ContentNote.objects.filter(name__in=asked).order_by("place")
    return list(listed.values_list("name", flat=True))
