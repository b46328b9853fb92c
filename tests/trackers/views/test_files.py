"""Sending a file, with a script and without, looking at it, and taking it away again."""

import io
import re
import tracemalloc

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.accounts.decoding import files
from tests.trackers.actions.test_files import LONG, FullDisk, all_of, uploaded
from tests.trackers.log_files import CHAT, MEBIBYTE, NOW, incident_of, photo, stored_names
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.copies import make_next_copy
from trackers.actions.stored_files import take_dropped_away
from trackers.models import Attachment, Link, StoredFile, Upload
from trackers.tasks import make_owed_copies, take_files_away
from trackers.vault import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


@pytest.fixture
def incident(ada, vault):
    return incident_of(ada, vault)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def send(browser, incident, content, name="chat.txt", **said):
    file = SimpleUploadedFile(name, content)
    return browser.post(
        f"/own/log/{incident.pk}/files/", {"shows": "", "captured": "", **said, "file": file}
    )


def page(response):
    return response.content.decode()


def begin(browser, incident, size, **said):
    fields = {"name": "chat.txt", "size": size, "modified": "1", **said}
    return browser.post(f"/own/log/{incident.pk}/upload/", fields)


def put(browser, url, offset, content):
    headers = {"Upload-Offset": str(offset)}
    return browser.put(url, content, content_type="application/octet-stream", headers=headers)


def nothing_is_left(user):
    take_dropped_away()
    assert not any(all_of(user, model) for model in (StoredFile, Upload, Attachment))
    assert not stored_names()


# --- By the form ---------------------------------------------------------------------------------


def test_a_file_comes_by_the_form(at_home, ada, incident):
    answer = send(at_home, incident, LONG, shows="what they wrote")
    assert answer.status_code == 302
    [file] = all_of(ada, Attachment)
    shown = page(at_home.get(answer["Location"]))
    assert "chat.txt" in shown
    assert "what they wrote" in shown
    taken = at_home.get(f"/own/log/file/{file.pk}/original/")
    assert b"".join(taken.streaming_content) == LONG
    assert taken["Content-Disposition"] == 'attachment; filename="file-2.txt"'
    assert taken["Content-Length"] == str(len(LONG))
    assert taken["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in taken["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"MZ\x90\0" + b"\0" * 999, "none of the kinds"), (b"", "choose a file"), (None, "choose")],
)
def test_what_is_refused_is_said_and_leaves_nothing(at_home, ada, incident, content, said):
    sent = {} if content is None else {"file": SimpleUploadedFile("photo.jpg", content)}
    answer = at_home.post(f"/own/log/{incident.pk}/files/", {"shows": "the hall", **sent})
    assert answer.status_code == 422
    assert said in page(answer)
    assert 'value="the hall"' in page(answer)
    nothing_is_left(ada)


def test_what_is_too_large_is_let_go_as_it_comes(at_home, ada, incident, settings):
    settings.OWN_FILE_MAX_BYTES = MEBIBYTE
    answer = send(at_home, incident, LONG, shows="the hall")
    assert "larger than" in page(answer)
    assert 'value="the hall"' in page(answer)
    nothing_is_left(ada)


def test_a_full_disk_is_said(at_home, ada, incident, settings, tmp_path):
    kept = {"BACKEND": f"{FullDisk.__module__}.FullDisk", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"own": kept}
    assert "no room left" in page(send(at_home, incident, LONG))
    nothing_is_left(ada)


def test_a_closed_vault_keeps_the_words_and_says_that_the_file_is_gone(cast, ada, vault, incident):
    browser = cast.client(ada)
    answer = send(browser, incident, LONG, shows="the hall")
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page(answer)))
    assert carried["shows"] == "the hall"
    nothing_is_left(ada)
    carried["vault_passphrase"] = VAULT_PASSPHRASE
    answer = browser.post(f"/own/log/{incident.pk}/files/", carried)
    assert "choose the file again" in page(answer)
    assert 'value="the hall"' in page(answer)


def test_a_form_of_somebody_else_stores_nothing(ada, vault, incident):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    token = opened.open_for(vault, session=browser.session.session_key, idle_seconds=600)
    browser.cookies["v"] = token
    assert send(browser, incident, LONG).status_code == 403
    nothing_is_left(ada)
    browser.get(f"/own/log/{incident.pk}/files/")
    right = browser.cookies["c"].value
    assert send(browser, incident, LONG, csrfmiddlewaretoken=right).status_code == 302


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.99])
def test_what_is_cut_off_on_its_way_leaves_nothing(at_home, ada, incident, kept):
    body, boundary = multipart(LONG)
    cut = body[: int(len(body) * kept)]
    answer = raw(at_home, incident, io.BytesIO(cut), len(body), boundary)
    assert answer.status_code == 422
    assert "did not arrive whole" in page(answer)
    nothing_is_left(ada)


def multipart(content):
    boundary = "aBoundary"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="shows"\r\n\r\nx\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), boundary


def raw(browser, incident, stream, length, boundary):
    return browser.request(
        **{
            "PATH_INFO": f"/own/log/{incident.pk}/files/",
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}",
            "CONTENT_LENGTH": str(length),
            "wsgi.input": stream,
        }
    )


class Endless(io.RawIOBase):
    """A body that is made while it is read."""

    def __init__(self, start, content, times, end):
        self.left = [start, *[content] * times, end]
        self.length = sum(map(len, self.left))
        self.waiting = b""

    def read(self, size=-1):
        while len(self.waiting) < size and self.left:
            self.waiting += self.left.pop(0)
        given, self.waiting = self.waiting[:size], self.waiting[size:]
        return given


def test_memory_does_not_grow_with_the_file(at_home, ada, incident):
    body, boundary = multipart(b"|")
    start, end = body.split(b"|")
    line = b"the same words once more, and again\n"
    stream = Endless(start, line * (MEBIBYTE // 4 // len(line)), 256, end)
    tracemalloc.start()
    try:
        assert raw(at_home, incident, stream, stream.length, boundary).status_code == 302
        [file] = all_of(ada, Attachment)
        size = sum(map(len, at_home.get(f"/own/log/file/{file.pk}/original/").streaming_content))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 60 * MEBIBYTE
    # A part, as it is, sealed, and on its way to the storage, and what a request takes.
    assert most < 12 * MEBIBYTE


# --- By the script -------------------------------------------------------------------------------


def test_a_file_comes_in_parts(at_home, ada, incident):
    begun = begin(at_home, incident, len(LONG), shows="what they wrote")
    assert begun.status_code == 201
    told = begun.json()
    assert (told["received"], told["part"]) == (0, MEBIBYTE)
    assert at_home.get(told["url"]).json()["received"] == 0
    for offset in range(0, len(LONG), MEBIBYTE):
        answer = put(at_home, told["url"], offset, LONG[offset : offset + MEBIBYTE])
        assert answer.status_code == 200
    assert answer.json()["received"] == len(LONG)
    ended = at_home.post(told["url"] + "finish/")
    assert ended.json() == {"to": f"/own/log/{incident.pk}/"}
    assert at_home.post(told["url"] + "finish/").json() == ended.json()
    [file] = all_of(ada, Attachment)
    taken = at_home.get(f"/own/log/file/{file.pk}/original/")
    assert b"".join(taken.streaming_content) == LONG


def test_a_part_that_does_not_fit_is_told_where_it_stands(at_home, ada, incident):
    url = begin(at_home, incident, len(LONG)).json()["url"]
    put(at_home, url, 0, LONG[:MEBIBYTE])
    for offset in ("0", str(2 * MEBIBYTE), "-1", "", "x", "9" * 40):
        answer = put(at_home, url, offset, LONG[:MEBIBYTE])
        assert (answer.status_code, answer.json()) == (409, {"received": MEBIBYTE})
    assert put(at_home, url, MEBIBYTE, b"short").status_code == 422
    assert put(at_home, url, MEBIBYTE, b"x" * (MEBIBYTE + 1)).status_code == 413
    assert at_home.post(url + "finish/").status_code == 409
    assert at_home.get(url).json()["received"] == MEBIBYTE


@pytest.mark.parametrize(
    ("size", "said"),
    [("0", "nothing in"), ("-1", "nothing in"), ("x", "nothing in"), (9 * 10**14, "larger than")],
)
def test_what_is_begun_wrongly_is_said(at_home, ada, incident, size, said):
    answer = begin(at_home, incident, size)
    assert answer.status_code == 422
    assert said in answer.json()["trouble"]
    nothing_is_left(ada)


def test_what_it_is_not_is_said_at_the_end(at_home, ada, incident):
    url = begin(at_home, incident, 100, name="photo.jpg").json()["url"]
    put(at_home, url, 0, b"MZ" + b"\0" * 98)
    answer = at_home.post(url + "finish/")
    assert answer.status_code == 422
    assert "none of the kinds" in answer.json()["trouble"]
    nothing_is_left(ada)


def test_what_is_half_way_is_listed_and_can_be_thrown_away(at_home, ada, incident):
    url = begin(at_home, incident, len(LONG), name="../a\u202eb.txt").json()["url"]
    put(at_home, url, 0, LONG[:MEBIBYTE])
    shown = page(at_home.get(f"/own/log/{incident.pk}/files/"))
    assert f'data-unfinished="{url}"' in shown
    assert 'data-name="ab.txt"' in shown
    assert "1.0\xa0MB of 3.0\xa0MB" in shown
    assert "half-way" in page(at_home.get(f"/own/log/{incident.pk}/"))
    assert at_home.post(url + "drop/").status_code == 302
    nothing_is_left(ada)


def test_a_closed_vault_is_a_sentence_for_a_script(at_home, ada, incident):
    url = begin(at_home, incident, len(LONG)).json()["url"]
    opened.close_all(owner_id=ada.pk)
    answer = put(at_home, url, 0, LONG[:MEBIBYTE])
    assert (answer.status_code, answer.json()) == (423, {"trouble": "Your own pages have closed."})
    assert put(Client(headers={"HX-Request": "true"}), url, 0, b"x").status_code == 401
    open_own_pages(at_home)
    assert put(at_home, url, 0, LONG[:MEBIBYTE]).status_code == 200


# --- Others --------------------------------------------------------------------------------------


def test_nobody_else_finds_anything(cast, committed, ada, vault, eves_vault, incident, at_home):
    with committed(execute=True):
        file = uploaded(ada, vault, incident, photo())
    make_next_copy(now=NOW)
    url = begin(at_home, incident, len(LONG)).json()["url"]
    eve = open_own_pages(cast.client(cast.eve))
    for path in (
        f"/own/log/{incident.pk}/files/",
        f"/own/log/file/{file.pk}/",
        f"/own/log/file/{file.pk}/original/",
        f"/own/log/file/{file.pk}/copy/0/",
        f"/own/log/file/{file.pk}/out/",
        url,
    ):
        assert at_home.get(path).status_code == 200, path
        assert eve.get(path).status_code == 404, path
    assert begin(eve, incident, 5).status_code == 404
    assert put(eve, url, 0, LONG[:MEBIBYTE]).status_code == 404
    assert eve.post(url + "finish/").status_code == 404
    assert eve.post(url + "drop/").status_code == 404
    assert send(eve, incident, LONG).status_code == 404
    take_dropped_away()
    assert not all_of(cast.eve, StoredFile)
    assert len(all_of(ada, StoredFile)) == 3


# --- Looking -------------------------------------------------------------------------------------


def test_a_picture_is_looked_at_without_what_was_hidden(at_home, committed, ada, vault, incident):
    said = {"name": "../IMG\u202e_1.jpg", "shows": "<b>the hall</b>"}
    with committed(execute=True):
        file = uploaded(ada, vault, incident, photo(), **said)
    before = page(at_home.get(f"/own/log/file/{file.pk}/"))
    assert "is being made" in before
    assert "&lt;b&gt;the hall" in before
    assert at_home.get(f"/own/log/file/{file.pk}/copy/0/").status_code == 404
    assert make_owed_copies() == 1
    shown = page(at_home.get(f"/own/log/file/{file.pk}/"))
    assert f"/own/log/file/{file.pk}/copy/0/" in shown
    copy = at_home.get(f"/own/log/file/{file.pk}/copy/0/")
    assert copy["Content-Type"] == "image/webp"
    assert copy["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in copy["Cache-Control"]
    assert copy["Content-Disposition"] == 'inline; filename="copy"'
    assert files.CANARY not in copy.content
    assert files.CANARY in b"".join(
        at_home.get(f"/own/log/file/{file.pk}/original/").streaming_content
    )
    assert at_home.get(f"/own/log/file/{file.pk}/copy/1/").status_code == 404
    assert f"/own/log/file/{file.pk}/copy/0/" in page(at_home.get(f"/own/log/{incident.pk}/"))


def test_text_is_shown_as_text(at_home, committed, ada, vault, incident):
    hostile = b"<!doctype html><html><script>alert(1)</script>\n<img src=x onerror=alert(2)>"
    with committed(execute=True):
        file = uploaded(ada, vault, incident, hostile, name="chat.html")
    make_owed_copies()
    shown = page(at_home.get(f"/own/log/file/{file.pk}/"))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    copy = at_home.get(f"/own/log/file/{file.pk}/copy/0/")
    assert copy["Content-Type"] == "text/plain; charset=utf-8"
    assert copy["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_damaged_file_is_said(at_home, ada, vault, incident):
    file = uploaded(ada, vault, incident, CHAT)
    [name] = stored_names()
    storages["own"].delete(f"{name[:2]}/{name}")
    answer = at_home.get(f"/own/log/file/{file.pk}/original/", follow=True)
    assert "cannot be opened" in page(answer)


def test_taking_out_asks_once_and_wants_a_reason(at_home, committed, ada, vault, incident):
    with committed(execute=True):
        file = uploaded(ada, vault, incident, photo())
    make_owed_copies()
    assert len(stored_names()) == 2
    url = f"/own/log/file/{file.pk}/out/"
    assert "gone for good" in page(at_home.get(url))
    assert at_home.post(url, {"reason": " "}).status_code == 422
    assert at_home.post(url, {"reason": "somebody else is in it"}).status_code == 302
    assert at_home.get(f"/own/log/file/{file.pk}/").status_code == 404
    assert {link.seq: link.kind for link in all_of(ada, Link)}[3] == "removal"
    take_files_away()
    assert not stored_names()


def test_an_entry_costs_the_same_with_one_file_and_with_three(
    at_home, committed, ada, vault, incident
):
    counts = []
    for _more in range(2):
        with committed(execute=True):
            uploaded(ada, vault, incident, photo())
        make_owed_copies()
        at_home.get(f"/own/log/{incident.pk}/")
        with CaptureQueriesContext(connection) as captured:
            at_home.get(f"/own/log/{incident.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_times_are_the_servers(at_home, ada, vault, incident):
    before = timezone.now()
    send(at_home, incident, CHAT)
    [link] = [link for link in all_of(ada, Link) if link.kind == "file"]
    assert before <= link.recorded_at <= timezone.now()
