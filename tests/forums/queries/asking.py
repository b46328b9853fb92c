"""How the tests beside this file ask."""

from django.utils import timezone

from forums.models import Circle, Post
from forums.queries.search import Search, found_page, searcher_of

WORD = "kingfisher"


def found(reader, words, **where):
    """The refs of what somebody finds, in all circles that they may see."""
    circles = Circle.objects.visible_to(reader)
    return [
        post.ref for post in found_page(searcher_of(reader), Search(words, circles, **where)).posts
    ]


def finds(reader, post, words, **where):
    return post.ref in found(reader, words, **where)


def hide(cast, post):
    Post.objects.filter(pk=post.pk).update(hidden_at=timezone.now(), hidden_by=cast.bel)
