"""The ways to the data key."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.kept_apart import KeyIsGone, key_made_for, throw_away_key
from accounts.recovery import new_recovery_key, public_half
from accounts.server_keys import server_keys
from tests.trackers.own_pages import server_key
from trackers.choices import SlotKind
from trackers.vault.sealing import CannotBeOpened, DataKey
from trackers.vault.slots import (
    Slot,
    Stretching,
    open_with_passphrase,
    open_with_recovery_key,
    passphrase_slot,
    recovery_slot,
    rewrap,
)

KEY = DataKey.new()
PASSPHRASE = "nine lanterns over the harbour"
OWNER = 7


@pytest.fixture
def slot():
    return passphrase_slot(KEY, owner_id=OWNER, passphrase=PASSPHRASE)


def test_the_passphrase_opens_it_and_no_other_does(slot):
    assert open_with_passphrase(slot, PASSPHRASE) == KEY
    assert open_with_passphrase(slot, PASSPHRASE + " ") is None


def test_letters_that_look_alike_are_alike():
    slot = passphrase_slot(KEY, owner_id=OWNER, passphrase="caf\u00e9 \ufb01ve lanterns")
    assert open_with_passphrase(slot, "cafe\u0301 five lanterns") == KEY


def test_how_it_was_stretched_stays_with_the_slot(slot, settings):
    settings.VAULT_ARGON2_PASSES = 2
    settings.VAULT_ARGON2_MEMORY_KIB = 16 * 1024
    assert open_with_passphrase(slot, PASSPHRASE) == KEY
    newer = passphrase_slot(KEY, owner_id=OWNER, passphrase=PASSPHRASE)
    assert (newer.stretching.passes, newer.stretching.memory_kib) == (2, 16 * 1024)


def test_the_recovery_key_opens_its_slot_and_was_not_asked_for():
    typed = new_recovery_key()
    slot = recovery_slot(KEY, owner_id=OWNER, public_key=public_half(typed))
    assert open_with_recovery_key(slot, typed) == KEY
    assert open_with_recovery_key(slot, typed.lower().replace("-", " ")) == KEY
    assert open_with_recovery_key(slot, new_recovery_key()) is None
    assert open_with_recovery_key(slot, "not a key") is None


def test_a_wrong_passphrase_is_the_same_work_as_a_right_one(slot, monkeypatch):
    stretched = []
    stretch = type(slot.stretching).key_from
    monkeypatch.setattr(
        type(slot.stretching), "key_from", lambda *given: stretched.append(1) or stretch(*given)
    )
    open_with_passphrase(slot, PASSPHRASE)
    open_with_passphrase(slot, "wrong")
    assert stretched == [1, 1]


@pytest.mark.parametrize(
    "moved",
    [
        {"owner_id": 8},
        {"key_id": b"8 bytes!"},
        {"kind": SlotKind.RECOVERY},
        {"wrapped": b"\x01" + b"0" * 80},
        {"wrapped": b""},
    ],
)
def test_a_slot_that_was_moved_or_changed_is_damaged(slot, moved):
    key_made_for(b"8 bytes!")
    with pytest.raises(CannotBeOpened):
        open_with_passphrase(replace(slot, **moved), PASSPHRASE)


def test_weaker_stretching_cannot_be_slipped_in(slot):
    weaker = replace(slot.stretching, passes=2)
    with pytest.raises(CannotBeOpened):
        open_with_passphrase(replace(slot, stretching=weaker), PASSPHRASE)


def test_without_the_server_key_the_passphrase_opens_nothing(slot, settings):
    settings.VAULT_SERVER_KEYS = server_key("k1")
    with pytest.raises(CannotBeOpened):
        open_with_passphrase(slot, PASSPHRASE)


def test_without_the_vaults_own_key_neither_passphrase_nor_recovery_key_open_it():
    key, typed = DataKey.new(), new_recovery_key()
    slots = [
        passphrase_slot(key, owner_id=OWNER, passphrase=PASSPHRASE),
        recovery_slot(key, owner_id=OWNER, public_key=public_half(typed)),
    ]
    throw_away_key(key.id)
    with pytest.raises(KeyIsGone):
        open_with_passphrase(slots[0], PASSPHRASE)
    with pytest.raises(KeyIsGone):
        open_with_recovery_key(slots[1], typed)
    with pytest.raises(KeyIsGone):
        rewrap(slots[0])
    # Made anew it is another one.
    passphrase_slot(key, owner_id=OWNER, passphrase=PASSPHRASE)
    with pytest.raises(CannotBeOpened):
        open_with_passphrase(slots[0], PASSPHRASE)


# As it was written before vaults had keys of their own: the data key 01 02 … 20 under the server
# key below, which is 32 bytes of 7.
OLD_SERVER_KEY = "old:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="
OLD_SECRET = bytes(range(1, 33))
OLD_KEY_ID = "0f1e2d3c4b5a6978"
OLD_WRAPPED = (
    "017bbf44205ed2caa9282d38da9fbcf38cab6d4249c65f88c85223b31d7efd77c7e352d6edf6515f50ea59d0"
    "49c689bf1e6f6cad09205f23515212b1d19b835e6eafc0ed9bb624a84f55fd24888e0a7f42596eb9d7572d6de1"
)


def test_a_slot_of_before_opens_and_is_under_its_own_key_once_rewrapped(settings):
    settings.VAULT_SERVER_KEYS = OLD_SERVER_KEY
    slot = Slot(
        owner_id=OWNER,
        key_id=bytes.fromhex(OLD_KEY_ID),
        kind=SlotKind.PASSPHRASE,
        server_key_id="old",
        wrapped=bytes.fromhex(OLD_WRAPPED),
        stretching=Stretching(bytes(16), 1, 1024),
    )
    assert open_with_passphrase(slot, PASSPHRASE).secret == OLD_SECRET
    rewrapped = rewrap(slot)
    assert open_with_passphrase(rewrapped, PASSPHRASE).secret == OLD_SECRET
    throw_away_key(slot.key_id)
    with pytest.raises(KeyIsGone):
        open_with_passphrase(rewrapped, PASSPHRASE)


def test_a_server_key_that_is_gone_is_told_to_whoever_runs_the_site(slot, settings):
    settings.VAULT_SERVER_KEYS = server_key("k2")
    with pytest.raises(ImproperlyConfigured, match="no key 'k1' any more"):
        open_with_passphrase(slot, PASSPHRASE)


def test_rewrapped_it_stands_under_the_newest_server_key_alone(slot, settings):
    newest = server_key("k2")
    settings.VAULT_SERVER_KEYS = f"{newest},{settings.VAULT_SERVER_KEYS}"
    rewrapped = rewrap(slot)
    settings.VAULT_SERVER_KEYS = newest
    assert rewrapped.server_key_id == "k2"
    assert open_with_passphrase(rewrapped, PASSPHRASE) == KEY


@pytest.mark.parametrize(
    "text", ["", "k1", "k1:", "k1:short", ":" + "A" * 43 + "=", "k1:!" + "A" * 42 + "="]
)
def test_server_keys_that_are_none_are_refused(settings, text):
    settings.VAULT_SERVER_KEYS = text
    with pytest.raises(ImproperlyConfigured, match="VAULT_SERVER_KEYS must be"):
        server_keys()


def test_one_id_names_one_server_key(settings):
    settings.VAULT_SERVER_KEYS = f"{server_key('k1')}, {server_key('k1')}"
    with pytest.raises(ImproperlyConfigured):
        server_keys()


def test_the_wrapped_key_does_not_show_where_somebody_prints_the_slot(slot):
    assert "wrapped" not in repr(slot)
