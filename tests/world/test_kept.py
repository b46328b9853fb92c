"""Nothing that says something about a person is kept for longer than somebody said."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.actions.sessions import count_wrong_code
from accounts.keyed_hashes import SALT_KEPT_FOR_SECONDS, daily_hash
from accounts.models import User
from config.celery import app
from config.demo.people import ADA, BEL
from forums.actions.conversation import open_topic
from forums.tasks import erase_owed_posts
from tests.trackers.conftest import own_pages_of
from tests.trackers.exported import ask
from tests.trackers.log_files import incident_of
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from tests.world.kept import BY_THE_CLOCK, IN_VALKEY, QUEUE, STAYS
from tests.world.personal import PERSONAL, PLAIN
from trackers.tasks import erase_owed_rows
from trackers.vault.rows import rows_of
from trackers.vault.valkey import client as valkey

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
TESTS = Path(__file__).parent.parent
ADDRESS, BROWSER, MAILBOX = "198.51.100.77", "Zyzzyva/1.0", "zyzzyva@mail.example"
# What a library keeps of its own, and no model of it.
OF_MIGRATIONS = {"id", "app", "name", "applied"}


def hangs_on_somebody(model, seen=()):
    """Whether each of its rows belongs to somebody, or to what does."""
    if model is User:
        return True
    return any(
        hangs_on_somebody(field.related_model, (*seen, model))
        for field in model._meta.local_concrete_fields
        if field.is_relation
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model not in (*seen, model)
    )


def test_every_table_hangs_on_somebody_or_says_what_is_left_without_them():
    stay = {
        label
        for label, personal in PERSONAL.items()
        if personal and not hangs_on_somebody(MODELS[label])
    }
    assert stay - STAYS.keys() - BY_THE_CLOCK.keys() == set()
    assert STAYS.keys() - PERSONAL.keys() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("player", [ADA, BEL], ids=["a member", "a moderator"])
def test_whoever_closed_the_account_is_left_in_nothing_else(player):
    """On a site that was lived in, once the clock has done its part as well."""
    call_command("seed_demo", "--cases")
    user = User.objects.get(personas__name=player.persona)
    assert len(named_in(user)) > 5
    close_account(by=user, leave_words=True)
    while erase_owed_posts() or erase_owed_rows():
        pass
    assert named_in(user) - STAYS.keys() == set()


def named_in(user):
    """Tables in which somebody's number stands."""
    with rows_of(user.pk):
        return {
            label
            for label, model in MODELS.items()
            for field in model._meta.local_concrete_fields
            if field.related_model is User
            and model._default_manager.filter(**{field.attname: user.pk}).exists()
        }


@pytest.mark.parametrize(("label", "ends"), BY_THE_CLOCK.items())
def test_what_a_clock_ends_has_that_clock_and_a_test(label, ends):
    task, verb, test = ends
    assert PERSONAL[label]
    assert task in {each["task"] for each in app.conf.beat_schedule.values()}
    assert verb in (TESTS / test).read_text()


@pytest.mark.django_db
def test_the_database_holds_no_column_that_nobody_sorted():
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema = 'public'"
        )
        columns = set(cursor.fetchall())
    sorted_out = {("django_migrations", name) for name in OF_MIGRATIONS}
    for label, model in MODELS.items():
        known = PERSONAL.get(label, set()) | PLAIN.get(label, set())
        sorted_out |= {
            (model._meta.db_table, field.column)
            for field in model._meta.local_concrete_fields
            if field.name in known
        }
    assert columns == sorted_out


@pytest.mark.django_db
def test_of_a_passkey_the_hour_is_kept_and_no_more(cast):
    passkey = Authenticator.objects.create(user=cast.ada, type="webauthn", data={})
    passkey.record_usage()
    passkey.refresh_from_db()
    for moment in (passkey.created_at, passkey.last_used_at):
        assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)


# --- Valkey -----------------------------------------------------------------------------------


@pytest.fixture
def lived(cast, settings, django_capture_on_commit_callbacks):
    """Everything that leaves something there: who came, from where, and what they opened."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    client = Client(REMOTE_ADDR=ADDRESS, headers={"user-agent": BROWSER})
    name = cast.ada.sign_in_name
    client.post("/sign-in/", {"login": name, "password": "wrong"})
    client.post("/sign-in/", {"login": "nobody-1234", "password": "wrong"})
    client.post("/sign-in/", {"login": name, "password": cast.passphrase})
    count_wrong_code(user=cast.ada)
    client.post("/sign-up/", {"username": "someone", "password1": "x"})
    client.post("/me/again/", {"password": "wrong"})
    client.post("/me/again/", {"password": cast.passphrase})
    client.post("/me/mail/", {"action_add": "", "email": MAILBOX, "private": "on"})
    vault = own_pages_of(cast.ada)
    open_own_pages(client)
    client.post("/own/lock/")
    client.post("/own/open/", {"vault_passphrase": "wrong"})
    client.post("/own/open/", {"vault_passphrase": VAULT_PASSPHRASE})
    incident_of(cast.ada, vault)
    with django_capture_on_commit_callbacks(execute=True):
        ask(cast.ada, vault)
        open_topic(by=cast.ada, circle=cast.circle, title="Day nine", words="The evenings.")


def names():
    return {name.decode() for name in valkey.scan_iter("*")}


@pytest.mark.django_db
def test_whatever_is_in_valkey_is_listed_and_has_its_end(lived):
    for name in names():
        if re.fullmatch(QUEUE, name):
            continue
        patterns = [pattern for pattern in IN_VALKEY if re.fullmatch(pattern, name)]
        assert len(patterns) == 1, name
        assert 0 < valkey.ttl(name) <= IN_VALKEY[patterns[0]], name


@pytest.mark.django_db
def test_all_that_is_listed_was_there(lived):
    found = {pattern for pattern in IN_VALKEY for name in names() if re.fullmatch(pattern, name)}
    assert found == set(IN_VALKEY)


@pytest.mark.django_db
def test_nothing_in_valkey_says_who_came_from_where(lived, cast):
    told = [ADDRESS, BROWSER, MAILBOX, cast.ada.sign_in_name, cast.passphrase, VAULT_PASSPHRASE]
    # Nor as a hash that anybody can make.
    told += [hashlib.sha256(each.encode()).hexdigest() for each in told]
    held = b"\n".join([*map(str.encode, names()), *values()])
    assert EmailAddress.objects.filter(email=MAILBOX).exists()
    for secret in told:
        assert secret.encode() not in held, secret


@pytest.mark.django_db
def test_messages_of_the_queue_hold_ids_and_nothing_else(lived):
    given = [json.loads(base64.b64decode(json.loads(each)["body"])) for each in queued()]
    assert given
    for args, kwargs, _options in given:
        for value in [*args, *kwargs.values()]:
            assert isinstance(value, int) or re.fullmatch(r"[0-9a-f-]{36}", value), value


def queued():
    return valkey.lrange("celery", 0, -1)


def values():
    readers = {
        b"string": valkey.get,
        b"list": lambda name: b"\n".join(valkey.lrange(name, 0, -1)),
        b"set": lambda name: b"\n".join(valkey.smembers(name)),
        b"zset": lambda name: b"\n".join(valkey.zrange(name, 0, -1)),
        b"hash": lambda name: b"\n".join(valkey.hvals(name)),
    }
    for name in names():
        # Gone meanwhile, where its time is over.
        yield readers[valkey.type(name)](name) or b""


# --- Hashes of a day --------------------------------------------------------------------------


def test_a_hash_of_a_day_is_another_one_tomorrow():
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    assert daily_hash("client", ADDRESS, on=today) == daily_hash("client", ADDRESS, on=today)
    assert daily_hash("client", ADDRESS, on=today) != daily_hash("client", ADDRESS, on=tomorrow)
    assert daily_hash("client", ADDRESS, on=today) != daily_hash("others", ADDRESS, on=today)


def test_once_its_salt_is_gone_nobody_can_find_out_whose_it_was():
    """With the address, the day and the site's key in hand."""
    today = timezone.localdate()
    before = daily_hash("client", ADDRESS, on=today)
    (name,) = (name for name in names() if ":salt:" in name)
    assert 0 < valkey.ttl(name) <= SALT_KEPT_FOR_SECONDS == 2 * 24 * 3600
    valkey.delete(name)
    assert daily_hash("client", ADDRESS, on=today) != before
