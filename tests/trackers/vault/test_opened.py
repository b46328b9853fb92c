"""Neither Valkey nor the cookie alone opens anything."""

import base64

import pytest

from trackers.vault import opened
from trackers.vault.open_vault import OpenVault
from trackers.vault.sealing import DataKey
from trackers.vault.valkey import client

VAULT = OpenVault(owner_id=900_001, key=DataKey.new())
SESSION = "the-session"


@pytest.fixture
def cookie():
    yield opened.open_for(VAULT, session=SESSION, idle_seconds=600)
    opened.close_all(owner_id=VAULT.owner_id)


def take(cookie, *, owner_id=VAULT.owner_id, session=SESSION):
    return opened.take(cookie, owner_id=owner_id, session=session)


def kept():
    return list(client.scan_iter(f"vault:opening:{VAULT.owner_id}:*"))


def test_with_both_halves_it_stands_open(cookie):
    assert take(cookie) == opened.Opening(VAULT, 600)


def test_valkey_holds_neither_the_key_nor_the_token(cookie):
    token = base64.urlsafe_b64decode(cookie)
    (name,) = kept()
    for there in (name, client.get(name), *client.smembers(f"vault:openings:{VAULT.owner_id}")):
        for secret in (VAULT.key.secret, token, token.hex().encode(), cookie.encode()):
            assert secret not in there
        assert SESSION.encode() not in there


def test_the_cookie_holds_no_key_and_opens_nothing_alone(cookie):
    assert VAULT.key.secret not in base64.urlsafe_b64decode(cookie)
    client.delete(*kept())
    assert take(cookie) is None


def test_another_token_opens_nothing(cookie):
    other = opened.open_for(VAULT, session="another", idle_seconds=600)
    one_name, other_name = kept()
    one, two = client.get(one_name), client.get(other_name)
    # Even where somebody swaps what Valkey holds.
    client.set(one_name, two)
    client.set(other_name, one)
    assert take(cookie) is None
    assert take(other, session="another") is None


@pytest.mark.parametrize("elsewhere", [{"owner_id": 900_002}, {"session": "another"}])
def test_a_stolen_cookie_opens_nothing_under_another_account_or_session(cookie, elsewhere):
    assert take(cookie, **elsewhere) is None


@pytest.mark.parametrize("elsewhere", [{"owner_id": 900_002}, {"session": "another"}])
def test_nor_where_somebody_copies_what_valkey_holds(cookie, elsewhere):
    (name,) = kept()
    place = {"owner_id": VAULT.owner_id, "session": SESSION} | elsewhere
    token = base64.urlsafe_b64decode(cookie)
    client.set(opened._name(place["owner_id"], place["session"], token), client.get(name))
    assert take(cookie, **elsewhere) is None
    opened.close(cookie, **place)


@pytest.mark.parametrize("cookie", ["", "x", "é", "A" * 43, "A" * 44, "A" * 400])
def test_a_cookie_that_is_none_opens_nothing(cookie):
    assert take(cookie) is None


def test_it_closes_after_a_while_and_each_use_begins_the_while_anew(cookie):
    (name,) = kept()
    assert 0 < client.ttl(name) <= 600
    client.expire(name, 5)
    take(cookie)
    assert client.ttl(name) > 500
    client.pexpire(name, 0)
    assert take(cookie) is None


def test_a_shorter_while_is_kept_to(cookie):
    opened.close_all(owner_id=VAULT.owner_id)
    shorter = opened.open_for(VAULT, session=SESSION, idle_seconds=60)
    take(shorter)
    (name,) = kept()
    assert client.ttl(name) <= 60


def test_closing_closes_one(cookie):
    other = opened.open_for(VAULT, session=SESSION, idle_seconds=600)
    opened.close(cookie, owner_id=VAULT.owner_id, session=SESSION)
    assert take(cookie) is None
    assert take(other) is not None


def test_closing_a_session_closes_all_that_was_opened_in_it_and_nothing_else(cookie):
    again = opened.open_for(VAULT, session=SESSION, idle_seconds=600)
    elsewhere = opened.open_for(VAULT, session="another", idle_seconds=600)
    opened.close_session(owner_id=VAULT.owner_id, session=SESSION)
    assert take(cookie) is None
    assert take(again) is None
    assert take(elsewhere, session="another") is not None


def test_closing_everything_closes_it_everywhere_for_one_person(cookie):
    elsewhere = opened.open_for(VAULT, session="another", idle_seconds=600)
    eves = OpenVault(owner_id=900_003, key=DataKey.new())
    eves_cookie = opened.open_for(eves, session=SESSION, idle_seconds=600)
    opened.close_all(owner_id=VAULT.owner_id)
    assert take(cookie) is None
    assert take(elsewhere, session="another") is None
    assert take(eves_cookie, owner_id=eves.owner_id) is not None
    opened.close_all(owner_id=eves.owner_id)
