"""What an act leaves behind: a notice for somebody, a line in the trail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import NoticeKind
from forums.models.cases import Decision
from forums.models.conversation import Post
from forums.models.doors import JoinRequest
from forums.querysets import NoticeQuerySet

WORDS = {
    "open_topic": _("The topic was opened."),
    "reply": _("It was written."),
    "revise": _("Its author changed it."),
    "withdraw": _("Its author withdrew it."),
    "report": _("It was reported."),
    "decide": _("It was decided."),
}


class Notice(models.Model):
    """One thing that somebody should hear about, inside the site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=NoticeKind)
    # What it is about: a decision, a post, or somebody who asks to come in.
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="notices")
    join_request = models.ForeignKey(
        JoinRequest, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    given_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_about_one_thing",
                condition=models.Q(decision=None, post__isnull=False, join_request=None)
                | models.Q(decision__isnull=False, post=None, join_request=None)
                | models.Q(decision=None, post=None, join_request__isnull=False),
            ),
            models.UniqueConstraint(fields=["user", "post"], name="told_of_a_post_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_newest_of_user"),
            # Asked for with every page of somebody who is signed in.
            models.Index(fields=["user"], name="notice_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} notice {self.pk}"

    def is_unread(self) -> bool:
        return self.read_at is None

    def is_statement(self) -> bool:
        return self.kind == NoticeKind.STATEMENT

    def is_request(self) -> bool:
        return self.kind == NoticeKind.ASKED


class Trail(models.Model):
    """Who did what, and to what. Append-only: a trigger refuses changes and deletion."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verb = models.CharField(max_length=32)
    # "post" and its ref, "case" and its ref …
    subject_kind = models.CharField(max_length=16)
    subject_ref = models.CharField(max_length=12)
    # Facts about the act (a rule, an outcome); never anybody's words.
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="trail_of_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_ref}"

    def told(self) -> str:
        """The act in a moderator's words, without saying who."""
        return str(WORDS.get(self.verb, self.verb))
