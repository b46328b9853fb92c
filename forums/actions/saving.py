"""Posts that somebody wants to find again. Nobody else knows, and no trail tells."""

from accounts.models import User
from forums.models import Post, Saved


def save_post(*, by: User, post: Post) -> Saved:
    return Saved.objects.get_or_create(user=by, post=post)[0]


def forget_post(*, by: User, post: Post) -> None:
    Saved.objects.filter(user=by, post=post).delete()
