"""A key is lent for one piece of work, and for no longer."""

from uuid import uuid4

import pytest

from tests.trackers.own_pages import server_key
from trackers.actions.vault import lock
from trackers.vault.lent import LENT_FOR_SECONDS, borrow, give_back, lend
from trackers.vault.open_vault import OpenVault
from trackers.vault.opened import close_all
from trackers.vault.sealing import DataKey
from trackers.vault.valkey import client


@pytest.fixture
def lent():
    vault, work = OpenVault(7_000_001, DataKey.new()), uuid4()
    lend(vault, work=work)
    yield vault, work
    give_back(owner_id=vault.owner_id, work=work)


def name_of(vault, work):
    return f"vault:lent:{vault.owner_id}:{work}"


def test_it_opens_what_the_vault_opens(lent):
    vault, work = lent
    assert borrow(owner_id=vault.owner_id, work=work) == vault
    assert 0 < client.ttl(name_of(vault, work)) <= LENT_FOR_SECONDS


def test_nothing_in_valkey_is_the_key(lent):
    vault, work = lent
    kept = client.get(name_of(vault, work))
    assert vault.key.secret not in kept
    assert vault.key.id not in kept


def test_it_is_for_this_work_and_this_owner(lent):
    vault, work = lent
    assert borrow(owner_id=vault.owner_id, work=uuid4()) is None
    assert borrow(owner_id=vault.owner_id + 1, work=work) is None
    # Moved to another name, it does not open either.
    other = uuid4()
    client.set(name_of(vault, other), client.get(name_of(vault, work)), ex=9)
    assert borrow(owner_id=vault.owner_id, work=other) is None


def test_without_the_server_key_it_opens_nothing(lent, settings):
    vault, work = lent
    settings.VAULT_SERVER_KEYS = server_key("k9")
    assert borrow(owner_id=vault.owner_id, work=work) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 80])
def test_what_is_damaged_is_none(lent, damage):
    vault, work = lent
    client.set(name_of(vault, work), damage, ex=9)
    assert borrow(owner_id=vault.owner_id, work=work) is None


def test_it_goes_back_and_it_goes_with_everything_else(lent):
    vault, work = lent
    give_back(owner_id=vault.owner_id, work=work)
    assert borrow(owner_id=vault.owner_id, work=work) is None
    lend(vault, work=work)
    close_all(owner_id=vault.owner_id)
    assert borrow(owner_id=vault.owner_id, work=work) is None


@pytest.mark.django_db
def test_whoever_locks_their_pages_takes_it_back(ada, vault):
    work = uuid4()
    lend(vault, work=work)
    assert borrow(owner_id=ada.pk, work=work) is not None
    lock(by=ada, session="whichever")
    assert borrow(owner_id=ada.pk, work=work) is None
