"""Whoever knows a name learns at no door whether there is an account of that name."""

import random
import string
from datetime import timedelta
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import ask_to_close, close_account
from accounts.actions.enrolment import enrol
from accounts.actions.recovery import make_recovery_key
from accounts.models import User
from accounts.recovery import new_recovery_key
from tests.accounts.enumeration.passkeys import answer_of
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_UP = reverse("account_login"), reverse("account_signup")
RECOVER, PASSKEY = reverse("accounts:recover"), reverse("mfa_login_webauthn")
NEW = "eleven lanterns by the river"
RANDOM = random.Random(20261122)  # noqa: S311 (chance, no secret)

addresses = (f"10.{n // 62_500}.{n // 250 % 250}.{n % 250}" for n in count(1))


def a_word(length=24):
    return "".join(RANDOM.choices(string.ascii_letters + string.digits + " -_.,äß✓", k=length))


def stranger():
    """Somebody with a fresh browser, from a place that nobody came from before."""
    return Client(REMOTE_ADDR=next(addresses))


def nobody():
    """A name that nobody has, of the length of all the others here."""
    return f"{''.join(RANDOM.choices(string.ascii_lowercase, k=4))}-{RANDOM.randrange(10_000):04d}"


# Each of them makes an account something that it might be told by.


def plain(user):
    pass


def deactivated(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def about_to_close(user):
    ask_to_close(by=user, leave_words=True, wait=timedelta(days=7), now=timezone.now())


def with_codes(user):
    data = {"secret": "sealed"}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def with_mail(user):
    EmailAddress.objects.create(user=user, email="m@mail.example", verified=True, primary=True)
    User.objects.filter(pk=user.pk).update(email="m@mail.example")


def with_key(user):
    make_recovery_key(by=user)


def without_passphrase(user):
    user.set_unusable_password()
    user.save()


KINDS = [
    plain, deactivated, about_to_close, with_codes, with_mail, with_key, without_passphrase,
]  # fmt: skip


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def name(request, db):
    user = enrol(sign_in_name="mary", passphrase=PASSPHRASE)
    request.param(user)
    return user.sign_in_name


def sign_in(looker, name, passphrase, client=None):
    form = {"login": name, "password": passphrase}
    return looker.look(client or stranger(), SIGN_IN, form, typed=name)


def test_a_wrong_passphrase_looks_alike_for_whatever_account_and_for_none(looker, name):
    seen = {sign_in(looker, typed, a_word()) for typed in (name, nobody(), name.upper())}
    assert len(seen) == 1
    look = seen.pop()
    assert (look.status, look.hashings) == (200, 1)
    assert "do not belong together" in look.body


def test_so_does_waiting(looker, name):
    """Tries of one's own, and then those of others."""
    seen = []
    for typed in (name, nobody()):
        client = stranger()
        own = [sign_in(looker, typed, a_word(), client) for _try in range(7)]
        others = [sign_in(looker, typed, a_word()) for _try in range(17)]
        seen.append([*own, *others])
    assert seen[0] == seen[1]
    own, others = seen[0][:7], seen[0][7:]
    assert [look.hashings for look in own] == [1] * 5 + [0] * 2
    assert [look.hashings for look in others] == [1] * 15 + [0] * 2


def test_five_hundred_wrong_tries_of_all_kinds_look_alike_two_by_two(looker, cast):
    """Among them such as have to wait because of the others."""
    people = (cast.ada, cast.bel, cast.cy, cast.dov, cast.eve)
    known = [user.sign_in_name for user in people]
    unknown = [f"{name[::-1][5:]}{name[-5:]}" for name in known]
    hashings = 0
    for _pair in range(250):
        of_whom = RANDOM.randrange(len(people))
        passphrase = a_word(RANDOM.randrange(1, 80))
        looks = [sign_in(looker, names[of_whom], passphrase) for names in (known, unknown)]
        assert looks[0] == looks[1]
        hashings += looks[0].hashings
    assert 0 < hashings < 250


def recover(looker, name, key, passphrase=NEW):
    form = {"sign_in_name": name, "recovery_key": key, "passphrase": passphrase}
    return looker.look(stranger(), RECOVER, form, typed=name)


@pytest.mark.parametrize("passphrase", [NEW, "short", "mary mary mary mary"])
def test_a_wrong_key_looks_alike_for_whatever_account_and_for_none(looker, name, passphrase):
    key = new_recovery_key()
    seen = {recover(looker, typed, key, passphrase) for typed in (name, "mare-" + nobody()[5:])}
    if passphrase != NEW:
        # What is wrong with it is told of the name that was typed, and of nothing else.
        assert {look.status for look in seen} == {422}
        assert {look.hashings for look in seen} == {0}
    else:
        assert len(seen) == 1
        # The way back in costs the server nothing unless the key is right: it is never slowed down.
        assert seen.pop().hashings == 0


@pytest.mark.parametrize("key", ["x", "0" * 25, "OOOOO-OOOOO-OOOOO-OOOOO-OOOO1", "ä" * 25])
def test_so_does_what_cannot_be_a_key(looker, name, key):
    assert recover(looker, name, key) == recover(looker, nobody(), key)


def test_a_key_that_cannot_be_one_is_answered_like_a_wrong_one(looker, name):
    right_form, other_form = (
        recover(looker, name, key) for key in (new_recovery_key(), "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ")
    )
    assert right_form.statements == other_form.statements
    assert "do not belong together" in right_form.body
    assert "do not belong together" in other_form.body


def test_the_right_key_of_an_account_that_is_switched_off_looks_like_a_wrong_one(looker, cast):
    key = make_recovery_key(by=cast.ada)
    deactivated(cast.ada)
    unknown = nobody()[: len(cast.ada.sign_in_name) - 5] + "-0000"
    assert recover(looker, cast.ada.sign_in_name, key) == recover(looker, unknown, key)


def sign_up(looker, name):
    return looker.look(stranger(), SIGN_UP, {"username": name, "password1": NEW}, typed=name)


def test_signing_up_looks_alike_for_a_name_that_many_have_and_for_one_that_nobody_has(
    looker, monkeypatch
):
    for _account in range(5):
        enrol(sign_in_name="mary", passphrase=PASSPHRASE)
    monkeypatch.setattr("secrets.randbelow", lambda _most: User.objects.count())
    assert sign_up(looker, "mary") == sign_up(looker, "jane")


def test_a_closed_account_leaves_nothing_that_a_sign_up_meets(looker, cast, monkeypatch):
    name, ending = cast.ada.sign_in_name.split("-")
    close_account(by=cast.ada, leave_words=False)
    monkeypatch.setattr("secrets.randbelow", lambda _most: int(ending))
    assert sign_up(looker, name) == sign_up(looker, "zed")


def test_an_ending_that_is_taken_costs_no_second_hashing(looker, monkeypatch):
    """Else time would tell how many there are of a name; a statement more is nothing beside it."""
    looks = []
    for endings in ([1], [1, 1, 2]):
        drawn = iter(endings)
        monkeypatch.setattr("secrets.randbelow", lambda _most, drawn=drawn: next(drawn))
        looks.append(sign_up(looker, "mary"))
    assert looks[0].hashings == looks[1].hashings == 1
    assert looks[0].body == looks[1].body
    assert looks[0].headers == looks[1].headers


@pytest.mark.parametrize("name", ["", "ma", "mary jane", "m" * 41, "mary\x00"])
def test_a_name_that_cannot_be_one_is_answered_before_anything_is_looked_up(looker, cast, name):
    look = sign_up(looker, name)
    assert look.status == 200
    assert not any("accounts_user" in statement for statement in look.statements)
    assert look.hashings == 0


# Passkeys


def with_passkey(looker, handle):
    client = stranger()
    client.get(PASSKEY, headers={"X-Requested-With": "XMLHttpRequest"})
    answer = looker.look(client, PASSKEY, {"credential": answer_of(handle)})
    return answer, looker.look(client, SIGN_IN)


def test_a_passkey_that_opens_nothing_looks_alike_whoever_it_says_to_be_of(looker, cast):
    deactivated(cast.eve)
    known = with_passkey(looker, str(cast.ada.pk))
    assert known[0].status == 302
    assert "opens nothing here" in known[1].body
    assert with_passkey(looker, str(cast.eve.pk)) == known
    assert with_passkey(looker, "999999") == known


def test_what_a_browser_is_asked_for_names_nobody(cast):
    told = stranger().get(PASSKEY, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    asked = told["request_options"]["publicKey"]
    assert not asked.get("allowCredentials")


@pytest.mark.parametrize("sent", ["[]", "{}", "1", "null", "x", '{"response": 1}', '{"id": []}'])
def test_what_is_no_passkey_is_answered_and_breaks_nothing(looker, sent):
    client = stranger()
    client.get(PASSKEY, headers={"X-Requested-With": "XMLHttpRequest"})
    assert looker.look(client, PASSKEY, {"credential": sent}).status == 302
