"""How allauth's flows are told our ways."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.enrolment import enrol
from accounts.actions.mail import owe_link
from accounts.emails import confirmation_body
from accounts.keyed_hashes import daily_hash
from accounts.models import User
from accounts.validators import fold_sign_in_name, sign_in_name_characters

# In the session: since when there is an account, for the pages that come right after.
SIGNED_UP_AT = "signed_up_at"

# What allauth says of itself is said in our words, or not at all: it would show the sign-in name.
MESSAGES = {
    "account/messages/email_confirmation_sent.txt": _(
        "A link is on its way to that address. Open it within a day, then the address counts."
    ),
    "account/messages/email_confirmed.txt": _("That address works. It is yours now."),
    "account/messages/email_deleted.txt": _("The address is forgotten."),
    "account/messages/password_changed.txt": _("Your passphrase is changed."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This sign-in name and this passphrase do not belong together. Please look at both "
            "again. Sign-in names here end in four digits."
        ),
        "too_many_login_attempts": _(
            "There were many tries from here. Please wait a minute, then try again."
        ),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Whether a name is taken is never asked: `enrol` gives every name a free ending."""
        name = fold_sign_in_name(username)
        sign_in_name_characters(name)
        if len(name) > 40:
            raise ValidationError(_("Please choose a shorter name: 40 letters at most."))
        return name

    def save_user(
        self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True
    ) -> User:
        request.session[SIGNED_UP_AT] = int(time.time())
        return enrol(
            sign_in_name=form.cleaned_data["username"], passphrase=form.cleaned_data["password1"]
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The only mail that allauth still sends is the link that proves an address."""
        owe_link(
            to=context.get("user"), address=email, body=confirmation_body(context["activate_url"])
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if message_template in MESSAGES:
            messages.add_message(request, level, MESSAGES[message_template])

    def address_of(self, request: HttpRequest) -> str:
        """Where a request comes from, for what hashes it at once and keeps nothing else."""
        return super().get_client_ip(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Rate limits count by this. It is no address, and another one tomorrow."""
        return daily_hash("client", self.address_of(request), on=timezone.now().date())
