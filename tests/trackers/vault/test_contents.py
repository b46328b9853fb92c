"""What is sealed is typed, and a next version loses nothing by an older one."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from trackers.models import CheckInContents, EntryContents, EventContents
from trackers.vault.contents import decode, encode
from trackers.vault.sealing import CannotBeOpened

AT = datetime(2026, 3, 1, 21, 40, tzinfo=timezone(timedelta(hours=1)))


def test_what_was_written_comes_back_with_its_offset():
    event = EventContents(
        at=AT, zone="Europe/Berlin", channel="phone", response="unread", tactics=["pity"]
    )
    read = decode(encode(event), EventContents)
    assert read == event
    assert read.at.utcoffset() == timedelta(hours=1)


def test_the_same_content_is_the_same_bytes():
    assert encode(CheckInContents(zone="UTC", mood=3)) == (
        b'{"line":"","mood":3,"sleep":"","urge":null,"zone":"UTC"}'
    )


def test_fields_of_a_newer_version_are_carried_along():
    newer = b'{"at":"2026-03-01T21:40:00Z","text":"x","weather":{"rain":true},"zone":"UTC"}'
    entry = decode(newer, EntryContents)
    assert entry.at == datetime(2026, 3, 1, 21, 40, tzinfo=UTC)
    revised = msgspec.structs.replace(entry, text="y")
    assert b'"weather":{"rain":true}' in encode(revised)
    assert decode(encode(revised), EntryContents).newer == {"weather": {"rain": True}}


def test_a_word_of_a_newer_version_keeps_nothing_closed():
    newer = b'{"at":"2026-03-01T21:40:00Z","channel":"hologram","response":"waved","zone":"UTC"}'
    assert decode(newer, EventContents).channel == "hologram"


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"zone":7}', b"null"])
def test_what_is_something_else_cannot_be_opened(content):
    with pytest.raises(CannotBeOpened):
        decode(content, CheckInContents)
