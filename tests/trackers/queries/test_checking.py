"""The log is proven: whatever is changed, moved, put in or taken away is found, and where."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tests.trackers.logs import BEGUN, attach, entry, keep_log, unguarded
from trackers.actions.erasing import destroy_keys
from trackers.actions.incidents import log_incident
from trackers.choices import LogTrouble
from trackers.models import (
    Attachment,
    ExportRecord,
    Incident,
    IncidentVersion,
    Link,
    LogHead,
    RecordedContents,
    Removal,
    StoredFile,
)
from trackers.queries.checking import Walked, check_log, read_files, sealed_files
from trackers.queries.log import mark_of
from trackers.rules.chain import START, hash_of
from trackers.vault.files import storage
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(ada, vault):
    return keep_log(ada, vault)


def found_in(user, vault=None, *, files=True):
    with rows_of(user.pk):
        found = list(check_log(user, vault))
        if files and vault:
            found += read_files(user, vault, after=0).found
        elif files:
            found += sealed_files(user)
        return found


def places(found):
    return {place for one in found if one.places for place in one.places}


def troubles(found):
    return {one.trouble for one in found}


def test_a_log_that_was_left_alone_fits_together(log, ada, vault):
    assert found_in(ada, vault) == []
    assert found_in(ada) == []
    walked = Walked()
    with rows_of(ada.pk):
        list(check_log(ada, vault, walked=walked))
    assert walked.seq == 10


def test_an_empty_log_fits_together_too(ada, vault):
    assert found_in(ada, vault) == []
    assert found_in(ada) == []


def test_it_verifies_without_any_key_once_the_keys_are_gone(log, ada):
    destroy_keys(by=ada, now=timezone.now())
    assert found_in(ada) == []
    with unguarded(ada):
        Link.objects.filter(seq=4).update(recorded_at=BEGUN)
    assert places(found_in(ada)) == {4}


# --- Every column of every table ------------------------------------------------------------------

LATER = BEGUN + timedelta(days=30)
BYTES = hashlib.sha256(b"something else").digest()
# (model, the place of the link that the row belongs to, column, what it becomes): None is what
# another row of the kind has there.
CHANGES = [
    (Link, 5, "seq", 40),
    (Link, 10, "seq", 11),
    (Link, 2, "kind", "export"),
    (Link, 5, "recorded_at", LATER),
    (Link, 10, "recorded_at", LATER),
    (Link, 5, "commitment", BYTES),
    (Link, 10, "commitment", BYTES),
    (Link, 5, "hash", BYTES),
    (Link, 10, "hash", BYTES),
    (Link, 5, "mark", BYTES),
    (Link, 6, "recorded_at", LATER),
    (Link, 6, "commitment", BYTES),
    (Link, 6, "hash", BYTES),
    (IncidentVersion, 1, "on", LATER.date()),
    (IncidentVersion, 5, "on", LATER.date()),
    (IncidentVersion, 1, "sealed", b"other"),
    (IncidentVersion, 5, "sealed", b""),
    (Attachment, 3, "sealed", b"other"),
    (Attachment, 3, "on", LATER.date()),
    (Attachment, 3, "sealed_sha256", BYTES),
    (Removal, 8, "sealed", b"other"),
    (Removal, 8, "on", LATER.date()),
    (ExportRecord, 10, "sealed", b"other"),
    (ExportRecord, 10, "on", LATER.date()),
    (StoredFile, 3, "size", 3),
    (StoredFile, 3, "parts", 1),
    (StoredFile, 3, "dropped_at", LATER),
    (StoredFile, 3, "wanted_until", LATER),
]
# Nothing is proven by these: names of rows that are recorded elsewhere, and the house's own time.
NOT_LISTED = {
    (Link, "id"), (Link, "removed_by"), (Link, "owner"),
    (StoredFile, "id"), (StoredFile, "owner"), (StoredFile, "made_at"),
    *((model, name) for model in (IncidentVersion, Attachment, Removal, ExportRecord)
      for name in ("id", "owner", "link", "incident", "stored")),
}  # fmt: skip


def rows_at(model, place):
    if model is Link:
        return Link.objects.filter(seq=place)
    if model is StoredFile:
        ids = Attachment.objects.filter(link__seq=place).values("stored")
        return StoredFile.objects.filter(pk__in=list(ids.values_list("stored", flat=True)))
    return model.objects.filter(link__seq=place)


def test_every_column_of_every_table_of_the_log_is_tried():
    models = {Link, IncidentVersion, Attachment, Removal, ExportRecord, StoredFile}
    columns = {(model, field.name) for model in models for field in model._meta.fields}
    assert columns - {(model, name) for model, _at, name, _to in CHANGES} <= NOT_LISTED


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize(
    ("model", "place", "column", "value"),
    CHANGES,
    ids=lambda part: getattr(part, "__name__", str(part)[:12]),
)
def test_a_changed_column_is_found_and_where(
    log, ada, vault, model, place, column, value, with_key
):
    with unguarded(ada):
        assert rows_at(model, place).update(**{column: value}) == 1
    found = found_in(ada, vault if with_key else None)
    # A place that is counted otherwise leaves a gap before it, and after it.
    assert places(found) == {place} if column != "seq" else place in places(found)


def test_what_is_taken_out_of_the_room_of_its_owner_is_missed(log, cast, ada, vault, eves_vault):
    with unguarded(ada) as cursor:
        cursor.execute("alter table trackers_link no force row level security")
        Link.objects.filter(seq=4).update(owner=cast.eve)
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table trackers_link force row level security")
    assert {one.trouble for one in found_in(ada, vault)} == {LogTrouble.MISSING}
    assert places(found_in(ada)) == {4}
    assert places(found_in(cast.eve, eves_vault)) >= {1, 3, 4}


# --- Moved, swapped, put in, taken away -----------------------------------------------------------


def swap(model, one, other, column):
    first, second = (rows_at(model, place).get() for place in (one, other))
    values = getattr(first, column), getattr(second, column)
    # Not unique for a moment.
    for row, value in ((first, None), (second, values[0]), (first, values[1])):
        if value is None:
            continue
        model.objects.filter(pk=row.pk).update(**{column: value})


def swap_seq(one, other):
    first, second = (Link.objects.get(seq=place).pk for place in (one, other))
    Link.objects.filter(pk=first).update(seq=999)
    Link.objects.filter(pk=second).update(seq=one)
    Link.objects.filter(pk=first).update(seq=other)


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_two_places_that_were_swapped(log, ada, vault, with_key):
    with unguarded(ada):
        swap_seq(1, 2)
    found = found_in(ada, vault if with_key else None)
    assert places(found) == {1, 2}
    if with_key:
        assert {(one.places[0], one.other) for one in found} == {(1, 2), (2, 1)}
        assert troubles(found) == {LogTrouble.MOVED}


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize(
    ("model", "one", "other", "column"),
    [(IncidentVersion, 1, 2, "sealed"), (Attachment, 3, 4, "sealed"), (Removal, 8, 9, "sealed")],
)
def test_contents_that_were_swapped(log, ada, vault, model, one, other, column, with_key):
    with unguarded(ada):
        swap(model, one, other, column)
    assert places(found_in(ada, vault if with_key else None)) == {one, other}


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize(
    ("model", "column", "one", "other"),
    [
        (IncidentVersion, "link_id", 1, 2),
        (Attachment, "link_id", 3, 4),
        (Attachment, "stored_id", 3, 4),
        (Removal, "link_id", 8, 9),
    ],
)
def test_rows_that_point_to_each_others(log, ada, vault, model, column, one, other, with_key):
    table = model._meta.db_table
    with unguarded(ada) as cursor:
        first, second = (rows_at(model, place).get() for place in (one, other))
        values = str(getattr(first, column)), str(getattr(second, column))
        drop_unique(cursor, table, column)
        for row, value in ((first, values[1]), (second, values[0])):
            statement = f"update {table} set {column} = %s where id = %s"  # noqa: S608 (names of our own tables)
            cursor.execute(statement, [value, row.pk])
    found = found_in(ada, vault if with_key else None)
    assert places(found) == {one, other}


def drop_unique(cursor, table, column):
    cursor.execute("set constraints all immediate")
    cursor.execute(
        "select conname from pg_constraint c join pg_attribute a"
        " on a.attrelid = c.conrelid and a.attnum = c.conkey[1]"
        " where c.contype = 'u' and c.conrelid = %s::regclass and a.attname = %s",
        [table, column],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"alter table {table} drop constraint {name}")


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize(
    ("model", "place"), [(IncidentVersion, 1), (Attachment, 3), (Attachment, 4)]
)
def test_what_was_put_to_another_entry(log, ada, vault, model, place, with_key):
    with unguarded(ada):
        row = rows_at(model, place).get()
        other = Incident.objects.exclude(pk=row.incident_id).exclude(current=None).get()
        model.objects.filter(pk=row.pk).update(incident=other)
    assert place in places(found_in(ada, vault if with_key else None))


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize("place", [1, 4, 5, 9])
def test_a_place_that_was_taken_away_whole(log, ada, vault, place, with_key):
    with unguarded(ada):
        take_away(place)
    found = found_in(ada, vault if with_key else None)
    assert (LogTrouble.MISSING, (place, place)) in {(one.trouble, one.places) for one in found}


def take_away(*taken):
    Incident.objects.filter(current__link__seq__in=taken).update(current=None)
    Incident.objects.filter(removal__link__seq__in=taken).update(removal=None)
    Link.objects.filter(removed_by__seq__in=taken).update(removed_by=None)
    for model in (IncidentVersion, Attachment, Removal, ExportRecord):
        model.objects.filter(link__seq__in=taken).delete()
    Link.objects.filter(seq__in=taken).delete()


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_words_that_were_taken_away_without_a_trace(log, ada, vault, with_key):
    with unguarded(ada):
        IncidentVersion.objects.filter(link__seq=1).delete()
    found = found_in(ada, vault if with_key else None)
    assert [(one.trouble, one.places) for one in found] == [(LogTrouble.WORDS_GONE, (1, 1))]


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_words_that_were_taken_away_as_if_that_had_been_recorded(log, ada, vault, with_key):
    with unguarded(ada):
        IncidentVersion.objects.filter(link__seq=1).delete()
        Link.objects.filter(seq=1).update(removed_by=Link.objects.get(seq=8))
    assert places(found_in(ada, vault if with_key else None)) == {8}


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_that_something_was_taken_out_cannot_be_hidden(log, ada, vault, with_key):
    with unguarded(ada):
        Link.objects.filter(seq=7).update(removed_by=None)
    assert places(found_in(ada, vault if with_key else None)) == {7, 9}


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_what_was_put_in_from_outside(log, ada, vault, with_key):
    with unguarded(ada):
        last = Link.objects.get(seq=10)
        new = Link(owner=ada, seq=11, kind="export", recorded_at=LATER, commitment=BYTES)
        new.hash = bytes.fromhex(hash_of(new, after=bytes(last.hash).hex()))
        row = ExportRecord(owner=ada, link=new, on=LATER.date(), sealed=b"x")
        new.mark = BYTES
        new.save()
        row.save()
    found = found_in(ada, vault if with_key else None)
    assert 11 in places(found)
    if with_key:
        assert LogTrouble.END_ADDED in troubles(found)


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
def test_a_second_row_under_a_link(log, ada, vault, with_key):
    with unguarded(ada):
        Removal.objects.create(owner=ada, link=Link.objects.get(seq=10), on=LATER, sealed=b"x")
    found = found_in(ada, vault if with_key else None)
    assert [(one.trouble, one.places) for one in found] == [(LogTrouble.INSERTED, (10, 10))]


# --- The whole chain written anew, and the end cut off --------------------------------------------


def written_anew(marked):
    """From the first link on, as somebody with the database does it; with the key of the hashes as
    well, the marks are made anew too."""
    before = START
    for link in Link.objects.order_by("seq"):
        link.hash = bytes.fromhex(hash_of(link, after=before))
        before = bytes(link.hash).hex()
        if marked:
            removes = list(Link.objects.filter(removed_by=link).values_list("seq", flat=True))
            for model in (IncidentVersion, Attachment, Removal, ExportRecord):
                if row := model.objects.filter(link=link).first():
                    link.mark = mark_of(link, row, removes=removes)
        link.save()


@pytest.mark.parametrize("marked", [False, True], ids=["database", "database and hash key"])
def test_a_chain_that_was_written_anew(log, ada, vault, marked):
    with unguarded(ada):
        Link.objects.filter(seq=4).update(recorded_at=LATER)
        written_anew(marked)
    found = found_in(ada, vault)
    assert (LogTrouble.TIME, (4, 4)) in {(one.trouble, one.places) for one in found}
    assert min(places(found)) == 4
    # Without anybody's vault, the marks are all that there is to go by.
    assert (min(places(found_in(ada)), default=None)) == (None if marked else 4)


def test_what_was_taken_out_is_sealed_too(log, ada, vault):
    """With the key of the marks, a row can be taken away and its mark made to fit."""
    with unguarded(ada):
        IncidentVersion.objects.filter(link__seq=1).delete()
        Link.objects.filter(seq=1).update(removed_by=Link.objects.get(seq=8))
        written_anew(marked=True)
    assert [(one.trouble, one.places) for one in found_in(ada, vault)] == [
        (LogTrouble.REMOVAL, (8, 8))
    ]
    assert found_in(ada) == []


def test_an_end_that_was_cut_off(log, ada, vault):
    with unguarded(ada):
        take_away(9, 10)
    found = found_in(ada, vault)
    assert (LogTrouble.END_CUT, (9, 10)) in {(one.trouble, one.places) for one in found}


def test_a_whole_log_that_is_gone(log, ada, vault):
    with unguarded(ada):
        take_away(*range(1, 11))
    assert LogTrouble.END_CUT in troubles(found_in(ada, vault))
    assert LogTrouble.END_CUT in troubles(found_in(ada))


def test_a_head_that_was_rolled_back(ada, vault):
    log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk):
        earlier = bytes(LogHead.objects.get().sealed)
    log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk):
        LogHead.objects.update(sealed=earlier)
    assert [(one.trouble, one.places) for one in found_in(ada, vault)] == [
        (LogTrouble.END_ADDED, (2, 2))
    ]


@pytest.mark.parametrize("change", ["sealed", "on", "gone"])
def test_a_head_that_is_none(log, ada, vault, change):
    with rows_of(ada.pk):
        if change == "gone":
            LogHead.objects.all().delete()
        else:
            LogHead.objects.update(**{change: b"x" if change == "sealed" else LATER.date()})
    assert troubles(found_in(ada, vault)) == {LogTrouble.HEAD}
    assert troubles(found_in(ada)) == ({LogTrouble.HEAD} if change == "gone" else set())


def test_what_cannot_be_found_is_a_whole_log_that_was_set_back(ada, vault):
    """Database and head together, as they were: only a stamp or an export from later shows it."""
    log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk):
        earlier = bytes(LogHead.objects.get().sealed)
    log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with unguarded(ada):
        take_away(2)
        Incident.objects.filter(current=None).delete()
        LogHead.objects.update(sealed=earlier)
    assert found_in(ada, vault) == []


# --- Entries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["on", "sealed", "current", "put in", "none"])
def test_an_entry_that_was_changed(log, ada, vault, change):
    with rows_of(ada.pk):
        one = Incident.objects.get(current__link__seq=5)
        if change == "put in":
            Incident.objects.create(owner=ada, on=LATER, sealed=b"x")
        elif change == "current":
            first = IncidentVersion.objects.get(link__seq=1)
            Incident.objects.filter(pk=one.pk).update(current=first)
        elif change == "none":
            Incident.objects.filter(pk=one.pk).update(current=None)
        else:
            value = b"x" if change == "sealed" else LATER.date()
            Incident.objects.filter(pk=one.pk).update(**{change: value})
    found = found_in(ada, vault)
    (one,) = found
    assert one.trouble in {LogTrouble.ENTRY, LogTrouble.CURRENT}
    assert one.number == (1 if change in ("current", "none") else None)
    # Sealed words of it are not looked at without the key.
    assert len(found_in(ada)) == (0 if change == "sealed" else 1)


def test_an_entry_that_was_taken_out_and_is_said_to_be_another(log, ada, vault):
    with rows_of(ada.pk):
        Incident.objects.exclude(removal=None).delete()
    assert places(found_in(ada, vault)) == {8}


# --- Files ----------------------------------------------------------------------------------------


def parts_of_file(user, place):
    with rows_of(user.pk):
        stored = Attachment.objects.get(link__seq=place).stored
        return [f"{stored.pk.hex[:2]}/{stored.pk.hex}/{n:06}" for n in range(stored.parts)]


def rewrite(name, content):
    storage().delete(name)
    if content is not None:
        from django.core.files.base import ContentFile

        storage().save(name, ContentFile(content))


def read(name):
    with storage().open(name) as stored:
        return stored.read()


@pytest.mark.parametrize("with_key", [True, False], ids=["key", "no key"])
@pytest.mark.parametrize("what", ["bit", "cut", "grown", "gone", "swapped", "another", "empty"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_part_that_is_not_what_was_stored(log, ada, vault, what, number, with_key):
    names = parts_of_file(ada, 3)
    content = read(names[number])
    others = {
        "bit": content[:40] + bytes([content[40] ^ 1]) + content[41:] if len(content) > 40 else b"",
        "cut": content[:-1],
        "grown": content + b"\0",
        "gone": None,
        "swapped": read(names[1 - number]),
        "another": read(parts_of_file(ada, 4)[0]),
        "empty": b"",
    }
    rewrite(names[number], others[what])
    found = found_in(ada, vault if with_key else None)
    assert [one.places for one in found] == [(3, 3)]
    if with_key:
        assert found[0].part == (number + 1, 2)
        assert found[0].number == 1


def test_pages_read_files_as_far_as_there_is_time(ada, vault, monkeypatch):
    monkeypatch.setattr("trackers.queries.checking.files.FILES_AT_ONCE", 2)
    incident = log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    for _file in range(3):
        attach(ada, vault, incident, b"x", now=BEGUN)
    rewrite(parts_of_file(ada, 4)[0], b"")
    with rows_of(ada.pk):
        first = read_files(ada, vault, after=0)
        assert (first.count, first.up_to, first.goes_on, first.found) == (2, 3, True, [])
        second = read_files(ada, vault, after=first.up_to)
        assert (second.count, second.up_to, second.goes_on) == (1, 4, False)
    assert places(second.found) == {4}


# --- What it costs, and at the same time ----------------------------------------------------------


def test_queries_do_not_grow_with_the_log(ada, vault, django_assert_num_queries):
    for _n in range(3):
        log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk), django_assert_num_queries(14):
        assert list(check_log(ada, vault)) == []
    for _n in range(9):
        log_incident(by=ada, vault=vault, entry=entry(), now=BEGUN)
    with rows_of(ada.pk), django_assert_num_queries(14):
        assert list(check_log(ada, vault)) == []


def test_each_batch_goes_on_where_the_last_one_ended(log, ada, vault, monkeypatch):
    monkeypatch.setattr("trackers.queries.checking.material.LINKS_AT_ONCE", 3)
    monkeypatch.setattr("trackers.queries.checking.ends.INCIDENTS_AT_ONCE", 1)
    assert found_in(ada, vault) == []
    with unguarded(ada):
        Link.objects.filter(seq=4).update(recorded_at=LATER)
    assert places(found_in(ada, vault)) == {4}
    assert places(found_in(ada)) == {4}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_keep_the_chain_whole(ada, vault):
    ready = Barrier(2)

    def write():
        ready.wait()
        try:
            for _n in range(10):
                log_incident(by=ada, vault=vault, entry=entry(), now=timezone.now())
                with rows_of(ada.pk):
                    assert list(check_log(ada, vault)) == []
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(write) for _ in range(2)]:
            future.result()
    assert found_in(ada, vault) == []
    with rows_of(ada.pk):
        assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == [*range(1, 21)]
        numbers = [
            vault.open(row, RecordedContents).layers["facts"]["number"]
            for row in IncidentVersion.objects.all()
        ]
    assert sorted(numbers) == [*range(1, 21)]


def test_what_is_found_is_said_in_a_sentence(log, ada, vault):
    with unguarded(ada):
        IncidentVersion.objects.filter(link__seq=5).update(sealed=b"x")
        take_away(4)
    said = [one.in_words() for one in found_in(ada, vault, files=False)]
    assert said == [
        "place 4: what was recorded here is missing.",
        "Entry 1, place 5, recorded 3 March 2026, 09:34: its words are not what was recorded.",
    ]
