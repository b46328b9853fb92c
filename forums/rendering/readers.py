"""What templates ask of a reader."""

from typing import NamedTuple

from forums.choices import Role
from forums.queries.readers import Reader


class ReaderFixed(NamedTuple):
    """A kind of reader. Nothing in it tells one of a kind from another."""

    persona: bool
    role: Role | None
    is_moderator: bool
    looks_after_circle: bool
    must_read_guidelines: bool
    why_not_write: str | None
    why_not_take_part: str | None


def kind_of(reader: Reader) -> ReaderFixed:
    return ReaderFixed(
        persona=reader.persona is not None,
        role=reader.role,
        is_moderator=reader.is_moderator,
        looks_after_circle=reader.looks_after_circle,
        must_read_guidelines=reader.must_read_guidelines,
        why_not_write=reader.why_not_write,
        why_not_take_part=reader.why_not_take_part,
    )
