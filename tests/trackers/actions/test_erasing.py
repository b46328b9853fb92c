"""Own pages erased: their keys at once, their rows after them, whatever dies in between."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.mail import deliver, owe_message
from accounts.actions.recovery import make_recovery_key
from accounts.kept_apart import KeyIsGone, key_of
from accounts.models import Message
from config.celery import app
from tests.leaks.own_pages import plant
from tests.trackers.logs import keep_whole_log
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.ending import ask_to_begin_anew, begin_anew, erase_own_pages
from trackers.actions.erasing import go_on_erasing
from trackers.actions.reminders import ring_reminders
from trackers.actions.vault import (
    keep_these_pages,
    open_with_recovery_key,
    set_up_vault,
    unlock,
)
from trackers.models import (
    Erasure,
    JournalEntry,
    KeySlot,
    Occurrence,
    OwedWork,
    PrivateRow,
    StoredFile,
    Tally,
    Vault,
)
from trackers.queries.vault import vault_of
from trackers.refusals import UnlockRefused, VaultRefused
from trackers.tasks import erase_owed_rows, take_files_away
from trackers.vault import opened
from trackers.vault.lent import borrow, lend
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

NEW = "seven clouds above the quarry"
# Written by the clock, or by looking at a page.
NOT_PLANTED = {Erasure, Occurrence, Tally}
OWNED = [
    model
    for model in apps.get_app_config("trackers").get_models()
    if any(field.name in ("owner", "vault") for field in model._meta.fields)
]


@pytest.fixture
def full(ada, at_home, vault, own_store):
    """Her pages with one of everything, by the pages themselves, and a log."""
    EmailAddress.objects.create(user=ada, email="a@example.org", verified=True, primary=True)
    plant(at_home)
    keep_whole_log(ada, vault)
    return open_own_pages(at_home)


def go_on(most=1000):
    """What the clock does, until nothing is left to do."""
    while go_on_erasing(most=most):
        pass
    take_files_away()


def erase(user):
    erase_own_pages(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())


def left(user):
    with rows_of(user.pk):
        return {model.__name__: count for model in OWNED if (count := model.objects.count())}


def sealed_left(user):
    with rows_of(user.pk):
        return sum(model.objects.count() for model in OWNED if issubclass(model, PrivateRow))


def test_its_keys_are_gone_at_once_and_nothing_opens_it(full, ada, vault):
    cookie = opened.open_for(vault, session="elsewhere", idle_seconds=600)
    erase(ada)
    with rows_of(ada.pk):
        assert not KeySlot.objects.exists()
        assert not Vault.objects.exists()
    assert opened.take(cookie, owner_id=ada.pk, session="elsewhere") is None
    with pytest.raises(UnlockRefused):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)


def test_nor_does_the_recovery_key(ada):
    recovery_key = make_recovery_key(by=ada)
    set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    erase(ada)
    with pytest.raises(VaultRefused):
        open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=NEW)


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_before_opens_nothing_of_it(cast):
    """The slots of yesterday come back, with the server's key of then: one more is missing."""
    ada = cast.ada
    recovery_key = make_recovery_key(by=ada)
    set_up_vault(by=ada, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    with rows_of(ada.pk):
        yesterday = [Vault.objects.get(owner=ada), *KeySlot.objects.filter(vault=ada.pk)]
    erase(ada)
    go_on()
    with rows_of(ada.pk):
        for row in yesterday:
            row.save(force_insert=True)
    with pytest.raises(UnlockRefused, match="These pages were erased"):
        unlock(by=ada, passphrase=VAULT_PASSPHRASE)
    with pytest.raises(VaultRefused, match="These pages were erased"):
        open_with_recovery_key(by=ada, recovery_key=recovery_key, new_passphrase=NEW)


def test_a_key_that_is_left_by_a_process_that_died_goes_with_the_next_part(ada, vault):
    with rows_of(ada.pk):
        key_id = bytes(KeySlot.objects.values_list("key_id", flat=True).get())
    # Nothing that was to happen after the transaction happens here, as if the process had died.
    erase(ada)
    assert key_of(key_id)
    go_on_erasing()
    with pytest.raises(KeyIsGone):
        key_of(key_id)


def test_an_erasing_that_is_undone_keeps_the_key(ada, vault, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        suppress(RuntimeError),
        transaction.atomic(),
    ):
        erase(ada)
        raise RuntimeError
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault


def test_a_wrong_passphrase_erases_nothing(full, ada):
    before = left(ada)
    with pytest.raises(UnlockRefused):
        erase_own_pages(by=ada, passphrase="wrong", now=timezone.now())
    assert left(ada) == before


def test_every_row_of_every_kind_goes_and_nobody_elses(full, cast, ada, eves_vault):
    eves = cast.client(cast.eve)
    EmailAddress.objects.create(user=cast.eve, email="e@example.org", verified=True, primary=True)
    open_own_pages(eves)
    plant(eves)
    before = left(cast.eve)
    assert sealed_left(ada)
    with rows_of(ada.pk):
        assert all(model.objects.exists() for model in OWNED if model not in NOT_PLANTED)
    erase(ada)
    assert left(ada)["Erasure"] == 1
    go_on(most=3)
    assert left(ada) == {}
    assert not any(path.is_file() for path in Path(storages["own"].location).rglob("*"))
    assert left(cast.eve) == before


def test_each_part_is_for_good_and_the_next_goes_on(full, ada):
    erase(ada)
    counts = [sum(left(ada).values())]
    while go_on_erasing(most=2):
        counts.append(sum(left(ada).values()))
    # What is a part of a row goes with it, so a step can be larger.
    assert counts == sorted(set(counts), reverse=True)
    assert len(counts) > 5
    # Files are taken away by the clock.
    assert left(ada).keys() == {"StoredFile"}
    assert go_on_erasing() == 0


def test_what_a_worker_was_lent_is_gone_at_once(full, ada):
    with rows_of(ada.pk):
        work = list(OwedWork.objects.values_list("pk", flat=True))
    assert work
    vault = unlock(by=ada, passphrase=VAULT_PASSPHRASE)
    for each in work:
        lend(vault, work=each)
    erase(ada)
    assert [borrow(owner_id=ada.pk, work=each) for each in work] == [None] * len(work)
    with rows_of(ada.pk):
        assert not OwedWork.objects.exists()


def test_where_nothing_is_owed_nothing_is_done(full, ada):
    before = left(ada)
    assert go_on_erasing() == 0
    assert erase_owed_rows() == 0
    assert left(ada) == before


def test_what_was_owed_by_mail_is_taken_back_and_nothing_rings_any_more(full, ada):
    now = timezone.now()
    reminder = owe_message(to=ada, kind=Message.Kind.REMINDER, due_at=now)
    link = owe_message(to=ada, kind=Message.Kind.PROOF, due_at=now)
    erase(ada)
    # Jobs that are queued already find nothing to do.
    assert deliver(message_id=reminder.pk, now=now) is False
    assert ring_reminders(now=now + timedelta(days=8)) == 0
    reminder.refresh_from_db()
    assert (reminder.address, reminder.sent_at) == ("", None)
    # What is owed for another reason is not its business.
    assert deliver(message_id=link.pk, now=now) is True


def test_what_begins_anew_begins_empty_and_is_not_erased_later(full, ada):
    erase(ada)
    go_on_erasing(most=2)
    again = set_up_vault(by=ada, passphrase=NEW, now=timezone.now())
    # Of files, what the clock has to know to take their bytes away.
    with rows_of(ada.pk):
        assert not StoredFile.objects.filter(dropped_at=None).exists()
    take_files_away()
    assert left(ada) == {"Vault": 1, "KeySlot": 1}
    with rows_of(ada.pk):
        row = JournalEntry(owner=ada, on=timezone.now().date())
        row.sealed = b"x"
        row.save()
    assert go_on_erasing() == 0
    assert left(ada)["JournalEntry"] == 1
    assert unlock(by=ada, passphrase=NEW) == again


def test_an_old_opening_does_not_write_into_new_pages(ada, vault):
    cookie = opened.open_for(vault, session="here", idle_seconds=600)
    erase(ada)
    # As if Valkey had not been reached at that moment.
    cookie = opened.open_for(vault, session="here", idle_seconds=600)
    set_up_vault(by=ada, passphrase=NEW, now=timezone.now())
    assert opened.take(cookie, owner_id=ada.pk, session="here") is None


def test_erasing_wakes_the_worker_and_the_clock_would_too(
    ada, vault, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as woken:
        erase(ada)
    assert erase_owed_rows.delay in woken
    assert app.conf.beat_schedule["erase-rows"]["task"] == erase_owed_rows.name


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_not_get_in_each_others_way(cast, full, ada):
    erase(ada)
    ready = Barrier(2)

    def work():
        ready.wait()
        try:
            done = 0
            while count := go_on_erasing(most=2):
                done += count
            return done
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [future.result() for future in [pool.submit(work) for _ in range(2)]]
    assert sum(done) > 0
    go_on()
    assert left(ada) == {}


# --- Both lost ------------------------------------------------------------------------------------

DAY = timedelta(days=1)


def test_to_begin_anew_takes_days_and_then_leaves_nothing(full, ada):
    now = timezone.now()
    with pytest.raises(VaultRefused, match="Ask for it first"):
        begin_anew(by=ada, now=now)
    ask_to_begin_anew(by=ada, now=now)
    # Asking again does not begin the wait anew, nor shorten it.
    ask_to_begin_anew(by=ada, now=now + 3 * DAY)
    with pytest.raises(VaultRefused, match="Not yet"):
        begin_anew(by=ada, now=now + 7 * DAY - timedelta(seconds=1))
    assert vault_of(ada)
    begin_anew(by=ada, now=now + 7 * DAY)
    assert vault_of(ada) is None
    go_on()
    assert left(ada) == {}


def test_whoever_still_opens_them_keeps_them(ada, vault):
    now = timezone.now()
    ask_to_begin_anew(by=ada, now=now)
    assert keep_these_pages(by=ada) is True
    assert keep_these_pages(by=ada) is False
    with pytest.raises(VaultRefused):
        begin_anew(by=ada, now=now + 30 * DAY)
    assert unlock(by=ada, passphrase=VAULT_PASSPHRASE) == vault


def test_the_clock_sees_what_is_owed_and_takes_nothing_away(ada, vault):
    from trackers.vault.rows import as_clock

    erase(ada)
    assert not Erasure.objects.exists()
    with as_clock():
        assert Erasure.objects.exists()
        assert Erasure.objects.all().delete()[0] == 0
