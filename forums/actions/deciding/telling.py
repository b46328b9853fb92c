"""Who hears of a decision. Nobody learns from it who the others are, nor who decided."""

from collections.abc import Iterable

from accounts.models import User
from forums.actions.deciding.held import Held
from forums.choices import NoticeKind
from forums.models import Decision, Membership, Notice


def tell_everybody(decision: Decision, held: Held) -> None:
    """Each reporter hears how it ended; the author hears of what was done. Where nothing was done,
    nobody tells them that somebody complained. Of a circle, those who look after it hear."""
    reporters = decision.case.reports.exclude(reporter=None).order_by("reporter")
    _tell(reporters.values_list("reporter", flat=True).distinct(), NoticeKind.ANSWERED, decision)
    if decision.restricts() and held.case.about_circle_id is not None:
        hosts = Membership.objects.hosting().filter(circle=held.case.about_circle_id)
        _tell(hosts.values_list("user", flat=True), NoticeKind.STATEMENT, decision)
    else:
        tell_author(decision)


def tell_author(decision: Decision, kind: NoticeKind = NoticeKind.STATEMENT) -> None:
    """Of whatever comes of it; where nothing was done they know of nothing."""
    if decision.author_id is not None and decision.restricts():
        _tell([decision.author_id], kind, decision)


def _tell(users: Iterable[int | None], kind: NoticeKind, decision: Decision) -> None:
    known = [user for user in users if user is not None]
    # Whoever has closed their account hears of nothing any more.
    there = User.objects.filter(pk__in=known, is_active=True).values_list("pk", flat=True)
    Notice.objects.bulk_create(Notice(user_id=user, kind=kind, decision=decision) for user in there)
