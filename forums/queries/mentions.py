"""Whom somebody can speak to by name in a topic."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from accounts.models import User
from forums.links import may_be_names
from forums.models import Persona, Post, Topic
from forums.queries.distance import posts_met
from forums.queries.readers import Reader

# Among the authors of so many posts, the latest of a topic, so many names are offered.
POSTS_LOOKED_AT, MOST_NAMES = 200, 12


def names_heard(source: str, *, by: User, topic: Topic) -> dict[str, int]:
    """Of the names that could stand in it, those who have said something in the topic that this
    person can see: the ids of the personas by their folded names."""
    if not (names := may_be_names(source)):
        return {}
    said = Post.objects.visible_to(by).filter(topic=topic, author=OuterRef("pk"))
    heard = Persona.objects.filter(Exists(said), name_folded__in=names)
    return dict(heard.values_list("name_folded", "pk"))


def names_met(topic: Topic, reader: Reader) -> Sequence[str]:
    """The names of those whom the reader met last in a topic, without their own."""
    posts = posts_met(topic, reader).order_by("-id").values_list("author", "author__name")
    met = dict(posts[:POSTS_LOOKED_AT])
    return [name for pk, name in met.items() if pk not in reader.own_ids][:MOST_NAMES]
