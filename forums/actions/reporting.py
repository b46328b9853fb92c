"""Telling the moderators: by whoever is signed in, and by whoever is not.

Everybody may, from the first minute and whatever was decided about them: nothing here asks how
long somebody has been here, or what they may write.
"""

import secrets
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.actions.distance import block
from forums.actions.filing import file_report, frozen_now, hold_subject
from forums.choices import Concern, Maker, Source
from forums.models import Case, Circle, Post, Report, Topic
from forums.models.cases import Subject
from forums.queries.originals import was_only_cut
from forums.querysets.cases import hash_of_token
from forums.refusals import DistanceRefused, ReportRefused
from forums.rules import (
    may_still_appeal,
    why_not_report,
    why_not_report_again,
    why_not_report_as,
    why_not_tell,
)
from forums.validators import legible


@transaction.atomic
def report(
    *, by: User, subject: Subject, concern: str, words: str = "", seen_in: Post | None = None
) -> Report:
    """Tell the moderators about a post, a topic, a circle, or about somebody who is met in a post
    (`seen_in`), as it stands now. Once it was decided, again where it says something else since.
    Raises ReportRefused.

    Whoever thinks that they are known is out of sight of the one whom they mean at once: nobody
    has to look at it before.
    """
    subject, circle = hold_subject(subject), _circle_of(subject, seen_in)
    words = legible(words.strip())
    if no := (
        why_not_report(subject, user=by)
        or _why_not_again(subject, circle=circle, by=by, seen_in=seen_in)
        or why_not_report_as(concern, subject, seen_in=seen_in)
        or why_not_tell(words)
    ):
        raise ReportRefused(no)
    filed = file_report(
        subject=subject,
        circle=circle,
        source=Source.MEMBER,
        concern=concern,
        reporter=by,
        words=words,
        seen_in=seen_in,
    )
    if concern == Concern.KNOWS_ME:
        _shield(by, subject, seen_in)
    return filed


@transaction.atomic
def report_as_visitor(
    *, subject: Subject, concern: str, words: str = "", seen_in: Post | None = None
) -> tuple[Report, str]:
    """The same of something that can be read without an account. Raises ReportRefused.

    Returns the token as well, once: under it, whoever told us hears what came of it. Only its
    keyed hash is kept, and nothing about them.
    """
    subject, words = hold_subject(subject), legible(words.strip())
    if no := (
        why_not_report(subject, user=None)
        or why_not_report_as(concern, subject, seen_in=seen_in, as_visitor=True)
        or why_not_tell(words)
    ):
        raise ReportRefused(no)
    token = secrets.token_urlsafe(18)
    filed = file_report(
        subject=subject,
        circle=_circle_of(subject, seen_in),
        source=Source.VISITOR,
        concern=concern,
        words=words,
        token_hash=hash_of_token(token),
        seen_in=seen_in,
    )
    return filed, token


def _circle_of(subject: Subject, seen_in: Post | None) -> Circle:
    if isinstance(subject, Circle):
        return subject
    if isinstance(subject, Topic):
        return subject.circle
    if isinstance(subject, Post):
        return subject.topic.circle
    assert seen_in is not None  # noqa: S101 (a name is met in a post, and reported from there)
    return seen_in.topic.circle


def _why_not_again(
    subject: Subject, *, circle: Circle, by: User, seen_in: Post | None
) -> str | None:
    """What they reported was the text as it stood. Once that was decided, and something else
    stands there by its author, it has been said to nobody yet."""
    cases = Case.objects.of_subject(subject, circle=circle)
    told = Report.objects.filter(case__in=cases.values("pk"), reporter=by).select_related("case")
    if (before := told.order_by("-id").first()) is None:
        return None
    decided = before.case.decisions.filter(maker=Maker.PERSON, decided_at__gte=before.filed_at)
    decision, now = decided.order_by("-pk").first(), frozen_now(subject, seen_in)
    is_known = told.filter(frozen_name=now.name, frozen_html=now.html).exists()
    return why_not_report_again(
        is_decided=decision is not None,
        has_changed=not is_known and not was_only_cut(subject),
        may_appeal=decision is not None and may_still_appeal(decision, now=timezone.now()),
    )


def _shield(by: User, subject: Subject, seen_in: Post | None) -> None:
    """Let the two not meet, under the names that they wear there and under no other: what goes
    further would tell whose a name is (docs/decisions/0011-personas-and-blocks.md). Whoever wears
    no name yet has been seen by nobody."""
    if isinstance(subject, Topic):
        whom, topic = subject.opened_by, subject
    else:
        post = subject if isinstance(subject, Post) else seen_in
        assert post is not None  # noqa: S101 (of a circle, nobody says that they are known)
        whom, topic = post.author, post.topic
    with suppress(DistanceRefused):
        block(by=by, persona=whom, in_topic=topic)
