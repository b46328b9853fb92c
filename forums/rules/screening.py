"""What a rule of the screen may be, and what somebody may keep from ever showing."""

from django.utils.translation import gettext as _

from forums.choices import ScreenAction, ScreenKind
from forums.models import HelpLine, ScreenRule
from forums.screen import FEWEST_DIGITS, MOST_WORDS, patterns_of, phrases, why_not_pattern, words_of

LONGEST_WATCHED = 10_000
LONGEST_WINDOW = 7 * 24 * 60
MOST_KEPT = 20

BY_NUMBER = (ScreenKind.REPEAT, ScreenKind.RATE)
# Changed, such a rule finds something else than what was tried.
TRIED_WITH = ("kind", "watched", "most", "within_minutes", "circle_id", "newcomers_only")


def why_not_set_rule(rule: ScreenRule) -> str | None:
    """Why a rule cannot be as it is."""
    if rule.kind == ScreenKind.CRISIS and rule.action != ScreenAction.TELL:
        return _("What may be a call for help appears at once. Moderators can be told of it.")
    if rule.kind in BY_NUMBER:
        if not rule.most or not rule.within_minutes:
            return _("Please say how many, and in how many minutes.")
        if rule.within_minutes > LONGEST_WINDOW:
            return _("Please look back a week at most.")
        return None
    return _why_not_watch(rule)


def _why_not_watch(rule: ScreenRule) -> str | None:
    if len(rule.watched) > LONGEST_WATCHED:
        return _("This list is longer than %(most)d letters. Please make two of it.") % {
            "most": LONGEST_WATCHED
        }
    if rule.kind == ScreenKind.PHRASE and phrases(rule.watched).is_empty():
        return _("Please write at least one word to look for.")
    if rule.kind == ScreenKind.PATTERN:
        if not (patterns := patterns_of(rule.watched)):
            return _("Please write at least one pattern to look for.")
        return next((no for each in patterns if (no := why_not_pattern(each))), None)
    return None


def why_not_switch_on(rule: ScreenRule) -> str | None:
    if rule.tried_at is None:
        return _("Please try it first: then you see what it would have found.")
    return None


def why_not_keep(*, hint: str, words: str, has: int) -> str | None:
    """Why something cannot be kept from being shown."""
    if not hint.strip():
        return _("Please give it a name by which you know what it is.")
    found = words_of(words)
    if not found:
        return _("Please write what you never want to show.")
    if len(found) > MOST_WORDS:
        return _(
            "Please write %(most)d words at most: the fewer, the surer they are found. You can "
            "add more than one."
        ) % {"most": MOST_WORDS}
    if len("".join(found)) < FEWEST_DIGITS and (len(found) == 1 and found[0].isdecimal()):
        return _("A number this short would be found everywhere. Please write a longer part.")
    if len("".join(found)) < 2:
        return _("This is too short: it would be found everywhere.")
    if set(found) & set(words_of(hint)):
        return _("The name you give it says the same. Please call it something else.")
    if has >= MOST_KEPT:
        return _("You have %(most)d of these. Please remove one first.") % {"most": MOST_KEPT}
    return None


def why_not_offer(line: HelpLine, *, is_there: bool) -> str | None:
    """Why a help line cannot be shown like this."""
    if not (line.number or line.address):
        return _("Please give a number or an address on the web.")
    if is_there:
        return _("There is one of this name in this country already.")
    return None
