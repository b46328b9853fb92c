"""The virus scanner is asked over a real socket; what it does not say is no leave to come in."""

import socket
import threading
from contextlib import contextmanager

import pytest

from tests.trackers.actions.test_files import (
    all_of,
    begin,
    nothing_is_left,
    send,
    uploaded,
    whole,
)
from tests.trackers.log_files import CHAT, MEBIBYTE, incident_of
from trackers.models import Attachment
from trackers.refusals import FileRefused
from trackers.scanning import ScannerAway, is_harmful

pytestmark = pytest.mark.usefixtures("own_store")

# The test file that every scanner knows, in two halves: no scanner should find it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONG = CHAT * (3 * MEBIBYTE // len(CHAT))


class Daemon:
    """Speaks what clamd speaks, as far as it is asked here."""

    def __init__(self, listening, answer=None, most=1 << 40):
        self.listening, self.answer, self.most = listening, answer, most
        self.seen = b""

    def serve(self):
        connection, _address = self.listening.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4), "big"):
                self.seen += stream.read(length)
                if len(self.seen) > self.most:
                    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in self.seen else None
            connection.sendall(self.answer or found or b"stream: OK\0")


@contextmanager
def daemon(family, address, **options):
    with socket.socket(family) as listening:
        listening.bind(address)
        listening.listen()
        served = Daemon(listening, **options)
        thread = threading.Thread(target=served.serve)
        thread.start()
        served.url = (
            f"unix://{address}"
            if family == socket.AF_UNIX
            else f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        )
        yield served
        thread.join()


@contextmanager
def on_tcp(**options):
    with daemon(socket.AF_INET, ("127.0.0.1", 0), **options) as served:
        yield served


@pytest.fixture
def incident(ada, vault):
    return incident_of(ada, vault)


def test_it_sees_all_of_a_file(tmp_path):
    with daemon(socket.AF_UNIX, str(tmp_path / "clamd")) as clamd:
        assert not is_harmful(clamd.url, [b"one", b"", b"two"])
    assert clamd.seen == b"onetwo"
    with on_tcp() as clamd:
        assert is_harmful(clamd.url, [EICAR[:20], EICAR[20:]])


@pytest.mark.parametrize(
    "answer", [b"stream: OK", b"\0", b"UNKNOWN COMMAND\0", b"stream: ERROR\0", b"OK\0"]
)
def test_what_is_no_answer_is_none(answer):
    if answer == b"stream: OK":
        with on_tcp(answer=answer) as clamd:
            assert not is_harmful(clamd.url, [b"x"])
        return
    with on_tcp(answer=answer) as clamd, pytest.raises(ScannerAway):
        is_harmful(clamd.url, [b"x"])


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd"])
def test_where_nobody_answers_nobody_knows(url):
    with pytest.raises(ScannerAway):
        is_harmful(url, [b"x"])


def test_a_daemon_that_takes_less_has_not_looked():
    with on_tcp(most=MEBIBYTE) as clamd, pytest.raises(ScannerAway):
        is_harmful(clamd.url, [b"x" * MEBIBYTE] * 3)


@pytest.mark.django_db
@pytest.mark.parametrize("way", [uploaded, whole])
def test_what_is_harmful_leaves_nothing(ada, vault, incident, settings, way):
    with on_tcp() as clamd:
        settings.CLAMD_URL = clamd.url
        with pytest.raises(FileRefused, match="harmful"):
            way(ada, vault, incident, LONG + EICAR)
    assert EICAR in clamd.seen
    nothing_is_left(ada)


@pytest.mark.django_db
def test_what_is_not_harmful_comes_in(ada, vault, incident, settings):
    with on_tcp() as clamd:
        settings.CLAMD_URL = clamd.url
        uploaded(ada, vault, incident, LONG)
    assert clamd.seen == LONG
    assert len(all_of(ada, Attachment)) == 1


@pytest.mark.django_db
def test_while_it_is_away_nothing_comes_in_and_no_name_is_logged(
    ada, vault, incident, settings, caplog
):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    upload = begin(ada, vault, incident, len(CHAT), name="kingfisher.txt")
    send(ada, vault, upload, CHAT)
    with pytest.raises(FileRefused, match="cannot be reached"):
        whole(ada, vault, incident, CHAT)
    assert "virus scanner" in caplog.text
    for secret in ("kingfisher", str(incident.pk), ada.sign_in_name + " "):
        assert secret not in caplog.text
