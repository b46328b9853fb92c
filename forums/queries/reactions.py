"""What was said to posts without words."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Window
from django.db.models.functions import RowNumber

from accounts.models import User
from forums.choices import ReactionKind
from forums.models import Post, Reaction
from forums.queries.readers import Reader
from forums.querysets.distance import said_from_afar

# So many names are told for one post and one kind; then it is "and others", without a number.
MOST_NAMES = 5


@dataclass(frozen=True)
class Heard:
    """Who said this to somebody without words."""

    kind: ReactionKind
    names: Sequence[str]
    and_others: bool


def given_to(post: Post, user: User) -> set[str]:
    return set(post.reactions.filter(by__owner=user).values_list("kind", flat=True))


def heard_on(own_posts: Collection[int], reader: Reader) -> Mapping[int, Sequence[Heard]]:
    """Who reacted to posts of the reader's own, the latest names first, without those whom the
    reader keeps away from. One look-up, and none where nobody reacted."""
    if not own_posts:
        return {}
    heard = Reaction.objects.filter(post__in=own_posts)
    if reader.has_blocks or reader.has_mutes:
        heard = heard.exclude(said_from_afar(User(pk=reader.user.pk)))
    place = Window(RowNumber(), partition_by=["post", "kind"], order_by="-id")
    latest = heard.annotate(place=place).filter(place__lte=MOST_NAMES + 1).order_by("-id")
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for post, kind, name in latest.values_list("post", "kind", "by__name"):
        names[post, kind].append(name)
    return {
        post: [
            Heard(kind, who[:MOST_NAMES], len(who) > MOST_NAMES)
            for kind in ReactionKind
            if (who := names.get((post, kind)))
        ]
        for post in {post for post, _kind in names}
    }
