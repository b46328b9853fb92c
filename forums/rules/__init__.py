"""Who may do what, and the sentence where they may not. Pure but for the rows they are given."""

from forums.rules.circles import (
    why_not_appoint,
    why_not_change_circle,
    why_not_look_after,
    why_not_part,
    why_not_set,
)
from forums.rules.claims import why_not_claim, why_not_take_over
from forums.rules.distance import why_not_keep_away_from
from forums.rules.doors import (
    ASK_AGAIN_AFTER,
    why_not_accept,
    why_not_ask,
    why_not_come_in,
    why_not_decide_request,
    why_not_invite,
    why_not_join,
    why_not_send_answer,
)
from forums.rules.faces import why_not_be_called, why_not_wear
from forums.rules.moderation import (
    DUE_WITHIN,
    concerns_about,
    harm_of,
    why_not_decide,
    why_not_report,
    why_not_report_as,
    worse,
)
from forums.rules.pictures import (
    LONGEST_ALT,
    MOST_PICTURES,
    MOST_PICTURES_A_DAY,
    why_no_picture,
    why_not_add_picture,
    why_not_another_picture,
    why_not_show_pictures,
)
from forums.rules.reactions import why_not_react
from forums.rules.reading import may_read_revisions, may_read_words
from forums.rules.wishes import why_not_ask_for, why_not_note, why_not_wish
from forums.rules.writing import (
    DEEPEST,
    LONGEST_POST,
    why_not_answer_in,
    why_not_reply_to,
    why_not_revise,
    why_not_say,
    why_not_so_soon,
    why_not_withdraw,
    why_not_write,
)

__all__ = [
    "ASK_AGAIN_AFTER",
    "DEEPEST",
    "DUE_WITHIN",
    "LONGEST_ALT",
    "LONGEST_POST",
    "MOST_PICTURES",
    "MOST_PICTURES_A_DAY",
    "concerns_about",
    "harm_of",
    "may_read_revisions",
    "may_read_words",
    "why_no_picture",
    "why_not_accept",
    "why_not_add_picture",
    "why_not_another_picture",
    "why_not_answer_in",
    "why_not_appoint",
    "why_not_ask",
    "why_not_ask_for",
    "why_not_be_called",
    "why_not_change_circle",
    "why_not_claim",
    "why_not_come_in",
    "why_not_decide",
    "why_not_decide_request",
    "why_not_invite",
    "why_not_join",
    "why_not_keep_away_from",
    "why_not_look_after",
    "why_not_note",
    "why_not_part",
    "why_not_react",
    "why_not_reply_to",
    "why_not_report",
    "why_not_report_as",
    "why_not_revise",
    "why_not_say",
    "why_not_send_answer",
    "why_not_set",
    "why_not_show_pictures",
    "why_not_so_soon",
    "why_not_take_over",
    "why_not_wear",
    "why_not_wish",
    "why_not_withdraw",
    "why_not_write",
    "worse",
]
