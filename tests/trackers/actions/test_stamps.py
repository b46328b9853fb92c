"""One stamp a day over all logs, by an authority that the operator chose; nobody is asked else."""

import base64
import hashlib
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from config.celery import app
from tests.trackers.authority import Authority, serving
from tests.trackers.exported import archive_of, members
from tests.trackers.logs import BEGUN, entry, keep_log, unguarded
from tests.trackers.own_pages import open_own_pages
from trackers.actions import exporting
from trackers.actions.incidents import log_incident
from trackers.actions.stamps import ask_for_stamp, gather_heads
from trackers.choices import LogTrouble
from trackers.models import Incident, IncidentVersion, Link, LogHead, Stamp, StampedHead
from trackers.queries.checking import check_log
from trackers.queries.stamps import stamps_of
from trackers.rules.merkle import leaf, root_from
from trackers.rules.stamps import LONGEST_WAIT, NotStamped, stamped_at, wait_after
from trackers.shipped import verify
from trackers.tasks import stamp_logs
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made_authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def authority(made_authority, settings):
    made_authority.asked, made_authority.answers = [], "stamp"
    with serving(made_authority) as url:
        settings.STAMP_URL, settings.STAMP_CA = url, made_authority.ca
        yield made_authority


@pytest.fixture
def logs(cast, ada, vault, eves_vault):
    keep_log(ada, vault)
    log_incident(by=cast.eve, vault=eves_vault, entry=entry(), now=BEGUN)


def stamped(user):
    with rows_of(user.pk):
        return stamps_of(user)


def found_in(user, vault=None):
    with rows_of(user.pk):
        return [(one.trouble, one.places) for one in check_log(user, vault)]


def test_nobody_is_asked_where_it_is_off(logs, made_authority, settings):
    assert settings.STAMP_URL == ""
    made_authority.asked = []
    with serving(made_authority):
        assert gather_heads(now=timezone.now()) is None
        assert ask_for_stamp(now=timezone.now()) is None
        assert stamp_logs() == 0
    assert made_authority.asked == []
    assert not Stamp.objects.exists()


def test_a_stamp_holds_every_log_and_says_nothing_about_any(logs, cast, ada, authority):
    now = timezone.now()
    stamp = gather_heads(now=now)
    ask_for_stamp(now=now)
    stamp.refresh_from_db()
    assert abs(stamp.stamped_at - now) < timedelta(minutes=1)
    assert stamp.authority == "127.0.0.1"
    assert authority.verifies(bytes(stamp.receipt), bytes(stamp.root))
    for user, place in ((ada, 10), (cast.eve, 1)):
        (one,) = stamped(user)
        assert one["seq"] == place
        with rows_of(user.pk):
            hash_ = bytes(Link.objects.get(seq=place).hash)
        found = root_from(leaf(bytes.fromhex(one["salt"]), hash_), one["path"])
        assert found.hex() == one["root"]
        assert base64.b64decode(one["receipt"]) == bytes(stamp.receipt)
        assert found_in(user) == []
    # What goes out is one hash of the root, and chance.
    (question,) = authority.asked
    assert len(question) < 100
    assert hash_ not in question
    assert bytes(stamp.root) not in question


def test_once_a_day_and_only_what_went_on(logs, cast, ada, vault, authority):
    now = timezone.now()
    assert gather_heads(now=now)
    assert gather_heads(now=now) is None
    log_incident(by=ada, vault=vault, entry=entry(), now=now)
    assert gather_heads(now=now + DAY)
    assert stamped(ada) == []
    while ask_for_stamp(now=now + DAY):
        pass
    assert [one["seq"] for one in stamped(ada)] == [10, 11]
    assert [one["seq"] for one in stamped(cast.eve)] == [1]
    # On a day on which nobody wrote, the authority is asked all the same.
    assert gather_heads(now=now + 2 * DAY)
    while ask_for_stamp(now=now + 2 * DAY):
        pass
    assert len(authority.asked) == 3


@pytest.mark.parametrize(
    "answer", [500, 302, b"", b"no stamp", b"x" * 100_000, "of another", "old"]
)
def test_what_is_no_stamp_is_not_kept_and_asked_for_again(
    logs, authority, answer, tmp_path, settings
):
    now = timezone.now()
    stamp = gather_heads(now=now)
    if answer == "of another":
        settings.STAMP_CA = Authority(tmp_path).ca
    elif answer == "old":
        # A right one, but for another question.
        ask_for_stamp(now=now)
        authority.answers = authority.stamp(authority.asked[0])
        Stamp.objects.update(receipt=None, stamped_at=None, next_try_at=now, tries=0)
    else:
        authority.answers = answer
    ask_for_stamp(now=now)
    stamp.refresh_from_db()
    assert stamp.receipt is None
    assert stamp.tries == 1
    assert stamp.next_try_at == now + wait_after(0)
    assert ask_for_stamp(now=now) is None
    authority.answers, settings.STAMP_CA = "stamp", authority.ca
    ask_for_stamp(now=stamp.next_try_at)
    stamp.refresh_from_db()
    assert stamp.receipt


def test_nobody_there_is_no_reason_to_fall(logs, authority, settings):
    settings.STAMP_URL = "http://127.0.0.1:1/"
    now = timezone.now()
    gather_heads(now=now)
    assert ask_for_stamp(now=now).receipt is None
    assert wait_after(0) < wait_after(1) < wait_after(60) == LONGEST_WAIT


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_tree_and_ask_once(logs, authority):
    now, ready = timezone.now(), Barrier(2)

    def work():
        ready.wait()
        try:
            gather_heads(now=now)
            ask_for_stamp(now=now)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Stamp.objects.count() == 1
    assert len(authority.asked) <= 1


# --- What it proves -------------------------------------------------------------------------------


@pytest.fixture
def stamped_log(ada, vault, authority):
    for _n in range(2):
        log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk):
        before = bytes(LogHead.objects.get().sealed)
    log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    stamp = gather_heads(now=timezone.now())
    ask_for_stamp(now=timezone.now())
    assert found_in(ada, vault) == []
    return stamp, before


def test_a_log_that_was_set_back_behind_a_stamp_is_found(ada, vault, stamped_log):
    _stamp, before = stamped_log
    with unguarded(ada):
        Incident.objects.filter(current__link__seq=3).update(current=None)
        IncidentVersion.objects.filter(link__seq=3).delete()
        Incident.objects.filter(current=None).delete()
        Link.objects.filter(seq=3).delete()
        LogHead.objects.update(sealed=before)
    assert found_in(ada, vault) == [(LogTrouble.STAMP, (3, 3))]
    assert found_in(ada) == [(LogTrouble.STAMP, (3, 3))]


@pytest.mark.parametrize("change", ["root", "receipt", "time", "salt", "path", "no path", "seq"])
def test_a_stamp_that_was_changed_is_found(ada, vault, stamped_log, change):
    stamp, _before = stamped_log
    stamp.refresh_from_db()
    broken = bytes(stamp.receipt)[:-1] + bytes([bytes(stamp.receipt)[-1] ^ 1])
    of_stamp = {
        "root": {"root": bytes(32)},
        "receipt": {"receipt": broken},
        "time": {"stamped_at": stamp.stamped_at - DAY},
    }
    of_head = {
        "salt": {"salt": bytes(32)},
        "path": {"path": [["left", "00" * 32]]},
        "no path": {"path": [["up", 3]]},
        "seq": {"seq": 2},
    }
    with rows_of(ada.pk):
        Stamp.objects.update(**of_stamp.get(change, {"tries": 1}))
        StampedHead.objects.update(**of_head.get(change, {"stamp": stamp}))
    assert {trouble for trouble, _places in found_in(ada)} == {LogTrouble.STAMP}


def test_a_root_that_fits_to_a_log_written_anew_has_no_receipt(ada, vault, stamped_log):
    """Whoever has the database can make another tree, not what the authority signed."""
    stamp, _before = stamped_log
    with rows_of(ada.pk):
        head = StampedHead.objects.get()
        other = root_from(leaf(bytes(head.salt), bytes(32)), head.path)
    stamp.refresh_from_db()
    with pytest.raises(NotStamped):
        stamped_at(bytes(stamp.receipt), other)


def test_the_page_says_up_to_where_and_by_whom(ada, cast, vault, stamped_log):
    page = open_own_pages(cast.client(ada)).get("/own/log/check/").content.decode()
    assert "Stamped up to place 3" in page
    assert "127.0.0.1" in page


@pytest.mark.django_db(transaction=True)
def test_it_is_in_every_archive_and_its_script_checks_it(
    ada, vault, stamped_log, own_store, authority, monkeypatch, tmp_path
):
    monkeypatch.setattr(exporting, "typeset", lambda parts, *, frame, done: b"%PDF")
    monkeypatch.setattr(exporting, "signed", lambda report: report)
    archive = archive_of(ada, vault)
    (path := tmp_path / "copy.zip").write_bytes(archive)
    check = verify.look_at(str(path))
    assert check.problems == []
    assert any("Up to place 3, the log was stamped" in note for note in check.notes)
    # As how-to-check.txt says it.
    files = members(archive)
    (one,) = json.loads(files["stamps.json"])["stamps"]
    assert authority.verifies(base64.b64decode(one["receipt"]), bytes.fromhex(one["root"]))
    for name, value in (("salt", "00" * 32), ("path", []), ("seq", 2), ("path", [["up", "00"]])):
        changed = {"format": 1, "stamps": [one | {name: value}]}
        folder = tmp_path / f"{name}{value}"[:40].replace("[", "").replace("/", "")
        unpack(files | {"stamps.json": json.dumps(changed).encode()}, folder)
        assert any("stamp" in problem for problem in verify.look_at(str(folder)).problems), name


def unpack(files, folder):
    """With a manifest made anew, as somebody does who wants it to be believed."""
    listed = json.loads(files["manifest.json"])
    said = files["stamps.json"]
    listed["files"]["stamps.json"] = {
        "size": len(said),
        "sha256": hashlib.sha256(said).hexdigest(),
    }
    files = files | {"manifest.json": json.dumps(listed, indent=1).encode() + b"\n"}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_the_clock_would_wake_it():
    assert app.conf.beat_schedule["stamp-logs"]["task"] == stamp_logs.name
