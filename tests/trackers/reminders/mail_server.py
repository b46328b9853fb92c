"""A mail server that keeps what it is given, and lets the test do something at a step."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

Step = Callable[[], None]


def nothing() -> None:
    """What happens at a step unless the test says otherwise."""


@dataclass
class Mailbox:
    on_connection: Step = nothing
    on_mail: Step = nothing
    port: int = 0
    mails: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box = cast(Any, self.server).mailbox
        box.on_connection()
        self._say("220 here")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                box.mails.append(mail)
                box.on_mail()
            self._say("221 bye" if verb == b"QUIT" else "250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        box = Mailbox(port=server.server_address[1])
        cast(Any, server).mailbox = box
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield box
        server.shutdown()
        thread.join()
