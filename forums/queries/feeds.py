from forums.models import Circle, Post

LONGEST_FEED = 30


def opening_posts(circle: Circle) -> list[Post]:
    """The newest topics' opening posts, as far as they stand."""
    return list(
        Post.objects.standing()
        .filter(topic__circle=circle, parent=None)
        .select_related("topic", "author")
        .order_by("-topic__opened_at", "-id")[:LONGEST_FEED]
    )
