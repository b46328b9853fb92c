from django.contrib.auth.models import AnonymousUser

from forums.models import Circle, Post
from forums.queries.quotes import as_read_by

LONGEST_FEED = 30


def opening_posts(circle: Circle) -> list[Post]:
    """The newest topics' opening posts, as far as they stand."""
    posts = Post.objects.standing().filter(topic__circle=circle, parent=None)
    posts = posts.select_related("topic", "author").order_by("-topic__opened_at", "-id")
    return as_read_by(AnonymousUser(), posts[:LONGEST_FEED])
