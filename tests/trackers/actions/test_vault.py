"""Making a vault, opening it, changing what opens it."""

import pytest
from django.utils import timezone

from accounts.actions.recovery import make_recovery_key
from accounts.recovery import new_recovery_key
from tests.trackers.own_pages import VAULT_PASSPHRASE, event_at, noon
from trackers.actions.events import log_contact_event
from trackers.actions.vault import (
    change_vault_passphrase,
    close_after,
    let_recovery_key_open,
    lock,
    lock_everywhere,
    open_with_recovery_key,
    set_up_vault,
    unlock,
)
from trackers.choices import SlotKind
from trackers.models import ContactEvent, EventContents, KeySlot
from trackers.queries.vault import slot_of, vault_of
from trackers.refusals import UnlockRefused, VaultRefused
from trackers.vault import opened
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NEW = "seven clouds above the quarry"
NOON = noon(2026, 3, 1)


def damage(user, kind):
    with rows_of(user.pk):
        KeySlot.objects.filter(kind=kind).update(wrapped=b"\x01" + b"0" * 100)


def test_a_new_vault_is_open_and_its_passphrase_opens_it_again(ada, vault):
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault


def test_there_is_one_vault_for_one_person(ada, vault):
    with pytest.raises(VaultRefused, match="already"):
        set_up_vault(by=ada, passphrase=NEW, now=timezone.now())
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault


def test_a_passphrase_that_will_not_do_makes_no_vault(cast, ada):
    for passphrase in ("short", cast.passphrase):
        with pytest.raises(VaultRefused):
            set_up_vault(by=ada, passphrase=passphrase, now=timezone.now())
    assert vault_of(ada) is None


def test_it_begins_on_the_local_day(ada):
    ada.time_zone = "Pacific/Auckland"
    set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=noon(2026, 3, 1))
    assert str(vault_of(ada).made_on) == "2026-03-02"


def test_a_wrong_passphrase_opens_nothing_and_soon_has_to_wait(ada, vault, time_machine):
    time_machine.move_to(noon(2026, 11, 20), tick=False)
    for _ in range(4):
        with pytest.raises(UnlockRefused, match="not the passphrase"):
            unlock(by=ada, passphrase="wrong")
    with pytest.raises(UnlockRefused, match=r"wait \d second"):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)
    time_machine.shift(2)
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault
    # And that it was right is remembered.
    with pytest.raises(UnlockRefused, match="not the passphrase"):
        unlock(by=ada, passphrase="wrong")


def test_without_a_vault_there_is_nothing_to_open(ada):
    with pytest.raises(UnlockRefused):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)


def test_a_damaged_slot_is_not_blamed_on_the_passphrase(ada, vault):
    damage(ada, SlotKind.PASSPHRASE)
    with pytest.raises(UnlockRefused, match="not your passphrase"):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)


def test_another_passphrase_touches_no_row(ada, vault):
    event = log_contact_event(by=ada, vault=vault, contents=event_at(NOON), now=NOON)
    change_vault_passphrase(by=ada, passphrase=VAULT_PASSPHRASE, new_passphrase=NEW)
    with pytest.raises(UnlockRefused):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)
    again = unlock(by=ada, passphrase=NEW)
    with rows_of(ada.pk):
        stored = ContactEvent.objects.get()
    assert bytes(stored.sealed) == event.sealed
    assert again.open(stored, EventContents) == event_at(NOON)


def test_another_passphrase_closes_the_vault_elsewhere(ada, vault):
    cookie = opened.open_for(vault, session="elsewhere", idle_seconds=600)
    change_vault_passphrase(by=ada, passphrase=VAULT_PASSPHRASE, new_passphrase=NEW)
    assert opened.take(cookie, owner_id=ada.pk, session="elsewhere") is None


def test_it_is_not_changed_without_the_old_one_nor_to_a_bad_one(cast, ada, vault):
    with pytest.raises(UnlockRefused):
        change_vault_passphrase(by=ada, passphrase="wrong", new_passphrase=NEW)
    with pytest.raises(VaultRefused):
        change_vault_passphrase(by=ada, passphrase=VAULT_PASSPHRASE, new_passphrase=cast.passphrase)
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault


def test_the_recovery_key_opens_and_sets_a_new_passphrase_and_keeps_the_rows(ada):
    recovery_key = make_recovery_key(by=ada)
    vault = set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    event = log_contact_event(by=ada, vault=vault, contents=event_at(NOON), now=NOON)
    again = open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=NEW)
    assert again.open(event, EventContents) == event_at(NOON)
    assert unlock(by=ada, passphrase=NEW) == vault
    with pytest.raises(UnlockRefused):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)


def test_another_recovery_key_opens_nothing(ada):
    make_recovery_key(by=ada)
    set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with pytest.raises(VaultRefused, match="not your recovery key"):
        open_with_recovery_key(by=ada, recovery_key=new_recovery_key(), new_passphrase=NEW)
    damage(ada, SlotKind.RECOVERY)
    with pytest.raises(VaultRefused, match="damaged"):
        open_with_recovery_key(by=ada, recovery_key=new_recovery_key(), new_passphrase=NEW)


def test_without_a_recovery_key_only_the_passphrase_opens(ada, vault):
    with pytest.raises(VaultRefused, match="Only their passphrase"):
        open_with_recovery_key(by=ada, recovery_key=new_recovery_key(), new_passphrase=NEW)


def test_a_recovery_key_made_later_opens_only_once_its_owner_says_so(ada, vault):
    """Whoever holds her account for a while could make one, and wait for her to open the vault."""
    recovery_key = make_recovery_key(by=ada)
    unlock(by=ada, passphrase=VAULT_PASSPHRASE)
    change_vault_passphrase(by=ada, passphrase=VAULT_PASSPHRASE, new_passphrase=NEW)
    assert slot_of(ada, SlotKind.RECOVERY) is None
    with pytest.raises(VaultRefused):
        open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=NEW)
    let_recovery_key_open(by=ada, passphrase=NEW)
    assert open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=NEW) == vault


def test_a_recovery_key_opens_nothing_without_the_passphrase_of_the_vault(ada, vault):
    make_recovery_key(by=ada)
    with pytest.raises(UnlockRefused):
        let_recovery_key_open(by=ada, passphrase="not the passphrase at all")
    assert slot_of(ada, SlotKind.RECOVERY) is None


def test_a_recovery_key_that_was_replaced_opens_no_longer(ada):
    old = make_recovery_key(by=ada)
    vault = set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    ada.recovery_key.delete()
    new = make_recovery_key(by=ada)
    let_recovery_key_open(by=ada, passphrase=VAULT_PASSPHRASE)
    with pytest.raises(VaultRefused):
        open_with_recovery_key(by=ada, recovery_key=old, new_passphrase=NEW)
    assert open_with_recovery_key(by=ada, recovery_key=new, new_passphrase=NEW) == vault


def test_locking_closes_here_or_everywhere(ada, vault):
    here = opened.open_for(vault, session="here", idle_seconds=600)
    there = opened.open_for(vault, session="there", idle_seconds=600)
    lock(by=ada, session="here")
    assert opened.take(here, owner_id=ada.pk, session="here") is None
    assert opened.take(there, owner_id=ada.pk, session="there") is not None
    lock_everywhere(by=ada)
    assert opened.take(there, owner_id=ada.pk, session="there") is None


def test_it_may_close_sooner_but_not_later(ada, vault, settings):
    assert close_after(by=ada, idle_seconds=60).idle_seconds == 60
    assert vault_of(ada).idle_seconds == 60
    for seconds in (0, -1, settings.VAULT_IDLE_SECONDS + 1):
        with pytest.raises(VaultRefused):
            close_after(by=ada, idle_seconds=seconds)
