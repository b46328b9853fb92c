"""Decisions, what each of them did, and how it is taken back."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import SANCTIONS, AppealAnswer, Maker, Outcome
from forums.models.cases import Case, Report, Rule
from forums.models.circles import Circle
from forums.models.conversation import Post
from forums.querysets import (
    AppealQuerySet,
    DecisionQuerySet,
    OriginalQuerySet,
    SanctionQuerySet,
)
from forums.refs import new_ref


class Decision(models.Model):
    """What was decided of a case. Append-only: a trigger refuses changes and deletion."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    # Whose post it was, copied so that the database itself can refuse a judge in their own case.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outcomes = ArrayField(models.CharField(max_length=16, choices=Outcome))
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="decisions")
    reason = models.TextField(_("why"))
    # Empty where nothing was done to what they wrote.
    statement_to_author = models.TextField(_("what the author reads"), blank=True)
    statement_to_reporter = models.TextField(_("what whoever reported it reads"))
    maker = models.CharField(
        max_length=16, choices=Maker, default=Maker.PERSON, db_default=Maker.PERSON
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_decides_about_themselves",
                condition=Q(author=None) | Q(decided_by=None) | ~Q(author=F("decided_by")),
            ),
            models.CheckConstraint(
                name="restriction_has_a_statement",
                condition=Q(outcomes=[Outcome.KEEP]) | ~Q(statement_to_author=""),
            ),
            models.CheckConstraint(
                name="decision_has_an_outcome", condition=Q(outcomes__len__gt=0)
            ),
            models.CheckConstraint(
                name="machine_has_no_name", condition=~Q(maker=Maker.MACHINE) | Q(decided_by=None)
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} of {self.case_id}"

    def get_absolute_url(self) -> str:
        return reverse("forums:decision", args=[self.ref])

    def is_by_machine(self) -> bool:
        return self.maker == Maker.MACHINE

    def said_briefly(self) -> str:
        """What it does, in the words in which it was chosen."""
        return " · ".join(str(Outcome(outcome).label) for outcome in self.outcomes)

    def restricts(self) -> bool:
        """Whether it takes something from the author, who must then be told why."""
        return any(outcome != Outcome.KEEP for outcome in self.outcomes)


class Measure(models.Model):
    """One of the things that a decision did, with what it takes to undo it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="measures")
    outcome = models.CharField(max_length=16, choices=Outcome)
    # Where it ends by itself (slow, hold, suspend), or when to look again (welfare).
    until = models.DateTimeField(null=True)
    # Facts about what it changed (refs, notes that were added), never anybody's words.
    detail = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "outcome"], name="measure_once_per_decision"
            ),
            models.CheckConstraint(
                name="undone_by_somebody_at_some_time",
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} of decision {self.decision_id}"

    def is_undoable(self) -> bool:
        return self.undone_at is None and self.outcome != Outcome.AWAIT

    def is_for_the_house(self) -> bool:
        """Whether it holds everywhere, so that only whoever moderates the house decides it."""
        return self.outcome in SANCTIONS and not self.detail.get("circle")


class Original(models.Model):
    """What a post said before a moderator took it out, or parts of it, sealed until a date.

    It is kept for an appeal and stands in no index, list, mail or feed; on the date it is gone
    for good (docs/decisions/0018-cases.md).
    """

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="original")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="originals")
    sealed = models.BinaryField()
    purge_at = models.DateTimeField()

    objects = OriginalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purge_at"], name="original_by_purge")]

    def __str__(self) -> str:
        return f"original of post {self.post_id}"


class Sanction(models.Model):
    """Something that holds for a person for a time: in one circle, or, without one, everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sanctions"
    )
    circle = models.ForeignKey(
        Circle, on_delete=models.CASCADE, null=True, related_name="sanctions"
    )
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.label) for kind in SANCTIONS])
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="sanction")
    since = models.DateTimeField(default=timezone.now)
    # Without an end: a warning, or a closed account.
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True, editable=False)
    # Of whoever is slowed down: so long from one post to the next.
    pause_hours = models.PositiveSmallIntegerField(null=True, editable=False)
    # Once it has run out and they were told so.
    expired_at = models.DateTimeField(null=True, editable=False)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sanction_ends_unless_it_cannot",
                condition=Q(kind__in=[Outcome.WARN, Outcome.CLOSE], until=None)
                | Q(until__isnull=False) & ~Q(kind__in=[Outcome.WARN, Outcome.CLOSE]),
            ),
            models.CheckConstraint(
                name="slowed_down_by_some_pause",
                condition=Q(kind=Outcome.SLOW, pause_hours__isnull=False, pause_hours__gt=0)
                | Q(pause_hours=None) & ~Q(kind=Outcome.SLOW),
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                name="sanction_in_force",
                condition=Q(lifted_at=None, expired_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Appeal(models.Model):
    """Somebody whom a decision concerns asks for another look, by another person."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    # The author, or one of those who reported it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="appeals"
    )
    # Whose report it is about, where it is not the author who asks; a visitor has no account.
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals"
    )
    words = models.TextField(_("what we should see differently"))
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=16, choices=AppealAnswer, null=True, editable=False)
    answer = models.TextField(_("your answer"), blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "user"], name="appeals_a_decision_once"),
            # A visitor has no account, only their report.
            models.UniqueConstraint(
                fields=["decision", "report"], name="appeals_once_for_a_report"
            ),
            models.CheckConstraint(
                name="appeal_answered_in_words",
                condition=Q(outcome=None, answered_at=None, answered_by=None)
                | Q(outcome__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="nobody_answers_their_own_appeal",
                condition=Q(user=None) | Q(answered_by=None) | ~Q(user=F("answered_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.ref}"

    def is_answered(self) -> bool:
        return self.answered_at is not None
