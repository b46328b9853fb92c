"""What follows when the screen found something. For verbs of this package only."""

from collections.abc import Sequence
from functools import reduce

from django.utils import timezone

from forums.actions.deciding import machine_decision
from forums.actions.filing import file_report
from forums.actions.traces import leave_trail
from forums.choices import Concern, Harm, HeldFor, ScreenAction, ScreenKind, Source
from forums.models import Post, ScreenHit, ScreenRule
from forums.queries.screening import CONCERN_OF, told_of
from forums.rules import worse


def tell_what_was_found(post: Post, rules: Sequence[ScreenRule]) -> None:
    """Write down which rules found something in a post that is locked already, and tell the
    moderators. Where it waits for that, its author reads that a machine did it."""
    if not (anew := _count_hits(post, rules)):
        return
    report = file_report(
        subject=post,
        circle=post.topic.circle,
        source=Source.SCREEN,
        concern=_concern_of(anew),
        words=told_of(anew),
        harm=reduce(worse, (Harm(rule.harm) for rule in anew)),
    )
    holding = [rule for rule in anew if rule.action == ScreenAction.HOLD]
    if holding and post.held_for == HeldFor.SCREEN:
        machine_decision(case=report.case, rule=holding[0].rule, reason=told_of(holding))
    leave_trail(
        by=None, verb="screen", kind="post", ref=post.ref, rules=[rule.ref for rule in anew]
    )


def _count_hits(post: Post, rules: Sequence[ScreenRule]) -> list[ScreenRule]:
    """The rules of which nobody has said yet that they are right or wrong about this post. What
    somebody has taken back for one of them, and finds its way in again, is found anew."""
    known = {hit.rule_id: hit for hit in ScreenHit.objects.filter(post=post, rule__in=rules)}
    anew = [rule for rule in rules if rule.pk not in known or known[rule.pk].was_right]
    ScreenHit.objects.filter(post=post, rule__in=anew).update(
        was_right=None, found_at=timezone.now()
    )
    new = [ScreenHit(post=post, rule=rule) for rule in anew if rule.pk not in known]
    ScreenHit.objects.bulk_create(new)
    return anew


def _concern_of(rules: Sequence[ScreenRule]) -> Concern:
    """Of several the gravest: they are in that order."""
    concerns = {CONCERN_OF.get(ScreenKind(rule.kind), Concern.OTHER) for rule in rules}
    order = (Concern.AT_RISK, Concern.IDENTIFIES, Concern.OTHER, Concern.SPAM)
    return next(concern for concern in order if concern in concerns)
