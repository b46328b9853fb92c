"""What is kept of somebody besides their words, list by list, to take away: plain data, fetched
bit by bit. A choice stays what it is, so that it can be told as a code and in words.

Nothing in it is another person's: of what others said, the refs alone, and the names by which
somebody keeps away from them are those that they knew.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from accounts.models import User
from forums.choices import Answer, AppealAnswer, ClaimChoice, Concern, Harm, NoticeKind, Outcome
from forums.choices import Role as CircleRole
from forums.models import (
    Appeal,
    Block,
    Claim,
    Decision,
    Digest,
    Exposure,
    Following,
    HouseModerator,
    Invitation,
    JoinRequest,
    Measure,
    Membership,
    Mention,
    Mute,
    NeverReveal,
    Notice,
    Post,
    Reading,
    Report,
    Sanction,
    Shift,
    Topic,
)
from forums.queries.reports import REPORTED, told_of_each

AT_ONCE = 100

Row = dict[str, Any]


def own_lists(user: User) -> dict[str, Iterator[Row]]:
    """By the names of the lists. Nothing is fetched before it is asked for."""
    return {name: rows_of(user) for name, rows_of in LISTS.items()}


def _circles(user: User) -> Iterator[Row]:
    rows = Membership.objects.filter(user=user).select_related("circle").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {"circle": row.circle.name, "role": CircleRole(row.role), "since": row.joined_on}


def _asked_to_come_in(user: User) -> Iterator[Row]:
    rows = JoinRequest.objects.filter(user=user).select_related("circle").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "circle": row.circle.name,
            "words": row.answer_given,
            "asked_at": row.asked_at,
            "outcome": Answer(row.outcome) if row.outcome else None,
            "answer": row.reason,
            "answered_at": row.decided_at,
        }


def _invitations(user: User) -> Iterator[Row]:
    rows = Invitation.objects.filter(made_by=user).select_related("circle").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "circle": row.circle.name,
            "made_at": row.made_at,
            "until": row.expires_at,
            "for_people": row.uses_left,
        }


def _topics(user: User) -> Iterator[Row]:
    rows = Topic.objects.filter(opened_by__owner=user).select_related("circle", "opened_by")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "topic": row.ref,
            "title": row.title or row.hidden_title,
            "circle": row.circle.name,
            "as": row.opened_by.name,
            "opened_at": row.opened_at,
            "wishes": row.wishes(),
            "closed_to_answers_at": row.locked_at,
        }


def _follows(user: User) -> Iterator[Row]:
    rows = Following.objects.filter(user=user).select_related("topic__circle", "circle")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield _place(row)


def _reading(user: User) -> Iterator[Row]:
    rows = Reading.objects.filter(user=user).select_related("topic__circle").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {"topic": row.topic.ref, "circle": row.topic.circle.name}


def _blocks(user: User) -> Iterator[Row]:
    rows = Block.objects.filter(by__owner=user).select_related("by").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {"name": row.name, "as": row.by.name, "since": row.blocked_on}


def _mutes(user: User) -> Iterator[Row]:
    rows = Mute.objects.filter(user=user).select_related("topic__circle", "circle")
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield _place(row) | {"name": row.name, "note": row.note, "since": row.muted_on}


def _never_reveal(user: User) -> Iterator[Row]:
    rows = NeverReveal.objects.filter(owner=user).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {"called": row.hint, "words_in_it": row.words_count}


def _mentions(user: User) -> Iterator[Row]:
    readable = Post.objects.visible_to(user).standing()
    rows = Mention.objects.filter(persona__owner=user, post__in=readable)
    for row in rows.select_related("post", "persona").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"post": row.post.ref, "name": row.persona.name}


def _notices(user: User) -> Iterator[Row]:
    rows = Notice.objects.visible_to(user).select_related(
        "post", "circle", "join_request__circle", "decision", "appeal__decision"
    )
    for row in rows.order_by("pk").iterator(chunk_size=AT_ONCE):
        asked, appeal = row.join_request, row.appeal
        circle = row.circle or (asked.circle if asked else None)
        decision = row.decision or (appeal.decision if appeal else None)
        yield {
            "kind": NoticeKind(row.kind),
            "given_at": row.given_at,
            "read_at": row.read_at,
            "post": row.post.ref if row.post else None,
            "circle": circle.name if circle else None,
            "decision": decision.ref if decision else None,
        }


def _digests(user: User) -> Iterator[Row]:
    for row in Digest.objects.filter(user=user).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"on": row.on}


def _reports(user: User) -> Iterator[Row]:
    reports = Report.objects.visible_to(user).select_related(*REPORTED).order_by("pk")
    rows = reports.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        for told in told_of_each(batch):
            yield {
                "about": told.what,
                "circle": told.report.case.circle.name,
                "concern": Concern(told.report.concern) if told.report.concern else None,
                "words": told.report.words,
                "asked_at": told.report.filed_at,
                "answer": told.decision.statement_to_reporter if told.decision else "",
                "answered_at": told.decision.decided_at if told.decision else None,
            }


def _decisions(user: User) -> Iterator[Row]:
    """About what they wrote. One that leaves everything as it is says nothing to its author."""
    own = Decision.objects.filter(author=user).exclude(outcomes=[Outcome.KEEP])
    decisions = own.select_related("rule", "case__circle").order_by("pk")
    rows = decisions.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        done: dict[int, list[Measure]] = {}
        for measure in Measure.objects.filter(decision__in=batch).order_by("pk"):
            done.setdefault(measure.decision_id, []).append(measure)
        for row in batch:
            measures = done.get(row.pk, [])
            yield {
                "decision": row.ref,
                "circle": row.case.circle.name,
                "done": [Outcome(outcome) for outcome in row.outcomes],
                "taken_back": [Outcome(each.outcome) for each in measures if each.undone_at],
                "rule": row.rule.title,
                "answer": row.statement_to_author,
                "answered_at": row.decided_at,
            }


def _sanctions(user: User) -> Iterator[Row]:
    rows = Sanction.objects.filter(user=user).select_related("circle").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "kind": Outcome(row.kind),
            "circle": row.circle.name if row.circle else None,
            "since": row.since,
            "until": row.until,
            "taken_back_at": row.lifted_at,
            "hours_between_posts": row.pause_hours,
        }


def _appeals(user: User) -> Iterator[Row]:
    rows = Appeal.objects.filter(user=user).select_related("decision").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "decision": row.decision.ref,
            "words": row.words,
            "asked_at": row.asked_at,
            "outcome": AppealAnswer(row.outcome) if row.outcome else None,
            "answer": row.answer,
            "answered_at": row.answered_at,
        }


def _claims(user: User) -> Iterator[Row]:
    rows = Claim.objects.filter(user=user).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            # Forgotten here as soon as a worker has looked.
            "address": row.address,
            "asked_at": row.asked_at,
            "proven_at": row.proven_at,
            "outcome": ClaimChoice(row.choice) if row.choice else None,
            "done_at": row.done_at,
        }


def _house(user: User) -> Iterator[Row]:
    for row in HouseModerator.objects.filter(user=user):
        yield {"since": row.appointed_at}


def _shifts(user: User) -> Iterator[Row]:
    rows = Shift.objects.filter(moderator=user).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {"since": row.started_at, "until": row.ended_at}


def _met(user: User) -> Iterator[Row]:
    rows = Exposure.objects.filter(moderator=user).order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "kind": Harm(row.harm),
            "was_hard": row.is_hard,
            "since": row.met_at,
            "passed_on_at": row.skipped_at,
        }


def _place(row: Following | Mute) -> Row:
    circle = row.circle or (row.topic.circle if row.topic else None)
    return {
        "topic": row.topic.ref if row.topic else None,
        "circle": circle.name if circle else None,
    }


LISTS: dict[str, Callable[[User], Iterator[Row]]] = {
    "circles": _circles,
    "asked_to_come_in": _asked_to_come_in,
    "invitations": _invitations,
    "topics": _topics,
    "follows": _follows,
    "reading": _reading,
    "blocks": _blocks,
    "mutes": _mutes,
    "never_reveal": _never_reveal,
    "mentions": _mentions,
    "notices": _notices,
    "digests": _digests,
    "reports": _reports,
    "decisions": _decisions,
    "sanctions": _sanctions,
    "appeals": _appeals,
    "claims": _claims,
    "house": _house,
    "shifts": _shifts,
    "met": _met,
}
