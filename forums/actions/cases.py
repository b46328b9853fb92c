"""Working on a case until it is decided. Deciding it is in `deciding`.

A case is taken for a while and not owned: the lease is renewed by whatever its holder does with
it, and runs out by itself. It keeps two people from doing the same work, and nobody from doing it
at all: a decision asks for no lease, only that nothing has changed since it was looked at.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from forums.actions.calling import call
from forums.actions.traces import leave_trail
from forums.choices import CaseState, Harm
from forums.models import Case, CaseNote, Rule
from forums.queries.cases import due_within, handlers_in_circle, house_handlers
from forums.refusals import CaseRefused
from forums.rules import (
    HARM_ORDER,
    LEASE,
    WORKABLE,
    why_not_ask_opinion,
    why_not_give_opinion,
    why_not_note_down,
    why_not_set_harm,
    why_not_taken,
    why_not_wait_for_author,
    why_not_work_on,
)
from forums.validators import legible


@transaction.atomic
def look_at(*, by: User, case: Case) -> None:
    """Somebody opened it, and is shown what was reported: each time leaves a line in the trail,
    and the first time counts, for the report on how long things take."""
    first = Case.objects.filter(pk=case.pk, looked_at=None)
    first.update(looked_at=timezone.now())
    _renew(case, by)
    leave_trail(by=by, verb="look", kind="case", ref=case.ref)


@transaction.atomic
def claim(*, by: User, case: Case) -> Case:
    """Take a case for a while, so that nobody else does the same work. Raises CaseRefused.

    One conditional update, that asks the row alone: of many who press at once one has it, and the
    others are told. What somebody left until their lease ran out can be taken over.
    """
    if no := why_not_work_on(case, may_handle=_may_handle(case, by)):
        raise CaseRefused(no)
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=by)
    workable = Case.objects.filter(free, pk=case.pk, state__in=WORKABLE)
    if not workable.update(claimed_by=by, claimed_until=now + LEASE):
        raise CaseRefused(why_not_taken())
    case.refresh_from_db(fields=["claimed_by", "claimed_until"])
    leave_trail(by=by, verb="claim", kind="case", ref=case.ref)
    return case


@transaction.atomic
def release(*, by: User, case: Case) -> None:
    """Give a case back before its time. Whoever is not on it changes nothing."""
    held = Case.objects.filter(pk=case.pk, claimed_by=by)
    if held.update(claimed_by=None, claimed_until=None):
        leave_trail(by=by, verb="release", kind="case", ref=case.ref)


@transaction.atomic
def set_harm(*, by: User, case: Case, harm: Harm, reason: str = "") -> Case:
    """Say how soon somebody must look. Whoever says less than before says why, and the others
    read it. Raises CaseRefused."""
    case = _work_on(case, by)
    if no := why_not_set_harm(case, harm, reason=reason):
        raise CaseRefused(no)
    if harm == case.harm:
        return case
    was, within = case.harm, timezone.now() + due_within(harm)
    rises = HARM_ORDER.index(harm) > HARM_ORDER.index(Harm(was))
    case.harm, case.due_at = harm, min(case.due_at, within) if rises else within
    _write(case, "harm", "due_at")
    if reason.strip():
        _add_note(case, by, reason)
    leave_trail(by=by, verb="set_harm", kind="case", ref=case.ref, was=was, harm=harm)
    return case


@transaction.atomic
def set_rule(*, by: User, case: Case, rule: Rule | None) -> Case:
    """Say which rule it is about, before it is decided. Raises CaseRefused."""
    case = _work_on(case, by)
    case.rule = rule
    _write(case, "rule")
    leave_trail(
        by=by, verb="set_rule", kind="case", ref=case.ref, rule=rule.title if rule else None
    )
    return case


@transaction.atomic
def note(*, by: User, case: Case, words: str) -> CaseNote:
    """Tell the other moderators something about it. Raises CaseRefused."""
    case = _work_on(case, by)
    _write(case)
    written = _add_note(case, by, words)
    leave_trail(by=by, verb="note", kind="case", ref=case.ref)
    return written


@transaction.atomic
def ask_opinion(*, by: User, case: Case, words: str) -> CaseNote:
    """Ask the other moderators what they think, and let the case go for them. Raises CaseRefused.

    Where the circle has no other, those who moderate the house are asked.
    """
    case = _work_on(case, by)
    near = list(handlers_in_circle(case).exclude(pk=by.pk))
    others = near or list(house_handlers(case).exclude(pk=by.pk))
    if no := why_not_ask_opinion(case, has_others=bool(others)):
        raise CaseRefused(no)
    asked = _add_note(case, by, words, asks_opinion=True)
    case.state = CaseState.OPINION
    case.claimed_by = case.claimed_until = None
    _write(case, "state", "claimed_by", "claimed_until")
    call(others, to=case)
    leave_trail(by=by, verb="ask_opinion", kind="case", ref=case.ref)
    return asked


@transaction.atomic
def give_opinion(*, by: User, case: Case, words: str) -> CaseNote:
    """Say what one thinks: whoever asked for it is told, and the case goes on. Raises
    CaseRefused."""
    case = _work_on(case, by)
    asked = case.notes.filter(asks_opinion=True).select_related("by").order_by("-id").first()
    if no := why_not_give_opinion(case, asked_by=asked.by_id if asked else None, user=by):
        raise CaseRefused(no)
    given = _add_note(case, by, words)
    case.state = CaseState.ESCALATED if case.level else CaseState.OPEN
    _write(case, "state")
    if asked is not None and asked.by is not None:
        call([asked.by], to=case)
    leave_trail(by=by, verb="give_opinion", kind="case", ref=case.ref)
    return given


@transaction.atomic
def wait_for_author(*, by: User, case: Case, until: datetime) -> Case:
    """Let it rest until its author has answered, but not for longer than this: then it is overdue
    like any other. Raises CaseRefused."""
    case = _work_on(case, by)
    if no := why_not_wait_for_author(case, until=until, now=timezone.now()):
        raise CaseRefused(no)
    case.state, case.due_at = CaseState.AUTHOR, until
    case.claimed_by = case.claimed_until = None
    _write(case, "state", "due_at", "claimed_by", "claimed_until")
    leave_trail(by=by, verb="wait_for_author", kind="case", ref=case.ref)
    return case


def _work_on(case: Case, by: User) -> Case:
    """The case, held, for somebody who may handle it, with their lease renewed. Raises
    CaseRefused."""
    cases = Case.objects.select_for_update(of=["self"])
    held = cases.select_related(
        "circle", "post__author", "topic__opened_by", "persona", "about_circle"
    ).get(pk=case.pk)
    if no := why_not_work_on(held, may_handle=_may_handle(held, by)):
        raise CaseRefused(no)
    if held.claimed_by_id == by.pk:
        held.claimed_until = timezone.now() + LEASE
        held.save(update_fields=["claimed_until"])
    return held


def _renew(case: Case, by: User) -> None:
    """Whoever goes on working on what they took keeps it, unless somebody has it by now."""
    Case.objects.filter(pk=case.pk, claimed_by=by).update(claimed_until=timezone.now() + LEASE)


def _may_handle(case: Case, by: User) -> bool:
    return Case.objects.visible_to(by).filter(pk=case.pk).exists()


def _write(case: Case, *fields: str) -> None:
    """Write down what changed, so that whoever decides from an older page is told."""
    case.version += 1
    case.save(update_fields=[*fields, "version"])


def _add_note(case: Case, by: User, words: str, *, asks_opinion: bool = False) -> CaseNote:
    if no := why_not_note_down(words):
        raise CaseRefused(no)
    return CaseNote.objects.create(
        case=case, by=by, words=legible(words.strip()), asks_opinion=asks_opinion
    )
