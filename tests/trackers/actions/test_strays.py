"""Sealed bytes that no row knows are taken away, and no others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from trackers.actions.stored_files import STRAY_AFTER, expect_file
from trackers.tasks import sweep_files
from trackers.vault.files import PART_SIZE, SealedWriter, stored_names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


def write(vault, file):
    with SealedWriter(vault, file) as sealed:
        sealed.write(b"x" * (PART_SIZE + 1))


@pytest.fixture
def written(ada, vault):
    """A file that is wanted, and one of which nothing is known."""
    known, stray = expect_file(by=ada, size=PART_SIZE + 1, now=timezone.now()).pk, uuid4()
    write(vault, known)
    write(vault, stray)
    return known, stray


def test_what_no_row_knows_goes_once_it_is_old(written, time_machine):
    known, stray = written
    assert sweep_files() == 0
    assert {file for file, names in stored_names() if names} == {known, stray}
    time_machine.move_to(timezone.now() + STRAY_AFTER + timedelta(hours=1))
    assert sweep_files() == 1
    assert {file for file, names in stored_names() if names} == {known}
    assert sweep_files() == 0


def test_where_nothing_was_ever_stored_there_is_nothing_to_sweep():
    assert sweep_files() == 0
