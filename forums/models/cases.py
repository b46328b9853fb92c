"""Cases: everything that is said about one thing, until a person has decided it."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import UNDECIDED, CaseState, Concern, Harm, Source
from forums.models.circles import Circle, Persona
from forums.models.conversation import Post, Topic
from forums.querysets import CaseQuerySet, ReportQuerySet
from forums.refs import new_ref

Subject = Post | Topic | Persona | Circle
COLUMN_OF: dict[type[models.Model], str] = {
    Post: "post",
    Topic: "topic",
    Persona: "persona",
    Circle: "about_circle",
}
SUBJECTS = tuple(COLUMN_OF.values())


def of_one_subject() -> Q:
    """Exactly one of the columns that name a subject is filled."""
    only = (Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS}) for chosen in SUBJECTS)
    return reduce(or_, only)


class Rule(models.Model):
    """One of the house's rules. Every decision cites one."""

    title = models.CharField(_("rule"), max_length=120, unique=True)
    explanation = models.TextField(_("what it means"))
    place = models.PositiveSmallIntegerField(_("place in the list"), unique=True)

    def __str__(self) -> str:
        return self.title


class DueTime(models.Model):
    """How soon a person must have looked, for each level of harm. The operator's to set."""

    harm = models.CharField(max_length=16, choices=Harm, unique=True)
    minutes = models.PositiveIntegerField(_("minutes until somebody must have looked"))

    def __str__(self) -> str:
        return f"{self.harm}: {self.minutes} minutes"


class HouseModerator(models.Model):
    """Somebody who moderates the whole house: what circles escalate comes to them, and what is
    said against a circle itself. The operator appoints them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="house_moderator"
    )
    appointed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"house moderator {self.pk}"


class Case(models.Model):
    """What is said about one post, topic, persona or circle, with what became of it.

    Two axes that never mix: `harm` says how soon a person must look, and no reputation can lower
    it; `rule` says what it is against, where somebody has said so already.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    # Where it is handled. Of a report on a circle, that circle, but not by its own moderators.
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="cases")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="cases")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="cases")
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, null=True, related_name="cases")
    about_circle = models.ForeignKey(
        Circle, on_delete=models.PROTECT, null=True, related_name="cases_about"
    )
    harm = models.CharField(max_length=16, choices=Harm)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=16, choices=CaseState, default=CaseState.OPEN, db_default=CaseState.OPEN
    )
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    # When somebody first opened it, for the report on how long things take.
    looked_at = models.DateTimeField(null=True, editable=False)
    # How often it has been passed on to more people; the time is the last one's.
    escalated_at = models.DateTimeField(null=True, editable=False)
    level = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    # A lease: after its time the case is free again, and nobody has to give it back.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="claimed_cases",
    )
    claimed_until = models.DateTimeField(null=True, editable=False)
    # When a welfare check is to be followed up, however the case stands.
    follow_up_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    # Goes up with every change; a moderator who saw an older one is told, not overruled.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_of_one_subject", condition=of_one_subject()),
            *(
                models.UniqueConstraint(
                    # The same name is met in many circles, and each looks after what is its own.
                    fields=["persona", "circle"] if name == "persona" else [name],
                    condition=Q(decided_at=None),
                    name=f"one_open_case_per_{name}",
                )
                for name in SUBJECTS
            ),
            models.CheckConstraint(
                name="case_is_decided_at_some_time",
                condition=Q(state__in=UNDECIDED, decided_at=None)
                | Q(decided_at__isnull=False) & ~Q(state__in=UNDECIDED),
            ),
            # Once the account of whoever held it is gone, only the time remains.
            models.CheckConstraint(
                name="case_is_claimed_for_a_time",
                condition=Q(claimed_by=None) | Q(claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="case_escalated_at_some_time",
                condition=Q(level=0, escalated_at=None)
                | Q(level__gt=0, escalated_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="case_open_by_due", condition=Q(decided_at=None)
            ),
            models.Index(
                fields=["circle", "due_at", "id"],
                name="case_open_in_circle",
                condition=Q(decided_at=None),
            ),
            models.Index(
                fields=["harm", "due_at", "id"],
                name="case_open_by_harm",
                condition=Q(decided_at=None),
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                name="case_decided",
                condition=Q(decided_at__isnull=False),
            ),
            models.Index(
                fields=["decided_at"],
                name="case_not_final",
                condition=Q(state=CaseState.DECIDED),
            ),
            models.Index(
                fields=["follow_up_at"],
                name="case_follow_up",
                condition=Q(follow_up_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("forums:case", args=[self.ref])

    @staticmethod
    def naming(subject: Subject) -> dict[str, Subject]:
        """The column in which a case about this names it."""
        return {COLUMN_OF[type(subject)]: subject}

    @property
    def subject(self) -> Subject:
        found = self.post or self.topic or self.persona or self.about_circle
        assert found is not None  # noqa: S101 (the constraint case_of_one_subject)
        return found

    @property
    def author(self) -> Persona | None:
        """The name under which somebody wrote it or wears it; nobody, where it is a circle."""
        if self.post is not None:
            return self.post.author
        return self.topic.opened_by if self.topic is not None else self.persona

    def is_open(self) -> bool:
        return self.decided_at is None

    def is_waiting(self) -> bool:
        """For somebody else than a moderator who is free to take it."""
        return self.state in (CaseState.AUTHOR, CaseState.OPINION)

    def waits_for_opinion(self) -> bool:
        return self.state == CaseState.OPINION

    def needs_somebody_soon(self) -> bool:
        return self.harm != Harm.NONE

    def is_overdue(self, *, at: datetime) -> bool:
        return self.is_open() and self.due_at < at

    def is_claimed(self, *, at: datetime) -> bool:
        return self.claimed_until is not None and self.claimed_until > at


class Report(models.Model):
    """What somebody said about one thing, with the text as it then stood."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    source = models.CharField(
        max_length=16, choices=Source, default=Source.MEMBER, db_default=Source.MEMBER
    )
    # Nobody, where it is a visitor's or the screen's, or once the account is gone.
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    # Of the link under which a visitor hears how it ended; only its keyed hash is kept.
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    concern = models.CharField(_("what is wrong"), max_length=16, choices=Concern)
    words = models.TextField(_("anything we should know"), blank=True)
    # What the thing was called (a title, a name) and said at that moment.
    frozen_name = models.CharField(max_length=200, blank=True, db_default="", editable=False)
    frozen_html = models.TextField(editable=False)
    filed_at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            # Once it was decided, whoever reported it may do so again when it says something else.
            models.UniqueConstraint(
                "case",
                "reporter",
                MD5("frozen_name"),
                MD5("frozen_html"),
                name="one_report_of_a_text_per_reporter",
            )
        ]

    def __str__(self) -> str:
        return f"report {self.pk} in case {self.case_id}"


class CaseNote(models.Model):
    """What one moderator tells the others about a case. Nobody else ever reads it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.TextField(_("for the other moderators"))
    # A second opinion is asked for, or given, by a note that says so.
    asks_opinion = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"note {self.pk} on case {self.case_id}"
