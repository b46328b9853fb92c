"""Whether words may be read where their place in the conversation may be seen."""

from datetime import datetime
from typing import Protocol

from forums.choices import Role
from forums.models import Post


class Standing(Protocol):
    """A post, or a row of a page of them, as far as these rules ask."""

    @property
    def depth(self) -> int: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def hidden_at(self) -> datetime | None: ...
    @property
    def held_at(self) -> datetime | None: ...
    @property
    def held_for(self) -> str | None: ...
    @property
    def returned_at(self) -> datetime | None: ...
    def is_standing(self) -> bool: ...


def may_read_words(post: Standing, *, is_own: bool, is_moderator: bool) -> bool:
    """Whether the words may be read of a post whose place in the conversation may be seen."""
    return post.is_standing() or is_own or is_moderator


def may_read_revisions(post: Post, *, role: Role | None) -> bool:
    """Members of the circle, and of what stands; of what was hidden, its moderators alone."""
    return role == Role.MODERATOR or (role is not None and post.is_standing())
