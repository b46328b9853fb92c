from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import Concern, NoticeKind, Outcome
from forums.models import Case, Decision, Notice, Post, Report, Rule, Topic
from forums.refusals import DecisionRefused, ReportRefused
from forums.rules import (
    DUE_WITHIN,
    harm_of,
    why_not_decide,
    why_not_report,
    why_not_report_as,
    why_not_say,
    worse,
)


@transaction.atomic
def report(*, by: User, post: Post, concern: Concern, words: str = "") -> Report:
    """Tell the moderators about a post, as it stands now. Raises ReportRefused."""
    post = Post.objects.select_for_update(of=["self"]).select_related("author").get(pk=post.pk)
    if no := why_not_report(post, user=by) or why_not_report_as(concern, topic=post.topic):
        raise ReportRefused(no)
    if words and (no := why_not_say(words)):
        raise ReportRefused(no)
    filed = Report.objects.create(
        case=_open_case(post, concern),
        post=post,
        reporter=by,
        concern=concern,
        words=words,
        frozen_html=post.html,
    )
    leave_trail(by=by, verb="report", kind="post", ref=post.ref, concern=concern)
    return filed


def _open_case(post: Post, concern: Concern) -> Case:
    """The post's open case, made where there is none. A worse report makes it due sooner."""
    harm, now = harm_of(concern), timezone.now()
    case, made = Case.objects.get_or_create(
        post=post,
        decided_at=None,
        defaults={"harm": harm, "opened_at": now, "due_at": now + DUE_WITHIN[harm]},
    )
    if not made:
        case.harm = worse(case.harm, harm)
        case.due_at = min(case.due_at, now + DUE_WITHIN[harm])
        case.version += 1
        case.save(update_fields=["harm", "due_at", "version"])
    return case


@transaction.atomic
def decide(
    *,
    by: User,
    case: Case,
    seen_version: int,
    outcome: Outcome,
    rule: Rule,
    reason: str,
    statement_to_reporter: str,
    statement_to_author: str = "",
) -> Decision:
    """Decide a case: what becomes of the post, by which rule, and what everybody is told.

    `seen_version` is the case's version on the page that was decided from. Raises
    DecisionRefused, above all where somebody else was faster.
    """
    # The post before the case: the order in which `report` locks them, so neither waits for ever.
    post = Post.objects.select_for_update(of=["self"]).select_related("author").get(pk=case.post_id)
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.post = post
    if no := why_not_decide(case, user=by, seen_version=seen_version):
        raise DecisionRefused(no)
    if not (reason.strip() and statement_to_reporter.strip()):
        raise DecisionRefused(_("Please give a reason, and a few words for whoever reported it."))
    if outcome == Outcome.HIDE and not statement_to_author.strip():
        raise DecisionRefused(_("Please tell the author what was done, and why."))
    decision = Decision.objects.create(
        case=case,
        author_id=post.author.owner_id,
        outcomes=[outcome],
        rule=rule,
        reason=reason,
        statement_to_author=statement_to_author if outcome == Outcome.HIDE else "",
        statement_to_reporter=statement_to_reporter,
        decided_by=by,
        decided_at=timezone.now(),
    )
    _carry_out(decision, post)
    Case.objects.filter(pk=case.pk).update(decided_at=decision.decided_at, version=F("version") + 1)
    _tell_everybody(decision)
    leave_trail(
        by=by, verb="decide", kind="case", ref=case.ref, outcomes=[outcome], rule=rule.title
    )
    return decision


def _carry_out(decision: Decision, post: Post) -> None:
    if Outcome.HIDE in decision.outcomes:
        post.hidden_at, post.hidden_by = decision.decided_at, decision.decided_by
        post.save(update_fields=["hidden_at", "hidden_by"])
        if post.parent_id is None:
            Topic.objects.filter(pk=post.topic_id, hidden_title="").update(
                hidden_title=F("title"), title=""
            )


def _tell_everybody(decision: Decision) -> None:
    """Each reporter hears how it ended; the author hears of what was done to their words. Where
    nothing was done, nobody tells them that somebody complained. Neither learns who the other
    is, nor who decided."""
    notices = [
        Notice(user_id=reporter, kind=NoticeKind.ANSWERED, decision=decision)
        for reporter in decision.case.reports.values_list("reporter", flat=True)
        if reporter is not None
    ]
    if decision.author_id is not None and decision.restricts():
        notices.append(
            Notice(user_id=decision.author_id, kind=NoticeKind.STATEMENT, decision=decision)
        )
    Notice.objects.bulk_create(notices)


@transaction.atomic
def read_notices(*, by: User, up_to: int) -> None:
    """Mark as read what was on the page, and nothing that came after it."""
    Notice.objects.visible_to(by).unread().filter(pk__lte=up_to).update(read_at=timezone.now())
