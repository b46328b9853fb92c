"""What text may be: the names that people wear, and the characters of whatever they write."""

from forums.validators.characters import (
    can_be_seen,
    is_accent,
    is_hiding,
    legible,
    legible_html,
    legible_line,
    legible_lines,
    without_piles,
)
from forums.validators.names import (
    LONGEST_FOLDED,
    fold_name,
    validate_name_is_plain,
    why_not_legible,
)
from forums.validators.reserved import looks_like_staff

__all__ = [
    "LONGEST_FOLDED",
    "can_be_seen",
    "fold_name",
    "is_accent",
    "is_hiding",
    "legible",
    "legible_html",
    "legible_line",
    "legible_lines",
    "looks_like_staff",
    "validate_name_is_plain",
    "why_not_legible",
    "without_piles",
]
