"""What a moderator sees: what there is at the desk, and what there is of one case."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from forums.choices import Harm, Outcome
from forums.models import (
    Case,
    CaseNote,
    Circle,
    Decision,
    HouseModerator,
    Measure,
    Mute,
    Pairing,
    Post,
    Trail,
)
from forums.paths import paths_above
from forums.queries.cases import SUBJECTS
from forums.refs import is_ref

DECIDED_PER_PAGE = 30
CONTEXT_SIBLINGS = 3
# Nobody counts further: it would be a look at everything, and what comes first stays the same.
MOST_COUNTED = 50


@dataclass(frozen=True)
class HowMany:
    """Of one level of harm."""

    harm: Harm
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > MOST_COUNTED

    @property
    def counted(self) -> int:
        return min(self.count, MOST_COUNTED)


def how_many(moderator: User) -> list[HowMany]:
    """What is to be decided, by harm: one question, that stops counting before it gets long."""
    cases = Case.objects.visible_to(moderator).awaiting_decision().order_by()
    few = [cases.filter(harm=harm).values_list("harm")[: MOST_COUNTED + 1] for harm in Harm]
    counts = Counter(harm for (harm,) in few[0].union(*few[1:], all=True))
    return [HowMany(harm, counts[harm]) for harm in Harm if counts[harm]]


def circles_at_desk(moderator: User) -> "QuerySet[Circle]":
    """Whose cases come to this person."""
    house = HouseModerator.objects.filter(user=moderator)
    moderated = Circle.objects.moderated_by(moderator).values("pk")
    return Circle.objects.filter(Q(pk__in=moderated) | Q(Exists(house))).order_by("name")


@dataclass(frozen=True)
class DecidedPage:
    cases: Sequence[Case]
    # The ref after which the next page begins; empty on the last.
    more: str


def decided_page(moderator: User, *, after: str = "") -> DecidedPage:
    """What has been decided, the last of it first."""
    cases = Case.objects.visible_to(moderator).decided()
    edge = cases.filter(ref=after).first() if is_ref(after) else None
    if edge is not None:
        same_time = Q(decided_at=edge.decided_at, pk__lt=edge.pk)
        earlier = Q(decided_at__lt=edge.decided_at) | same_time
        cases = cases.filter(earlier, decided_at__lte=edge.decided_at)
    last = Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    cases = cases.annotate(decided_as=Subquery(last.values("outcomes")[:1]))
    ordered = cases.with_concern().select_related(*SUBJECTS).order_by("-decided_at", "-pk")
    rows = list(ordered[: DECIDED_PER_PAGE + 1])
    has_more, rows = len(rows) > DECIDED_PER_PAGE, rows[:DECIDED_PER_PAGE]
    return DecidedPage(rows, more=rows[-1].ref if has_more else "")


# --- One case ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Context:
    """The conversation around a post: what it answers, and what was answered to it."""

    above: Sequence[Post]
    below: Sequence[Post]


def context_of(post: Post) -> Context:
    thread = post.topic.posts.select_related("author")
    above = list(thread.filter(path__in=paths_above(post.path)).order_by("path"))
    below = thread.filter(path__startswith=post.path, depth=post.depth + 1).order_by("path")
    return Context(above, list(below[:CONTEXT_SIBLINGS]))


@dataclass(frozen=True)
class OnIt:
    """Who is on a case, without saying who."""

    is_me: bool
    is_somebody: bool
    until: datetime | None
    with_me: bool
    others_with: int

    @property
    def seen(self) -> str:
        """The same as long as there is nothing new to say."""
        return f"{self.is_me:d}{self.is_somebody:d}{self.with_me:d}{self.others_with}"


def on_it(case: Case, moderator: User, *, now: datetime) -> OnIt:
    paired = set(Pairing.objects.filter(case=case).values_list("moderator", flat=True))
    is_taken = case.is_claimed(at=now)
    is_me = is_taken and case.claimed_by_id == moderator.pk
    return OnIt(
        is_me=is_me,
        is_somebody=is_taken and not is_me,
        until=case.claimed_until if is_taken else None,
        with_me=moderator.pk in paired,
        others_with=len(paired - {moderator.pk, case.claimed_by_id}),
    )


def notes_for(case: Case, moderator: User) -> "QuerySet[CaseNote]":
    """What moderators told each other, oldest first: whether it was oneself, and never who else."""
    return case.notes.annotate(is_mine=Q(by=moderator)).order_by("id")


def muted_notes_of(case: Case, moderator: User) -> list[str]:
    """The content notes on what it is about that this moderator keeps away from."""
    topic = case.topic or (case.post.topic if case.post is not None else None)
    noted = {*(case.post.notes if case.post is not None else ()), *(topic.notes if topic else ())}
    if not noted:
        return []
    muted = Mute.objects.filter(user=moderator, note__in=noted).annotate(named=F("note"))
    return sorted(muted.values_list("named", flat=True))


def decisions_of(case: Case) -> "QuerySet[Decision]":
    measures = Prefetch("measures", Measure.objects.order_by("id"))
    decisions = case.decisions.select_related("rule").prefetch_related(measures)
    return decisions.order_by("-id")


def is_time_to_look_again(case: Case, decisions: Sequence[Decision]) -> bool:
    """Whether a case is open since somebody was to be asked again how they are: its decisions come
    with the newest first."""
    asked = next((each for each in decisions if Outcome.WELFARE in each.outcomes), None)
    if asked is None or not case.is_open():
        return False
    return not case.reports.filter(filed_at__gt=asked.decided_at).exists()


def trail_of(case: Case) -> "QuerySet[Trail]":
    """What was done in this case and to its post, oldest first. It shows no names, and not how
    often somebody only looked: that is in the log (forums/queries/log.py)."""
    done = Q(subject_kind="case", subject_ref=case.ref)
    if case.post is not None:
        done |= Q(subject_kind="post", subject_ref=case.post.ref)
    return Trail.objects.filter(done).exclude(verb="look").order_by("id")
