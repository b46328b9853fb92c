"""The screen's verbs: looking while somebody writes and afterwards, and what it looks for."""

from forums.actions.hits import settle_hits
from forums.actions.screening.finding import tell_what_was_found
from forums.actions.screening.help_lines import (
    add_help_line,
    change_help_line,
    read_help_lines,
    remove_help_line,
)
from forums.actions.screening.looking import look_at_details, owe_screening, screen_posts
from forums.actions.screening.never_reveal import keep_from_showing, keep_no_more
from forums.actions.screening.rules import (
    add_screen_rule,
    change_screen_rule,
    remove_screen_rule,
    switch_off,
    switch_on,
    try_screen_rule,
)

__all__ = [
    "add_help_line",
    "add_screen_rule",
    "change_help_line",
    "change_screen_rule",
    "keep_from_showing",
    "keep_no_more",
    "look_at_details",
    "owe_screening",
    "read_help_lines",
    "remove_help_line",
    "remove_screen_rule",
    "screen_posts",
    "settle_hits",
    "switch_off",
    "switch_on",
    "tell_what_was_found",
    "try_screen_rule",
]
