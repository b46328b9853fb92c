from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import Concern, Harm, Outcome
from forums.models.conversation import Post
from forums.querysets import CaseQuerySet
from forums.refs import new_ref


class Rule(models.Model):
    """One of the house's rules. Every decision cites one."""

    title = models.CharField(_("rule"), max_length=120, unique=True)
    explanation = models.TextField(_("what it means"))
    place = models.PositiveSmallIntegerField(_("place in the list"), unique=True)

    def __str__(self) -> str:
        return self.title


class Case(models.Model):
    """Everything that is said against one post, until a person has decided it."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="cases")
    harm = models.CharField(max_length=16, choices=Harm)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, editable=False)
    # Goes up with every change; a moderator who saw an older one is told, not overruled.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(decided_at=None),
                name="one_open_case_per_post",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="case_open_by_due",
                condition=models.Q(decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"case {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("forums:case", args=[self.ref])

    def is_open(self) -> bool:
        return self.decided_at is None

    def needs_somebody_soon(self) -> bool:
        return self.harm != Harm.NONE

    def is_overdue(self, *, at: datetime) -> bool:
        return self.is_open() and self.due_at < at


class Report(models.Model):
    """What one member said about one post, with the text as it then stood."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    concern = models.CharField(_("what is wrong"), max_length=16, choices=Concern)
    words = models.TextField(_("anything we should know"), blank=True)
    frozen_html = models.TextField(editable=False)
    filed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "reporter"], name="one_report_per_reporter")
        ]

    def __str__(self) -> str:
        return f"report {self.pk} on {self.post_id}"


class Decision(models.Model):
    """What was decided of a case. Append-only: a trigger refuses changes and deletion."""

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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_decides_about_themselves",
                condition=models.Q(author=None)
                | models.Q(decided_by=None)
                | ~models.Q(author=models.F("decided_by")),
            ),
            models.CheckConstraint(
                name="restriction_has_a_statement",
                condition=models.Q(outcomes=[Outcome.KEEP]) | ~models.Q(statement_to_author=""),
            ),
            models.CheckConstraint(
                name="decision_has_an_outcome", condition=models.Q(outcomes__len__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} of {self.case_id}"

    def restricts(self) -> bool:
        """Whether it takes something from the author, who must then be told why."""
        return any(outcome != Outcome.KEEP for outcome in self.outcomes)
