"""Who someone is, how they sign in, and how we may reach them."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import (
    Browser,
    ClosingWait,
    CoverColour,
    CoverIcon,
    Device,
    MailSubject,
    Weekday,
)
from accounts.querysets import MailSlotQuerySet, MessageQuerySet, SignInQuerySet
from accounts.validators import fold_sign_in_name, one_line, validate_time_zone


def today() -> date:
    return timezone.now().date()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name=fold_sign_in_name(username or ""))

    def create_user(self, sign_in_name: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(sign_in_name=fold_sign_in_name(sign_in_name), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """The login. Nobody else ever sees anything of it; what others see is a persona."""

    sign_in_name = models.CharField(_("sign-in name"), max_length=64, unique=True)
    # The verified address lives in allauth's EmailAddress; this is its copy of the current one.
    email = models.EmailField(_("e-mail address"), blank=True)
    is_active = models.BooleanField(default=True)
    # A date, not a time: what nobody needs to know to the minute is not kept to the minute.
    joined_on = models.DateField(default=today)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    # One of settings.EXIT_TARGETS; empty for the first of them.
    exit_target = models.URLField(_("where the exit leads"), blank=True)

    # The cover: what a tab, a telephone and a mail show outside of the page. The operator's name
    # where it is empty.
    cover_name = models.CharField(_("name"), max_length=40, blank=True, validators=[one_line])
    cover_icon = models.CharField(
        _("picture"), max_length=16, choices=CoverIcon, default=CoverIcon.LINES
    )
    cover_colour = models.CharField(
        _("colour"), max_length=16, choices=CoverColour, default=CoverColour.SAND
    )
    mail_subject = models.CharField(
        _("what stands over mails"), max_length=16, choices=MailSubject, default=MailSubject.NOTE
    )

    # When it was last said that nobody else reads the mailbox; none without an address.
    mailbox_private_on = models.DateField(null=True, editable=False)
    # For how long an account that is to be closed can still be kept.
    closing_wait_days = models.PositiveSmallIntegerField(
        _("how long to wait before it is closed"), choices=ClosingWait, default=ClosingWait.NONE
    )

    # Django would note the second of every sign-in; we do not keep it.
    last_login = None

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    def __str__(self) -> str:
        return f"user {self.pk}"


class RecoveryKey(models.Model):
    """The public half of somebody's recovery key, which was shown once and is kept nowhere.

    That it is a public key and not a hash lets a vault be sealed for it later, without asking
    for the paper that it is written on (docs/decisions/0005-recovery-key.md).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_key"
    )
    public_key = models.BinaryField(max_length=32)
    made_on = models.DateField(default=today)

    def __str__(self) -> str:
        return f"recovery key of user {self.user_id}"


class Closing(models.Model):
    """That an account is to be closed, and when. The row is the queue."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="closing"
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    # With nobody's name over them; else they go.
    leaves_words = models.BooleanField()

    def __str__(self) -> str:
        return f"closing of user {self.user_id}"


class SignIn(models.Model):
    """That somebody came in: coarsely, so that they can tell whether it was them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    # None once it is over.
    session_key = models.CharField(max_length=40, null=True, unique=True)
    device = models.CharField(max_length=16, choices=Device)
    browser = models.CharField(max_length=16, choices=Browser)
    # To the hour.
    came_at = models.DateTimeField()
    # On a device that is somebody else's: it ends after minutes without use.
    is_brief = models.BooleanField(default=False)

    objects = SignInQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-came_at"], name="sign_in_by_user")]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class Message(models.Model):
    """One mail that is owed, or was sent. The only way to the mail server.

    A worker claims the row before it opens the connection, so a mail is sent at most once: a
    crash in between loses it rather than sending it twice. Where it went is wiped once it is out.
    """

    class Kind(models.TextChoices):
        PROOF = "proof", _("the link that proves an address")
        REMINDER = "reminder", _("a reminder")
        NEWS = "news", _("that there is something new")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="messages"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    address = models.EmailField(blank=True)
    # Keyed: says which address the mail went to, so that its stop link forgets no other.
    address_hash = models.CharField(max_length=64, blank=True)
    # A page of this site; the front door where it is empty.
    leads_to = models.CharField(max_length=400, blank=True)
    # The same once it is out: sealed for whoever holds the link (accounts/links.py).
    sealed_way = models.BinaryField(default=b"")
    # Of the three tokens in it, which do one thing each, only hashes are kept: the link that it is
    # for, the one that stops all mail without signing in, the address that it comes back to.
    link_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    stop_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    bounce_token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    due_at = models.DateTimeField()
    # After this it would come at an hour that nobody chose, or with a link that is over.
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_was_claimed",
                condition=models.Q(sent_at=None) | models.Q(claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sent_or_dropped",
                condition=models.Q(sent_at=None) | models.Q(dropped_at=None),
            ),
            models.CheckConstraint(
                name="message_wiped_when_out",
                condition=models.Q(sent_at=None, dropped_at=None)
                | models.Q(address="", leads_to=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_owed",
                condition=models.Q(claimed_at=None, dropped_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} message {self.pk}"

    def is_due(self, *, at: datetime) -> bool:
        return self.claimed_at is None and self.dropped_at is None and self.due_at <= at


class MailSlot(models.Model):
    """The hour of somebody's days in which a mail may say that there is something new. Whoever
    has none gets no such mail.

    `due_at` is the queue: some minute of the next such hour, another one each time.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_slot",
    )
    hour = models.PositiveSmallIntegerField(_("hour"))
    days = ArrayField(models.PositiveSmallIntegerField(choices=Weekday), verbose_name=_("days"))
    due_at = models.DateTimeField(db_index=True, editable=False)
    due_on = models.DateField(editable=False)

    objects = MailSlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_slot_is_an_hour", condition=models.Q(hour__gte=0, hour__lte=23)
            ),
            models.CheckConstraint(
                name="mail_slot_has_days",
                condition=models.Q(days__len__gt=0, days__contained_by=Weekday.values),
            ),
        ]

    def __str__(self) -> str:
        return f"mail slot of user {self.user_id}"

    def is_due(self, *, at: datetime) -> bool:
        return self.due_at <= at

    @property
    def until_hour(self) -> int:
        return (self.hour + 1) % 24

    def days_in_words(self) -> str:
        days = [Weekday(day) for day in self.days]
        if days == list(Weekday):
            return gettext("every day")
        return ", ".join(str(day.label) for day in days)


class Returned(models.Model):
    """That mail to an address came back: none goes there until it is proved anew."""

    address = models.OneToOneField(
        "account.EmailAddress", on_delete=models.CASCADE, primary_key=True, related_name="returned"
    )
    found_on = models.DateField(default=today)

    def __str__(self) -> str:
        return f"returned mail of address {self.address_id}"
