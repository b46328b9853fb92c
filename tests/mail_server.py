"""A mail server of our own, on this machine, which writes down each word and answers as told."""

import socketserver
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

HANGS_UP = "hangs up"


@dataclass
class Heard:
    """One conversation, and the mails that came with it."""

    commands: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


@dataclass
class MailServer:
    port: int = 0
    # By the first word of a command, and "." for the end of a mail: what is answered instead, once
    # for each, or HANGS_UP.
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # By the same words, and "greeting": what happens before it answers.
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[bytes]:
        return [mail for heard in self.heard for mail in heard.mails]

    @property
    def commands(self) -> list[str]:
        return [command for heard in self.heard for command in heard.commands]

    def envelope_sender(self) -> str:
        command = next(said for said in self.commands[::-1] if said.startswith("mail "))
        return command.partition("<")[2].partition(">")[0]


DONE = {"helo": "250 ok", "data": "354 go on", "quit": "221 bye", ".": "250 2.0.0 taken"}
EXTENSIONS = "250-mail.test\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True

    def __init__(self, told: MailServer) -> None:
        self.told = told
        super().__init__(("127.0.0.1", 0), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    server: Server
    timeout = 20
    # Whether the last answer was that a mail may come now.
    began = False

    def handle(self) -> None:
        heard = Heard()
        self.server.told.heard.append(heard)
        self.say("greeting", "220 mail.test")
        while line := self.rfile.readline().decode().strip():
            heard.commands.append(line)
            word = line.split()[0].lower()
            if not self.say(word, EXTENSIONS if word == "ehlo" else DONE.get(word, "250 ok")):
                return
            if word == "data" and self.began and not self.take_mail(heard):
                return

    def take_mail(self, heard: Heard) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        heard.mails.append(b"".join(lines))
        return self.say(".", DONE["."])

    def say(self, word: str, usual: str) -> bool:
        """Says whether the conversation goes on."""
        if first := self.server.told.before.get(word):
            first()
        others = self.server.told.answers[word]
        answer = others.pop(0) if others else usual
        if answer == HANGS_UP:
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        self.began = answer.startswith("354")
        return not answer.startswith("221")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    told = MailServer()
    with Server(told) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def mail_server_of(settings: Any) -> Iterator[MailServer]:
    """The site's, as long as this lasts."""
    with mail_server() as told:
        settings.EMAIL_BACKEND = "accounts.delivery.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", told.port
        yield told
