"""What the live server is doing, which nobody waits for once the browser has been closed."""

from collections.abc import Iterator
from contextlib import closing
from threading import Condition
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class PagesUnderWay:
    def __init__(self) -> None:
        self._number = 0
        self._changed = Condition()

    def counted(self, site: WSGIApplication) -> WSGIApplication:
        def counting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
            self._count(1)
            try:
                answer: Any = site(environ, start_response)
                with closing(answer):
                    yield from answer
            finally:
                self._count(-1)

        return counting

    def wait_until_done(self) -> None:
        """Raises AssertionError where a page takes longer than any journey would wait for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._number, timeout=60)

    def _count(self, more: int) -> None:
        with self._changed:
            self._number += more
            self._changed.notify_all()
