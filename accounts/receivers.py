from contextlib import suppress
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.coming_in import remember_coming_in
from accounts.actions.mailboxes import begin_to_use
from accounts.actions.sessions import (
    count_wrong_try,
    forget_wrong_tries,
    note_end,
    remember_sign_in,
)
from accounts.adapters import AccountAdapter
from accounts.models import Closing, User
from accounts.queries import last_sign_in, mail_came_back
from accounts.requests import is_brief
from accounts.rules import (
    asks_about_mailbox,
    says_mail_came_back,
    to_be_closed,
    to_the_hour,
    when_last,
)
from accounts.signals import message_owed
from accounts.tasks import send_message
from accounts.validators import fold_sign_in_name


@receiver(user_logged_in)
def remember_from_where(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    # Whoever comes in through no server, as a test may, comes from nowhere.
    with suppress(PermissionDenied):
        address = AccountAdapter(request).address_of(request)
        remember_coming_in(user_id=user.pk, address=address, on=timezone.now().date())


@receiver(user_logged_in)
def tell_of_the_last_time(*, request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Whoever comes in sees whether somebody else did, or tried to."""
    session_key = request.session.session_key or ""
    tries, last = forget_wrong_tries(user=user), last_sign_in(user, but=session_key)
    remember_sign_in(
        user=user,
        session_key=session_key,
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
        is_brief=is_brief(request.session),
        now=timezone.now(),
    )
    if said := when_last(last, tries=tries, zone=user.time_zone):
        messages.info(request, said, fail_silently=True)
    closing = Closing.objects.filter(user=user).first()
    if said := to_be_closed(closing, zone=user.time_zone):
        messages.warning(request, said, fail_silently=True)
    if mail_came_back(user):
        messages.warning(request, says_mail_came_back(), fail_silently=True)
    if said := asks_about_mailbox(user, today=timezone.localdate()):
        messages.warning(request, said, fail_silently=True)


@receiver(email_confirmed)
def begin_to_count(*, email_address: EmailAddress, **_kwargs: Any) -> None:
    begin_to_use(address=email_address, on=timezone.localdate())


@receiver(user_login_failed)
def remember_wrong_try(*, credentials: dict[str, Any], **_kwargs: Any) -> None:
    if name := credentials.get("username"):
        count_wrong_try(name=fold_sign_in_name(name))


@receiver(pre_save, sender=Authenticator)
def keep_no_minutes(*, instance: Authenticator, **_kwargs: Any) -> None:
    """allauth notes to the microsecond when a passkey or a code let somebody in."""
    instance.created_at = to_the_hour(instance.created_at)
    if instance.last_used_at:
        instance.last_used_at = to_the_hour(instance.last_used_at)


@receiver(user_logged_out)
def note_end_of_session(*, request: HttpRequest, **_kwargs: Any) -> None:
    if request.session.session_key:
        note_end(session_key=request.session.session_key)


@receiver(message_owed)
def wake_sender(*, message_id: UUID, **_kwargs: Any) -> None:
    transaction.on_commit(lambda: send_message.delay(str(message_id)))
