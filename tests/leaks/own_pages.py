"""The word, planted as every kind of private content, by the pages themselves."""

import uuid

import msgspec
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE
from trackers.choices import CardKind
from trackers.models import (
    Attachment,
    ExportEntry,
    ExportRecord,
    FileEntry,
    IncidentEntry,
    IncidentVersion,
    Removal,
    RemovalEntry,
)
from trackers.queries.takeaway import KINDS
from trackers.shipped import shipped

NOTE = {"title": CANARY, "text": CANARY, "revision": "0"}
WORDS = {"words": CANARY}
# Texts that nobody types: choices, names of zones, ids of other rows, and what the house wrote.
NOT_TYPED = {
    "zone", "channel", "response", "direction", "got_through", "door", "outcome", "variant",
    "fate", "kind", "state", "reason", "sleep", "person", "roles", "tactics", "steps", "corners",
    "check", "said_yes",
}  # fmt: skip
HOUSE_WROTE = {("checks", "title")}
# Of the log: what it is recorded as, and under which table.
RECORDED = {
    IncidentVersion: IncidentEntry,
    Attachment: FileEntry,
    Removal: RemovalEntry,
    ExportRecord: ExportEntry,
}
NOT_TYPED_IN_LOG = NOT_TYPED | {
    "incident", "file", "precision", "kinds", "event", "statement", "media_type", "sha256",
    "police", "order", "breached", "export", "first_day", "last_day", "left_out",
}  # fmt: skip


def plant(browser):
    """The word, as every kind of private content, by the pages themselves."""
    when = {"on": "2026-03-01", "time": "20:00"}
    what = {"what": "1", "response": "unanswered"}
    forms = {
        "/own/event/": when | what | {"words": CANARY},
        "/own/check-in/": {"line": CANARY},
        "/own/thirty/place/": {"number": "1"},
        "/own/lists/reasons/new/": {"text": CANARY},
        "/own/lists/instead/new/": {"text": CANARY},
        "/own/lists/helpers/new/": {"name": CANARY, "reached_by": CANARY, "code_word": CANARY}
        | WORDS,
        "/own/lists/places/new/": {"where": CANARY, "sentence": CANARY} | WORDS,
        "/own/lists/things/new/": {"what": CANARY} | WORDS,
        "/own/lists/handovers/new/": {"what": CANARY, "who": CANARY, "when": "2026-03-01"} | WORDS,
        "/own/lists/steps/new/": {"text": CANARY} | WORDS,
        "/own/notes/new/": NOTE | {"note": str(uuid.uuid4())},
        "/own/reminders/": {
            "local_time": "20:00",
            "days": ["1"],
            "line": CANARY,
            "zone": "UTC",
        },
    }
    for url, form in forms.items():
        assert browser.post(url, form).status_code == 302, url
    plant_doors(browser)
    plant_check(browser)
    plant_version(browser)
    plant_urge(browser)
    drafted = {"item": str(uuid.uuid4()), "version": "0", "happened": CANARY, "later": "on"}
    assert browser.post("/own/log/draft/", drafted).status_code == 302
    begun = NOTE | {"note": str(uuid.uuid4()), "to": CANARY, "tags": CANARY}
    browser.post("/own/notes/draft/", begun)
    # What is refused, or asked for again, is told to nobody else either.
    browser.post("/own/event/", when | {"words": CANARY})
    browser.post("/own/lock/")
    browser.post("/own/notes/new/", NOTE | {"note": str(uuid.uuid4())})


def plant_version(browser):
    letter = {"note": str(uuid.uuid4()), "letter": "on", "to": CANARY, "tags": CANARY}
    saved = browser.post("/own/notes/new/", NOTE | letter)["Location"]
    changed = letter | {"title": CANARY, "text": f"{CANARY} again", "revision": "1"}
    assert browser.post(f"{saved}change/", changed).status_code == 302


def plant_check(browser):
    check = next(piece for piece in shipped() if piece.kind == CardKind.CHECK)
    answers = {"item": str(uuid.uuid4()), "yes": [], "keep": "on", "name": CANARY}
    url = f"/own/checks/{check.page_ref}/steps/"
    assert browser.post(url, answers).status_code == 302
    hole = {"item": str(uuid.uuid4()), "name": CANARY, "label": CANARY, "words": CANARY}
    came = {"kind": "text", "response": "unread"}
    assert browser.post("/own/cards/way/", hole | came).status_code == 302


def plant_urge(browser):
    """After the list of what to do instead: what helped is from there."""
    urge = browser.post("/own/urge/", {"strength": "7"})["Location"]
    ended = {"outcome": "passed", "helped": [CANARY], "words": CANARY}
    assert browser.post(f"{urge}end/", ended).status_code == 302


def plant_statement(browser, person):
    written = browser.post(f"{person}statement/short/", {"text": CANARY})["Location"]
    assert browser.post(f"{written}change/", {"text": f"{CANARY}."}).status_code == 302
    sent = {"on": "2026-03-01", "time": "12:00", "channel": "mail", "to": CANARY}
    assert browser.post(f"{written}sent/", sent | WORDS).status_code == 302
    assert browser.post(f"{person}statement/", {}).status_code == 302


def plant_doors(browser):
    person = browser.post("/own/doors/new/", {"name": CANARY} | WORDS)["Location"]
    door = {"kind": "mail", "label": CANARY, "state": "open"}
    channel = browser.post(f"{person}channel/", door)["Location"]
    assert browser.post(channel, door | WORDS).status_code == 302
    stays = {"channel": channel.split("/")[-2], "reason": "custody", "topics": CANARY}
    assert browser.post(f"{person}exception/", stays | {"hours": CANARY}).status_code == 302
    plant_statement(browser, person)
    assert browser.post("/own/doors/sweep/", {"corners": ["maps"]}).status_code == 302
    assert CANARY in browser.post("/own/doors/drafting/", {"text": CANARY}).content.decode()


def plant_log(browser):
    """In the log: entries, a correction, what was taken out, drafts, files, an export."""
    words = {
        name: CANARY
        for name, field in IncidentEntry.__annotations__.items()
        if field is str and name not in NOT_TYPED_IN_LOG
    }
    when = {"on": "2026-03-01", "time": "20:00", "precision": "exact", "zone": "UTC"}
    said = when | words | {"reason": "", "version": "0"}
    made = [
        browser.post("/own/log/new/", said | {"item": str(uuid.uuid4())})["Location"]
        for _entry in range(2)
    ]
    changed = said | {"item": made[0].split("/")[-2], "version": "1", "reason": CANARY}
    changed["happened"] += " again"
    assert browser.post(f"{made[0]}change/", changed).status_code == 302
    assert (
        browser.post(f"{made[1]}out/", {"reason": CANARY, "answer": "dispose"}).status_code == 302
    )
    draft = said | {"item": str(uuid.uuid4()), "version": "0"}
    assert browser.post("/own/log/draft/", draft | {"later": "on"}).status_code == 302
    plant_files(browser, made[0])
    asked = {"item": str(uuid.uuid4()), "whom": "lawyer", "name": CANARY, "purpose": CANARY}
    secret = {"archive_passphrase": f"{CANARY} by the sea", "passphrase": VAULT_PASSPHRASE}
    assert browser.post("/own/log/export/", asked | secret).status_code == 302


def plant_files(browser, incident):
    file = SimpleUploadedFile(f"{CANARY}.txt", f"{CANARY} in a file".encode())
    said = {"file": file, "shows": CANARY, "captured": CANARY}
    assert browser.post(f"{incident}files/", said).status_code == 302
    begun = {"name": f"{CANARY}.txt", "size": "20", "shows": CANARY, "captured": CANARY}
    upload = browser.post(f"{incident}upload/", begun).json()["url"]
    part = browser.put(
        upload, CANARY.ljust(20).encode()[:20], "application/octet-stream",
        headers={"Upload-Offset": "0"},
    )  # fmt: skip
    assert part.json()["received"] == 20


def typed_fields():
    """(kind of row, field) of all that somebody can type, by the types of what is sealed."""
    for kind, (_model, as_) in KINDS.items():
        for field in msgspec.structs.fields(as_):
            typed = field.type in (str, list[str]) and field.name not in NOT_TYPED
            if typed and (kind, field.name) not in HOUSE_WROTE:
                yield kind, field.name
