from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from accounts.keyed_hashes import keyed_hash
from accounts.models import User
from forums.choices import UNDECIDED, CaseState, Harm, Maker, Outcome
from forums.querysets.circles import where_suspended

if TYPE_CHECKING:
    from forums.models import Appeal, Case, Circle, Decision, Original, Report, Sanction
    from forums.models.cases import Subject

# Nobody is left to be called after that; it stands on top of every desk until it is decided.
HIGHEST_LEVEL = 3


def about(user: User) -> Q:
    """Cases about something that this person wrote, or about a name of theirs."""
    own = apps.get_model("forums", "Persona").objects.filter(owner=user).values("pk")
    return Q(post__author__in=own) | Q(topic__opened_by__in=own) | Q(persona__in=own)


def behind_ones_block(user: User) -> Q:
    """Cases about a name that this person keeps away from. Whoever blocks the moderators does not
    get out of their sight by it; and only names count, since what a moderator does not find must
    not tell whose a name for one topic is."""
    blocks = apps.get_model("forums", "Block").objects
    blocked = blocks.filter(by__owner=user).values("persona")
    return Q(post__author__in=blocked) | Q(topic__opened_by__in=blocked) | Q(persona__in=blocked)


class CaseQuerySet(QuerySet["Case"]):
    def visible_to(self, moderator: User) -> "CaseQuerySet":
        """Cases that this person may handle: of the circles that they moderate, or all of them
        for whoever moderates the house. None about themselves or about somebody whom they keep
        away from, and none about a circle that they look after."""
        house = apps.get_model("forums", "HouseModerator").objects.filter(user=moderator)
        mine = Q(circle__in=moderator.memberships.moderating().values("circle"), about_circle=None)
        looked_after = moderator.memberships.hosting().values("circle")
        return (
            self.filter(mine | Q(Exists(house)))
            .exclude(about_circle__in=looked_after)
            .exclude(where_suspended(moderator))
            .exclude(about(moderator))
            .exclude(behind_ones_block(moderator))
        )

    def of_subject(self, subject: "Subject", *, circle: "Circle") -> "CaseQuerySet":
        """Those about one thing; about a persona, those of one circle."""
        cases = self.filter(**self.model.naming(subject))
        return cases.filter(Q(persona=None) | Q(circle=circle))

    def awaiting_decision(self) -> "CaseQuerySet":
        return self.filter(decided_at=None)

    def decided(self) -> "CaseQuerySet":
        return self.filter(decided_at__isnull=False)

    def past_appeal(self, *, decided_before: datetime) -> "CaseQuerySet":
        """Decided so long ago that nobody can ask for another look any more."""
        return self.filter(state=CaseState.DECIDED, decided_at__lte=decided_before)

    def overdue(self, *, at: datetime) -> "CaseQuerySet":
        return self.awaiting_decision().filter(due_at__lt=at)

    def to_be_passed_on(self, *, at: datetime, within: Mapping[Harm, timedelta]) -> "CaseQuerySet":
        """Overdue, and not passed on since: once when the time is over, and again whenever it is
        over once more, as long as there are more people to pass it on to."""
        again = (Q(harm=harm, escalated_at__lte=at - time) for harm, time in within.items())
        later = Q(level__range=(1, HIGHEST_LEVEL - 1)) & reduce(or_, again)
        return self.overdue(at=at).filter(Q(level=0) | later)

    def to_be_followed_up(self, *, at: datetime) -> "CaseQuerySet":
        return self.filter(follow_up_at__lte=at)

    def claimed_by(self, moderator: User, *, at: datetime) -> "CaseQuerySet":
        return self.filter(claimed_by=moderator, claimed_until__gt=at)

    def unclaimed(self, *, at: datetime) -> "CaseQuerySet":
        """Those that nobody is on: never taken, given back, or left until the lease ran out."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))

    def with_concern(self) -> "CaseQuerySet":
        """With what was said about it first."""
        reports = apps.get_model("forums", "Report").objects.filter(case=OuterRef("pk"))
        return self.annotate(concern=Subquery(reports.order_by("pk").values("concern")[:1]))

    def without_notes(self) -> "CaseQuerySet":
        """Those about words that nobody put a content note on."""
        noted = Q(post__notes__len__gt=0) | Q(post__topic__notes__len__gt=0)
        return self.exclude(noted | Q(topic__notes__len__gt=0))

    def waiting(self) -> "CaseQuerySet":
        """Undecided, and for somebody else than a moderator to go on with."""
        return self.filter(state__in=set(UNDECIDED) - {CaseState.OPEN, CaseState.ESCALATED})


def hash_of_token(token: str) -> str:
    """What is kept of the link of a visitor who reported something."""
    return keyed_hash("report", token)


class ReportQuerySet(QuerySet["Report"]):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """One's own: nobody but moderators, in a case, sees what others reported."""
        return self.filter(reporter=user)

    def with_token(self, token: str) -> "ReportQuerySet":
        return self.filter(token_hash=hash_of_token(token))


class DecisionQuerySet(QuerySet["Decision"]):
    def visible_to(self, user: User) -> "DecisionQuerySet":
        """Those that concern this person, whatever else they may read here: about something that
        they wrote, something that they reported, or a circle that they look after.

        An author does not learn of a decision that leaves everything as it is; nor a reporter of
        what the site itself did until a person looked.
        """
        reports = apps.get_model("forums", "Report").objects.filter(
            case=OuterRef("case"), reporter=user, filed_at__lte=OuterRef("decided_at")
        )
        about_theirs = Q(case__about_circle__in=user.memberships.hosting().values("circle"))
        restricting = ~Q(outcomes=[Outcome.KEEP])
        return self.filter(
            Q(restricting, Q(author=user) | about_theirs) | Q(Exists(reports), maker=Maker.PERSON)
        )


class AppealQuerySet(QuerySet["Appeal"]):
    def visible_to(self, moderator: User) -> "AppealQuerySet":
        """Those that this person may answer: in cases that they may handle, against a decision
        that is not theirs, asked by somebody else."""
        cases = apps.get_model("forums", "Case").objects.visible_to(moderator)
        return (
            self.filter(decision__case__in=cases.values("pk"))
            .exclude(user=moderator)
            .exclude(decision__decided_by=moderator)
        )

    def asked_by(self, user: User) -> "AppealQuerySet":
        return self.filter(user=user)

    def unanswered(self) -> "AppealQuerySet":
        return self.filter(answered_at=None)


class OriginalQuerySet(QuerySet["Original"]):
    def to_purge(self, *, at: datetime) -> "OriginalQuerySet":
        """Past their day, and nobody waits for an answer about what they are kept for."""
        appeals = apps.get_model("forums", "Appeal").objects.unanswered()
        waiting = appeals.filter(decision=OuterRef("measure__decision"))
        return self.filter(~Exists(waiting), purge_at__lte=at)


class SanctionQuerySet(QuerySet["Sanction"]):
    def standing(self) -> "SanctionQuerySet":
        """Neither lifted nor told to be over; whether the time is, asks `in_force`."""
        return self.filter(lifted_at=None, expired_at=None)

    def in_force(self, *, at: datetime | Now) -> "SanctionQuerySet":
        return self.filter(lifted_at=None).filter(Q(until=None) | Q(until__gt=at))

    def in_circle(self, circle: object) -> "SanctionQuerySet":
        """Those that hold there: of this circle, and of the whole house."""
        return self.filter(Q(circle=None) | Q(circle=circle))

    def run_out(self, *, at: datetime) -> "SanctionQuerySet":
        """Over by themselves, and nobody has been told yet."""
        return self.filter(lifted_at=None, expired_at=None, until__lte=at)
