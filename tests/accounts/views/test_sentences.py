"""What somebody reads where a form of theirs did not go through: all of it, in our words."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.views.test_second_step import code_of

pytestmark = pytest.mark.django_db

GOOD = "eleven lanterns by the river"
LONG = "x" * 300
WEAK = ["short", "passwordpassword", "a" * 20, "marymaryjanejane", "1q2w3e4r5t6y7u8i9o0p"]

STRANGERS = {
    "account_login": [
        {},
        {"login": "mary-0001"},
        {"login": "mary-0001", "password": "wrong and long enough"},
        {"login": LONG, "password": "x"},
        {"login": "a\x00b", "password": "x\x00y"},
    ],
    "account_signup": [
        {},
        {"username": "ma", "password1": GOOD},
        {"username": "mary jane", "password1": GOOD},
        {"username": "m" * 50, "password1": GOOD},
        {"username": LONG, "password1": GOOD},
        {"username": "a\x00bc", "password1": GOOD},
        *({"username": "marymaryjane", "password1": weak} for weak in WEAK),
    ],
    "accounts:recover": [
        {"sign_in_name": "mary-0001"},
        {"sign_in_name": LONG, "recovery_key": LONG, "passphrase": GOOD},
        {"sign_in_name": "a\x00b", "recovery_key": "x", "passphrase": GOOD},
        {"sign_in_name": "mary-0001", "recovery_key": "x", "passphrase": GOOD},
        *({"sign_in_name": "marymaryjane", "recovery_key": "x", "passphrase": w} for w in WEAK),
    ],
}
MEMBERS = {
    "account_reauthenticate": [{}, {"password": "wrong"}],
    "account_change_password": [
        {},
        {"oldpassword": "wrong", "password1": GOOD},
        *({"oldpassword": "wrong", "password1": weak} for weak in WEAK),
    ],
    "account_email": [
        {"action_add": "1"},
        {"action_add": "1", "email": "no address", "private": "on"},
        {"action_add": "1", "email": LONG + "@mail.example", "private": "on"},
        {"action_add": "1", "email": "a\x00@mail.example", "private": "on"},
        {"action_add": "1", "email": "her@mail.example", "private": "on"},
    ],
    "accounts:settings": [
        {"time_zone": ""},
        {"time_zone": "Nowhere", "exit_target": "https://elsewhere.test/"},
    ],
    "accounts:cover": [
        {"cover_name": ""},
        {"cover_name": LONG, "cover_icon": "x", "cover_colour": "x", "mail_subject": "x"},
        {"cover_name": "a\x00b"},
        {"cover_name": "two\nlines"},
    ],
    "mfa_activate_totp": [{}, {"code": "000000"}, {"code": LONG}],
    "mfa_add_webauthn": [
        {},
        {"credential": "x"},
        {"credential": "[1]"},
        {"credential": '{"id": []}'},
    ],
}
FIRST_STEP_DONE = {
    "mfa_authenticate": [
        {"code": ""},
        {"code": "000000"},
        {"credential": "[1]"},
        {"credential": ""},
    ],
}


# All of it. A sentence that is new stands here once somebody has read it.
MISSING = "Something is still missing here."
SIGN = "There is a sign in this that cannot be kept. Please type it anew."
ONE_OF_THESE = "Please choose one of these."
ANEW = "This could not be read. Please load the page anew and try again."
GUESSED = "This is too easy to guess. Four or five words that do not belong together do."
LISTED = (
    "This is on the lists that are tried first. Four or five words that do not belong together "
    "are good."
)
LIKE_NAME = "This is too much like your sign-in name. Please choose another one."
LONGER = "Please make it longer: 15 characters or more."
PASSKEY = "This passkey opens nothing here. Another way in may do."
CODE = (
    "This is not the code, or not any more. Please look at the newest one, and at the clock of "
    "the phone."
)


def room_for(signs):
    return f"Please make this shorter: there is room for {signs} characters, and it has 300."


SENTENCES = {
    "account_login": {
        MISSING,
        SIGN,
        room_for(64),
        "This sign-in name and this passphrase do not belong together. Please look at both again. "
        "Sign-in names here end in four digits.",
    },
    "account_signup": {
        MISSING,
        SIGN,
        room_for(64),
        GUESSED,
        LISTED,
        LIKE_NAME,
        LONGER,
        "Please choose a shorter name: 40 letters at most.",
        "Please make this longer: 3 characters or more.",
        "Please use letters, digits, - and _ only, without spaces.",
    },
    "accounts:recover": {
        MISSING,
        SIGN,
        room_for(60),
        room_for(64),
        GUESSED,
        LISTED,
        LIKE_NAME,
        LONGER,
        "This sign-in name and this recovery key do not belong together. Please look again.",
    },
    "account_reauthenticate": {MISSING, "This is not your passphrase. Please look again."},
    "account_change_password": {
        MISSING,
        GUESSED,
        LISTED,
        LONGER,
        "This is not the passphrase that you have had until now. Please look again.",
        "Please wait 2 seconds, then try again. Nobody is shut out here.",
    },
    "account_email": {
        MISSING,
        SIGN,
        "Please make this shorter: there is room for 254 characters, and it has 313.",
        "If somebody else may read it, please do not give an address here.",
        "This does not look like an address: name@example.org would.",
        "This address stands here already.",
    },
    "accounts:settings": {MISSING, ONE_OF_THESE},
    "accounts:cover": {
        MISSING,
        SIGN,
        ONE_OF_THESE,
        room_for(40),
        "Please leave out line breaks.",
    },
    "mfa_activate_totp": {MISSING, CODE},
    "mfa_add_webauthn": {MISSING, ANEW, "That passkey could not be made. Please try again."},
    "mfa_authenticate": {MISSING, CODE, PASSKEY},
    "mfa_login_webauthn": {MISSING, ANEW, PASSKEY},
}


def said(answer):
    """Every sentence in every form of a page, and those that are told at its head."""
    found = set()
    for values in answer.context or []:
        for value in values.flatten().values():
            if isinstance(value, BaseForm):
                found.update(str(error) for errors in value.errors.values() for error in errors)
    return found


def walk(client, pages):
    return {
        name: set().union(*(said(client.post(reverse(name), form)) for form in forms))
        for name, forms in pages.items()
    }


def test_every_form_of_an_account_says_what_is_wrong_in_our_words(cast, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ada = cast.client(cast.ada)
    ada.post(reverse("account_reauthenticate"), {"password": cast.passphrase})
    EmailAddress.objects.create(user=cast.ada, email="her@mail.example")
    found = walk(Client(), STRANGERS) | walk(ada, MEMBERS)
    secret = ada.get(reverse("mfa_activate_totp")).context["form"].secret
    ada.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    client, typed = Client(), {"login": cast.ada.sign_in_name, "password": cast.passphrase}
    client.post(reverse("account_login"), typed)
    found |= walk(client, FIRST_STEP_DONE)
    found["mfa_login_webauthn"] = {
        str(message)
        for sent in ("", "x", "[1]", "{}", "1", '{"id": []}')
        for message in Client()
        .post(reverse("mfa_login_webauthn"), {"credential": sent}, follow=True)
        .context["messages"]
    }
    differing = {name: found[name] ^ SENTENCES[name] for name in SENTENCES}
    assert {name: sentences for name, sentences in differing.items() if sentences} == {}
    assert found.keys() == SENTENCES.keys()


def test_nobody_is_told_that_a_passphrase_is_a_password(cast):
    """In labels and hints as well."""
    for page in ("account_login", "account_signup", "accounts:recover"):
        assert "password" not in words_on(Client().get(reverse(page)))
    ada = cast.client(cast.ada)
    for page in ("account_reauthenticate", "account_change_password"):
        assert "password" not in words_on(ada.get(reverse(page)))


def words_on(answer):
    """What stands on a page, without what only a browser reads."""
    return re.sub(r"<[^>]*>", " ", answer.content.decode()).casefold()
