"""Work on what is sealed is a row; one worker has it at a time, and its key goes back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.trackers.actions.test_files import all_of, at_once, living
from tests.trackers.log_files import NOW
from trackers.actions.owed import CLAIMED_FOR, claim_work, finish_work, owe
from trackers.choices import WorkKind
from trackers.models import OwedWork
from trackers.vault.lent import borrow
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

assert living


@pytest.fixture
def owed(ada, vault, django_capture_on_commit_callbacks):
    def made(kind=WorkKind.COPY, now=NOW, work_id=None):
        with django_capture_on_commit_callbacks(execute=True), rows_of(ada.pk):
            return owe(by=ada, vault=vault, kind=kind, work_id=work_id or uuid4(), now=now)

    return made


def test_it_is_claimed_once_by_kind_and_oldest_first(owed):
    later = owed(now=NOW + timedelta(minutes=1))
    first = owed()
    export = owed(WorkKind.EXPORT)
    found = [claim_work(kind=WorkKind.COPY, now=NOW) for _time in range(3)]
    assert [each and each.pk for each in found] == [first.pk, later.pk, None]
    assert claim_work(kind=WorkKind.EXPORT, now=NOW) == export


def test_what_a_dead_worker_had_is_claimed_again(owed):
    work = owed()
    claim_work(kind=WorkKind.COPY, now=NOW)
    almost = NOW + CLAIMED_FOR - timedelta(seconds=1)
    assert claim_work(kind=WorkKind.COPY, now=almost) is None
    assert claim_work(kind=WorkKind.COPY, now=NOW + CLAIMED_FOR) == work


def test_owed_twice_is_owed_once(owed, ada):
    work_id = uuid4()
    assert owed(work_id=work_id) == owed(work_id=work_id)
    assert len(all_of(ada, OwedWork)) == 1


def test_the_key_is_lent_once_it_is_sure_and_goes_back(
    ada, vault, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as waiting, rows_of(ada.pk):
        work = owe(by=ada, vault=vault, kind=WorkKind.COPY, work_id=uuid4(), now=NOW)
    assert borrow(owner_id=ada.pk, work=work.pk) is None
    for each in waiting:
        each()
    assert borrow(owner_id=ada.pk, work=work.pk) == vault
    with django_capture_on_commit_callbacks(execute=True), rows_of(ada.pk):
        finish_work(work=work)
    assert borrow(owner_id=ada.pk, work=work.pk) is None
    assert not all_of(ada, OwedWork)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_have_the_same(living):
    ada, vault, _incident = living
    with rows_of(ada.pk):
        for _time in range(3):
            owe(by=ada, vault=vault, kind=WorkKind.COPY, work_id=uuid4(), now=NOW)

    def claiming():
        found = []
        while work := claim_work(kind=WorkKind.COPY, now=NOW):
            found.append(work.pk)
        return found

    ended = at_once(*[claiming] * 4)
    claimed = [work for each in ended for work in each]
    assert len(claimed) == len(set(claimed)) == 3
