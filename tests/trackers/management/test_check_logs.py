import io

import pytest
from django.core.management import CommandError, call_command

from tests.trackers.logs import BEGUN, keep_log, unguarded
from trackers.models import Attachment, Link
from trackers.vault.files import delete_parts
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


def check(*args):
    told, failed = io.StringIO(), None
    try:
        call_command("check_logs", *args, stdout=told)
    except CommandError as error:
        failed = error
    return told.getvalue(), failed


@pytest.fixture
def logs(cast, ada, vault, eves_vault):
    keep_log(ada, vault)
    keep_log(cast.eve, eves_vault)


def test_logs_that_were_left_alone_fit(logs):
    assert check("--files") == ("logs: 2, findings: 0\n", None)


def test_it_says_where_and_whose_and_nothing_private(logs, cast, ada):
    with unguarded(ada):
        Link.objects.filter(seq=4).update(recorded_at=BEGUN)
    told, failed = check()
    assert failed.returncode == 1
    assert told == (f"member {ada.pk}: place 4 link (2026-03-03 09:30 UTC)\nlogs: 2, findings: 1\n")
    assert ada.sign_in_name not in told + str(failed)


def test_one_member_alone(logs, cast, ada):
    with unguarded(ada):
        Link.objects.filter(seq=4).update(recorded_at=BEGUN)
    assert check("--user", str(cast.eve.pk)) == ("logs: 1, findings: 0\n", None)
    assert check("--user", str(ada.pk))[1]
    assert "There is no member" in str(check("--user", "999999")[1])


def test_files_are_read_where_that_is_asked_for(logs, ada):
    with rows_of(ada.pk):
        file = Attachment.objects.get(link__seq=3)
    delete_parts(file.stored_id, 1)
    assert check()[1] is None
    told, failed = check("--files")
    assert "place 3 file_gone" in told
    assert failed.returncode == 1
