from collections.abc import Sequence

from accounts.models import User
from forums.models import Case, Image, Post
from forums.pictures import figures

MOST_OFFERED = 8


def images_at_hand(user: User, *, post: Post | None, with_new: bool) -> Sequence[Image]:
    """The pictures of the post that somebody is changing, and the latest that they added and have
    not posted yet."""
    own = Image.objects.owned_by(user)
    posted = list(own.filter(post=post).order_by("id")) if post and post.pictures_html else []
    new = list(own.not_posted().order_by("-id")[:MOST_OFFERED]) if with_new else []
    return [*posted, *reversed(new)]


def pictures_kept_for(case: Case) -> str:
    """What its author has taken away since it was reported, as it stands in the case."""
    return figures(case.kept_images.order_by("id"))
