"""What those who moderate did, and what the site did by itself, for those who moderate the house.

It is read from the trail, and tells no words and no names: each moderator is somebody of their
own ("Moderator K4TX"), always the same, so that a pattern can be seen. What members do is not in
it: whoever read it would learn which names write at the same hours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.choices import Harm, Outcome
from forums.models import Case, HouseModerator, Membership, Persona, Trail
from forums.refs import ALPHABET

PER_PAGE = 50
# Of a name that is for this page alone.
LETTERS = 5

# What is in the log, in its readers' words.
TOLD: dict[str, str | Promise] = {
    "look": gettext_lazy("Looked at a case"),
    "look_at_original": gettext_lazy("Looked at what had been taken out"),
    "claim": gettext_lazy("Took a case"),
    "release": gettext_lazy("Gave a case back"),
    "set_harm": gettext_lazy("Said how grave it is"),
    "set_rule": gettext_lazy("Said which rule it is about"),
    "note": gettext_lazy("Wrote a note for the others"),
    "ask_opinion": gettext_lazy("Asked for a second opinion"),
    "give_opinion": gettext_lazy("Gave a second opinion"),
    "wait_for_author": gettext_lazy("Let it wait for its author"),
    "pair": gettext_lazy("Began to look at it with somebody"),
    "unpair": gettext_lazy("Left looking at it to others"),
    "escalate": gettext_lazy("Passed on to more people"),
    "follow_up": gettext_lazy("Came back to be looked at again"),
    "decide": gettext_lazy("Decided"),
    "let_wait": gettext_lazy("Let something wait"),
    "let_out": gettext_lazy("Let something appear"),
    "give_back": gettext_lazy("Gave something back to its author"),
    "undo": gettext_lazy("Took back a part of a decision"),
    "expire": gettext_lazy("What held for a time was over"),
    "close": gettext_lazy("What it was about was withdrawn, and it was closed"),
    "make_final": gettext_lazy("Nobody could ask for another look any more"),
    "answer_appeal": gettext_lazy("Answered somebody who asked for another look"),
    "purge_original": gettext_lazy("What had been taken out was ended for good"),
    "ask_whose": gettext_lazy("Asked whose a name is"),
    "grant_glass": gettext_lazy("Agreed that it is shown whose a name is"),
    "refuse_glass": gettext_lazy("Said no to showing whose a name is"),
    "look_behind": gettext_lazy("Looked at whose a name is"),
    "appoint": gettext_lazy("Gave somebody a role in a circle"),
    "appoint_to_house": gettext_lazy("Let somebody moderate the house"),
    "dismiss_from_house": gettext_lazy("Let somebody moderate the house no more"),
    "set_due_times": gettext_lazy("Set how soon somebody must look"),
    "add_rule": gettext_lazy("Added a rule of what to look for"),
    "change_rule": gettext_lazy("Changed a rule of what to look for"),
    "try_rule": gettext_lazy("Tried a rule of what to look for"),
    "switch_on": gettext_lazy("Switched such a rule on"),
    "switch_off": gettext_lazy("Switched such a rule off"),
    "remove_rule": gettext_lazy("Removed such a rule"),
    "add_help_line": gettext_lazy("Added whom to turn to"),
    "change_help_line": gettext_lazy("Changed whom to turn to"),
    "remove_help_line": gettext_lazy("Removed whom to turn to"),
    "write_card": gettext_lazy("Changed what members are told"),
    "drop_card": gettext_lazy("Took back what members are told"),
}


@dataclass(frozen=True)
class Line:
    at: datetime
    told: str
    # What it came to, in words; empty where there is nothing to say.
    detail: str
    # Of whoever did it; empty where it was the site itself, or their account is gone.
    alias: str
    # By which the log shows what else they did; empty with it.
    letters: str
    # The ref of the case, where this reader may open it.
    case: str
    pk: int


@dataclass(frozen=True)
class LogPage:
    lines: Sequence[Line]
    # Behind which line the next page begins; nothing on the last.
    before: int | None


def alias_of(user_pk: int) -> str:
    """Who somebody is in the log. Without the key that is in no database, it leads to nobody."""
    return _("Moderator %(letters)s") % {"letters": letters_of(user_pk)}


def letters_of(user_pk: int) -> str:
    digest = bytes.fromhex(keyed_hash("moderator in the log", str(user_pk)))
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LETTERS]).upper()


def called(letters: str) -> list[int]:
    """Whose these letters are, of all who are in the log: those who moderate now, or else whoever
    once did."""
    moderating = Membership.objects.moderating().values_list("user", flat=True)
    house = HouseModerator.objects.values_list("user", flat=True)
    now = [pk for pk in moderating.union(house) if letters_of(pk) == letters]
    if now:
        return now
    lines = Trail.objects.filter(verb__in=TOLD).exclude(by=None).order_by()
    once = lines.values_list("by", flat=True).distinct()
    return [pk for pk in once if letters_of(pk) == letters]


def log_page(
    moderator: User,
    *,
    verb: str = "",
    case: str = "",
    by: Collection[int] = (),
    before: int | None = None,
) -> LogPage:
    lines = Trail.objects.filter(verb__in=[verb] if verb in TOLD else TOLD)
    if by:
        lines = lines.filter(by__in=by)
    if case:
        lines = lines.filter(subject_kind="case", subject_ref=case)
    if before is not None:
        lines = lines.filter(pk__lt=before)
    # Nobody reads here what was done in a case about themselves.
    theirs = _cases_kept_from(moderator)
    lines = lines.exclude(subject_kind="case", subject_ref__in=theirs.values("ref"))
    rows = list(lines.order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return LogPage([_as_line(row) for row in shown], shown[-1].pk if len(rows) > PER_PAGE else None)


def _cases_kept_from(moderator: User) -> "QuerySet[Case]":
    may = Case.objects.visible_to(moderator)
    return Case.objects.exclude(pk__in=may.values("pk"))


def _as_line(row: Trail) -> Line:
    return Line(
        at=row.at,
        told=str(TOLD[row.verb]),
        detail=_detail(row),
        alias=alias_of(row.by_id) if row.by_id is not None else "",
        letters=letters_of(row.by_id) if row.by_id is not None else "",
        case=row.subject_ref if row.subject_kind == "case" else "",
        pk=row.pk,
    )


def _detail(row: Trail) -> str:
    done = row.detail.get("outcomes") or [row.detail.get("outcome")]
    told = [str(Outcome(each).label) for each in done if each in Outcome.values]
    if row.detail.get("harm") in Harm.values:
        told.append(str(Harm(row.detail["harm"]).label))
    return " · ".join(told)


def moderators_of(case: Case) -> dict[str, Persona]:
    """Who worked on a case, as they are called in the log, each with the name worn by them: so
    that it can be asked whose that is."""
    lines = Trail.objects.filter(subject_kind="case", subject_ref=case.ref, verb__in=TOLD)
    worn = Persona.objects.worn_everywhere().filter(owner__in=lines.exclude(by=None).values("by"))
    return {alias_of(persona.owner_id or 0): persona for persona in worn.order_by("pk")}
