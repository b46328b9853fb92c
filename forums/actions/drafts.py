from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.models import Circle, Draft, Post
from forums.rules import LONGEST_POST

LONGEST_TITLE = Draft._meta.get_field("title").max_length


@transaction.atomic
def keep_draft(
    *,
    by: User,
    parent: Post | None = None,
    circle: Circle | None = None,
    title: str = "",
    words: str,
) -> Draft | None:
    """Keep what somebody is writing, as it stands. Nothing written is nothing kept.

    No rule is asked: half a sentence is welcome here. What is longer than a post may be is kept
    twice as far, so that somebody can still cut it down.
    """
    words, title = (text.replace("\0", "") for text in (words, title))
    if not (words.strip() or title.strip()):
        Draft.objects.filter(owner=by, parent=parent, circle=circle).delete()
        return None
    draft, _made = Draft.objects.update_or_create(
        owner=by,
        parent=parent,
        circle=circle,
        defaults={
            "title": title[:LONGEST_TITLE],
            "words": words[: 2 * LONGEST_POST],
            "kept_at": timezone.now(),
        },
    )
    return draft
