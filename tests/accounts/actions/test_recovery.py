import pytest
from django.core.exceptions import ValidationError

from accounts.actions.recovery import make_recovery_key, recover_account
from accounts.models import RecoveryKey
from accounts.recovery import new_recovery_key
from accounts.refusals import RecoveryRefused

NEW = "eleven lanterns by the river"


def test_the_key_is_stored_as_its_public_half_alone(cast):
    key = make_recovery_key(by=cast.ada)
    stored = bytes(RecoveryKey.objects.get(user=cast.ada).public_key)
    assert len(stored) == 32
    assert key.encode() not in stored


def test_a_second_key_is_refused_and_the_first_one_still_works(cast):
    key = make_recovery_key(by=cast.ada)
    with pytest.raises(RecoveryRefused):
        make_recovery_key(by=cast.ada)
    recover_account(sign_in_name=cast.ada.sign_in_name, recovery_key=key, passphrase=NEW)
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(NEW)


def test_a_recovered_account_ends_the_sessions_of_the_old_passphrase(cast):
    key = make_recovery_key(by=cast.ada)
    old_device = cast.client(cast.ada)
    assert old_device.get("/circles/").status_code == 200
    recover_account(sign_in_name=cast.ada.sign_in_name, recovery_key=key, passphrase=NEW)
    assert old_device.get("/circles/").status_code == 302


def test_wrong_name_and_wrong_key_are_refused_in_the_same_words(cast):
    key = make_recovery_key(by=cast.ada)
    said = set()
    for name, typed in [
        (cast.ada.sign_in_name, new_recovery_key()),
        (cast.ada.sign_in_name, "nonsense"),
        (cast.cy.sign_in_name, key),
        ("nobody-0000", key),
    ]:
        with pytest.raises(RecoveryRefused) as refusal:
            recover_account(sign_in_name=name, recovery_key=typed, passphrase=NEW)
        said.add(str(refusal.value))
    assert len(said) == 1
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(cast.passphrase)


def test_a_weak_new_passphrase_is_refused_and_the_old_one_stays(cast):
    key = make_recovery_key(by=cast.ada)
    with pytest.raises(ValidationError):
        recover_account(sign_in_name=cast.ada.sign_in_name, recovery_key=key, passphrase="short")
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(cast.passphrase)
