"""A copy of before was put back: what was ended since is ended again, and nothing else."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.actions.closing import close_account
from accounts.kept_apart import closed_accounts, throw_away_key
from accounts.models import User
from forums.actions.conversation import reply
from forums.models import Post
from forums.tasks import erase_owed_posts
from tests.trackers.own_pages import VAULT_PASSPHRASE
from trackers.actions.vault import set_up_vault, unlock
from trackers.models import KeySlot
from trackers.queries.vault import vault_of
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NONE = "closed accounts: 0, pages without a key: 0"


@pytest.fixture(autouse=True)
def keys_root(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def vaults(cast):
    for user in (cast.ada, cast.cy):
        set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())


def after_restore(*arguments):
    told = io.StringIO()
    call_command("after_restore", *arguments, stdout=told)
    return told.getvalue().splitlines()


def lose_key(user):
    with rows_of(user.pk):
        throw_away_key(bytes(KeySlot.objects.filter(vault=user.pk).first().key_id))


def test_where_nothing_was_ended_nothing_happens(cast, vaults):
    assert after_restore() == [NONE]
    assert after_restore("--apply") == [NONE, "done"]
    assert unlock(by=cast.ada, passphrase=VAULT_PASSPHRASE)


def test_pages_whose_key_is_gone_are_erased_and_no_others(cast, vaults):
    lose_key(cast.ada)
    assert after_restore() == ["closed accounts: 0, pages without a key: 1"]
    assert vault_of(cast.ada)
    after_restore("--apply")
    assert vault_of(cast.ada) is None
    assert unlock(by=cast.cy, passphrase=VAULT_PASSPHRASE)
    assert after_restore() == [NONE]


def test_a_folder_that_has_none_of_the_keys_is_the_wrong_one(cast, vaults, settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "elsewhere"
    with pytest.raises(CommandError, match="Is it the folder"):
        after_restore("--apply")
    assert vault_of(cast.ada)
    assert vault_of(cast.cy)
    after_restore("--apply", "--though-no-key-is-there")
    assert vault_of(cast.ada) is None


@pytest.mark.parametrize("leave_words", [True, False])
def test_a_closed_account_is_closed_again_and_its_pages_with_it(
    cast, vaults, topic, leave_words, django_capture_on_commit_callbacks
):
    reply(by=cast.ada, parent=topic.posts.get(), words="Seven boats.")
    copy = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        close_account(by=cast.ada, leave_words=leave_words)
    transaction.savepoint_rollback(copy)
    assert cast.ada.sign_in_name not in str(closed_accounts())
    assert after_restore() == ["closed accounts: 1, pages without a key: 1"]
    after_restore("--apply")
    assert not User.objects.get(pk=cast.ada.pk).is_active
    assert vault_of(cast.ada) is None
    while erase_owed_posts():
        pass
    assert Post.objects.filter(source="Seven boats.").exists() == leave_words
    assert after_restore() == [NONE]


def test_somebody_else_with_that_number_or_that_name_is_left_alone(
    cast, django_capture_on_commit_callbacks
):
    name, number = cast.ada.sign_in_name, cast.ada.pk
    with django_capture_on_commit_callbacks(execute=True):
        close_account(by=cast.ada, leave_words=False)
    User.objects.create_user(name)
    User.objects.filter(pk=number).update(sign_in_name="another-1234", is_active=True)
    assert after_restore() == [NONE]
