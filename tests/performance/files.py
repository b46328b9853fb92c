"""What a large file takes on its way in and out: `make bench ARGS=--files`.

One site as in production, one worker. A file goes up by the form and in parts, and comes down
again; the highest memory of the web's processes is read from the kernel, which is told to forget
the one before.
"""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from config.embedded.crew import Crew
from tests.performance.client import AS_PROXIED, Browser
from tests.performance.site import serve_vaults
from tests.performance.vault_site import PASSPHRASE, UNLOCK, VAULT_PASSPHRASE

SIGN_IN = "/sign-in/"
MEBIBYTE = 1024 * 1024
SMALL, LARGE = 1, 199
MOST_MORE = 64
LINE = b"the same words once more, and once again, until it is a long chat\n"
PART = (LINE * (MEBIBYTE // len(LINE) + 1))[:MEBIBYTE]
BOUNDARY = "aBoundaryThatIsInNoFile"


def files_table() -> Iterator[str]:
    """Lines of a table, and last whether the limit is kept."""
    with tempfile.TemporaryDirectory(prefix="holdfast-measured-") as folder:
        crew = Crew(Path(folder))
        (Path(folder) / "run").mkdir()
        with serve_vaults(crew, Path(folder), module="tests.performance.files_site") as served:
            note, port = served
            sender = Sender(port, note["name"], note["incident"])
            # What a process takes once it has done all of it is no measure of a file.
            for way in sender.ways().values():
                way(SMALL)
            yield f"{'way':<22} {'MB':>5} {'seconds':>8} {'more MB':>8}"
            more = []
            for name, way in sender.ways().items():
                web = Memory(port)
                begun = time.perf_counter()
                way(LARGE)
                took = time.perf_counter() - begun
                more.append(web.more())
                yield f"{name:<22} {LARGE:>5} {took:>8.1f} {more[-1]:>8.1f}"
            verdict = "within" if max(more) <= MOST_MORE else "NOT within"
            yield ""
            yield f"memory: {max(more):.1f} MB more, {verdict} {MOST_MORE}"


class Memory:
    """Of the processes that serve a port: how much higher it went than it was."""

    def __init__(self, port: int) -> None:
        self.processes = [
            path.parent
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if f"{port}".encode() in path.read_bytes().split(b"\0")
        ]
        for process in self.processes:
            (process / "clear_refs").write_text("5")
        self.before = self._sum("VmRSS")

    def more(self) -> float:
        return self._sum("VmHWM") - self.before

    def _sum(self, name: str) -> float:
        return sum(_kib(process / "status", name) for process in self.processes) / 1024


class Sender:
    """Somebody with a file, and with pages that stand open."""

    def __init__(self, port: int, name: str, incident: str) -> None:
        self.browser = Browser(port)
        self.browser.sign_in(SIGN_IN, name, PASSPHRASE)
        self.browser.open_vault(UNLOCK, VAULT_PASSPHRASE)
        self.form = f"/own/log/{incident}/files/"
        self.begin = f"/own/log/{incident}/upload/"
        self.entry = f"/own/log/{incident}/"
        self.token = self.browser.take_token(self.form)

    def ways(self) -> dict[str, Callable[[int], None]]:
        return {"by the form": self.whole, "in parts": self.in_parts, "down again": self.down}

    def whole(self, megabytes: int) -> None:
        fields = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in (("csrfmiddlewaretoken", self.token), ("shows", ""))
        )
        head = (
            f'{fields}--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            'filename="chat.txt"\r\nContent-Type: text/plain\r\n\r\n'
        ).encode()
        end = f"\r\n--{BOUNDARY}--\r\n".encode()
        body = [head, *[PART] * megabytes, end]
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        self._ask("POST", self.form, iter(body), kind, sum(map(len, body)), expected=302)

    def in_parts(self, megabytes: int) -> None:
        said = {"name": "chat.txt", "size": megabytes * MEBIBYTE, "modified": "1"}
        told = self._told("POST", self.begin, urlencode(said).encode(), 201)
        for number in range(megabytes):
            self._told("PUT", told["url"], PART, 200, offset=number * MEBIBYTE)
        self._told("POST", told["url"] + "finish/", b"", 200)

    def down(self, megabytes: int) -> None:
        """The file that came last, as it was sent."""
        _answer, page = self.browser.ask(self.entry)
        file = page.rpartition(b"/own/log/file/")[2].partition(b"/")[0].decode()
        connection = self.browser.connection
        connection.request("GET", f"/own/log/file/{file}/original/", headers=self._headers())
        answer, seen = connection.getresponse(), hashlib.sha256()
        while piece := answer.read(MEBIBYTE):
            seen.update(piece)
        if seen.digest() != _sha256_of(megabytes):
            raise RuntimeError(f"{file} did not come as it was sent")

    def _told(
        self, method: str, path: str, body: bytes, expected: int, *, offset: int = 0
    ) -> dict[str, str]:
        is_part = method == "PUT"
        kind = "application/octet-stream" if is_part else "application/x-www-form-urlencoded"
        answer = self._ask(
            method, path, iter([body]), kind, len(body), expected=expected, offset=offset
        )
        told: dict[str, str] = json.loads(answer)
        return told

    def _ask(
        self,
        method: str,
        path: str,
        body: Iterator[bytes],
        kind: str,
        length: int,
        *,
        expected: int,
        offset: int = 0,
    ) -> bytes:
        headers = self._headers() | {
            "Content-Type": kind,
            "Content-Length": str(length),
            "Upload-Offset": str(offset),
            "X-CSRFToken": self.token,
        }
        self.browser.connection.request(method, path, body, headers)
        answer = self.browser.connection.getresponse()
        content = answer.read()
        if answer.status != expected:
            raise RuntimeError(f"{answer.status} instead of {expected} for {path}")
        return content

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        return AS_PROXIED | {"X-Forwarded-For": self.browser.forwarded_for, "Cookie": cookies}


def _kib(status: Path, name: str) -> int:
    for line in status.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _sha256_of(megabytes: int) -> bytes:
    whole = hashlib.sha256()
    for _part in range(megabytes):
        whole.update(PART)
    return whole.digest()
