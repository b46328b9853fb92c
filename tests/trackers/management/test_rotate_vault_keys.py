import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions.recovery import make_recovery_key
from tests.trackers.own_pages import VAULT_PASSPHRASE, server_key
from trackers.actions.vault import open_with_recovery_key, set_up_vault, unlock
from trackers.models import KeySlot
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


def rotate():
    told = io.StringIO()
    call_command("rotate_vault_keys", stdout=told)
    return told.getvalue().strip()


@pytest.fixture
def recovery_key(ada):
    return make_recovery_key(by=ada)


@pytest.fixture
def vault(ada, recovery_key):
    return set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())


def test_afterwards_the_old_key_is_not_needed(ada, recovery_key, vault, eves_vault, settings):
    newest = server_key("k2")
    settings.VAULT_SERVER_KEYS = f"{newest},{settings.VAULT_SERVER_KEYS}"
    assert rotate() == "slots: 3, rewrapped: 3"
    settings.VAULT_SERVER_KEYS = newest
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault
    new = "seven clouds above the quarry"
    assert open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=new) == vault
    assert rotate() == "slots: 0, rewrapped: 0"


def test_a_damaged_slot_is_told_and_holds_up_no_other(ada, vault, eves_vault, settings):
    with rows_of(ada.pk):
        KeySlot.objects.filter(kind="recovery").update(wrapped=b"\x01" + b"0" * 100)
    newest = server_key("k2")
    settings.VAULT_SERVER_KEYS = f"{newest},{settings.VAULT_SERVER_KEYS}"
    with pytest.raises(CommandError, match="cannot be opened"):
        rotate()
    settings.VAULT_SERVER_KEYS = newest
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault
