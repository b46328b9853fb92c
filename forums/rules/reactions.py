"""Answering without words."""

from django.utils.translation import gettext as _

from forums.choices import Role
from forums.models import Persona, Post


def why_not_react(
    post: Post, *, persona: Persona | None, role: Role | None, is_own: bool
) -> str | None:
    """Why somebody with this role in its circle cannot answer a post without words."""
    if is_own:
        return _("This is your own post.")
    if not post.is_standing():
        return _("This post is gone already.")
    if persona is None:
        return _("Choose the name that others will see; whoever wrote it is told that name.")
    if role is None:
        return _("Join this circle, then you can answer in it, without words as well.")
    return None
