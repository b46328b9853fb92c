"""Cases, and everything that can be decided of one."""

from datetime import timedelta

from django.utils import timezone

from forums.actions.deciding import decide
from forums.actions.reporting import report
from forums.choices import Concern, Outcome
from forums.models import Case
from forums.rules import Step
from forums.rules.outcomes import title_of


def case_about(subject, *, by, concern=Concern.OTHER, seen_in=None):
    return report(by=by, subject=subject, concern=concern, words="Please.", seen_in=seen_in).case


def ruling(case, rule, *steps, **fields):
    """What a moderator sends who has just read the case."""
    return {
        "case": case,
        "seen_version": Case.objects.get(pk=case.pk).version,
        "steps": list(steps) or [Step(Outcome.HIDE)],
        "rule": rule,
        "reason": "For a reason.",
        "statement_to_author": "To whoever wrote it.",
        "statement_to_reporter": "To whoever reported it.",
    } | fields


def decided(case, rule, *steps, by, **fields):
    return decide(by=by, **ruling(case, rule, *steps, **fields))


def in_days(days):
    return timezone.now() + timedelta(days=days)


def cutting(post, *cut, title=()):
    """Taking these words out of a post, and these out of its title."""
    return Step(
        Outcome.REDACT,
        spans=_places(post.source, cut),
        title_spans=_places(title_of(post), title),
        source=post.source,
        title=title_of(post),
    )


def _places(text, words):
    found = sorted((text.index(each), text.index(each) + len(each)) for each in words)
    return tuple(found)


def measure_of(decision, outcome):
    return decision.measures.get(outcome=outcome)
