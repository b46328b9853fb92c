"""What an act leaves behind: a notice for somebody, a line in the trail."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import NoticeKind
from forums.models.cases import Case
from forums.models.circles import Circle
from forums.models.conversation import Post
from forums.models.decisions import Appeal, Decision
from forums.models.doors import JoinRequest
from forums.querysets import NoticeQuerySet
from forums.refs import new_ref

WORDS = {
    "open_topic": _("The topic was opened."),
    "reply": _("It was written."),
    "revise": _("Its author changed it."),
    "withdraw": _("Its author withdrew it."),
    "hold": _("It waits for a moderator."),
    "let_out": _("A moderator let it appear."),
    "give_back": _("It was given back to its author."),
    "send_in_again": _("Its author changed it and sent it in again."),
    "look": _("A moderator looked."),
    "report": _("It was reported."),
    "decide": _("It was decided."),
    "let_wait": _("The site itself let it wait."),
    "undo": _("Something of the decision was taken back."),
    "expire": _("What held for a time is over."),
    "appeal": _("Somebody asked for another look."),
    "answer_appeal": _("The other look was answered."),
    "look_at_original": _("A moderator looked at what had been taken out."),
    "ask_whose": _("Somebody asked whose the name is."),
    "grant_glass": _("A second person agreed that it is shown."),
    "refuse_glass": _("It was not shown whose the name is."),
    "look_behind": _("Somebody looked at whose the name is."),
    "purge_original": _("What had been taken out is gone for good."),
    "claim": _("Somebody took it."),
    "release": _("Whoever was on it gave it back."),
    "set_harm": _("Somebody said how grave it is."),
    "set_rule": _("Somebody said which rule it is about."),
    "note": _("Somebody told the others something."),
    "ask_opinion": _("A second opinion was asked for."),
    "give_opinion": _("Somebody said what they think."),
    "wait_for_author": _("It waits for its author."),
    "escalate": _("More people were told of it."),
    "follow_up": _("It was time to look again."),
    "screen": _("The site itself found something."),
    "pair": _("Somebody looks at it together with whoever is on it."),
    "unpair": _("They do not look at it together any more."),
}


ABOUT = ("decision", "post", "join_request", "circle", "case", "appeal")


def about_one_thing() -> models.Q:
    """Exactly one of the columns that say what a notice is about is filled."""
    choices = (
        models.Q(**{f"{name}__isnull": name != chosen for name in ABOUT}) for chosen in ABOUT
    )
    return reduce(or_, choices)


class Notice(models.Model):
    """One thing that somebody should hear about, inside the site."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=NoticeKind)
    # What it is about: a decision, a case, an appeal, a post, somebody who asks to come in, or a
    # role in a circle.
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="notices")
    join_request = models.ForeignKey(
        JoinRequest, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="notices")
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, null=True, related_name="notices")
    given_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notice_about_one_thing",
                condition=about_one_thing(),
            ),
            models.UniqueConstraint(fields=["user", "post"], name="told_of_a_post_once"),
            models.UniqueConstraint(fields=["user", "circle"], name="told_of_a_role_once"),
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
        indexes = [
            models.Index(fields=["subject_kind", "subject_ref"], name="trail_of_subject"),
            models.Index(fields=["verb", "-id"], name="trail_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_ref}"

    def told(self) -> str:
        """The act in a moderator's words, without saying who."""
        return str(WORDS.get(self.verb, self.verb))


class Digest(models.Model):
    """That somebody was mailed, on a date of theirs, that there is something new: once, and for
    the same notices not again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    on = models.DateField()
    # The id of the newest notice that there was. Not a reference: it may be gone.
    up_to = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"digest of user {self.user_id} on {self.on}"
