"""Asks for everything in turn, so that noise hits what is compared alike."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from statistics import quantiles

from tqdm import tqdm

from tests.performance.client import Browser, Replies, SignsIn
from tests.performance.site import Served
from tests.performance.sizes import PASSPHRASE, READER

AT_A_TIME = 10
# Argon2id is slow on purpose; a reply changes what is measured.
FORMS = {"sign-in": 1, "reply": 2}


@dataclass
class Probe:
    size: str
    name: str
    who: str
    queries: int | None
    ask: Callable[[], int]
    at_a_time: int = AT_A_TIME
    # The same bytes from the floor, and from a floor in the site.
    floor: "Probe | None" = None
    floor_in_site: "Probe | None" = None
    bytes: int = 0
    seconds: list[float] = field(default_factory=list)

    def go(self) -> None:
        for _time in range(self.at_a_time):
            started = time.perf_counter()
            self.bytes = self.ask()
            self.seconds.append(time.perf_counter() - started)

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return quantiles(self.seconds, n=100)[percent - 1] * 1000


def probes_of(served: Served) -> list[Probe]:
    signed_out, signed_in = Browser(served.port), Browser(served.port)
    by_name = {page["name"]: page for page in served.pages}
    signed_in.sign_in(by_name["sign-in"]["path"], READER, PASSPHRASE)
    browsers = {"signed in": signed_in, "signed out": signed_out}
    asked = [
        Probe(
            served.size,
            page["name"],
            page["who"],
            page["queries"],
            _asking(page, browsers[page["who"]], served.port),
            FORMS.get(page["name"], AT_A_TIME),
        )
        for page in served.pages
    ]
    _lay_floors(served, [probe for probe in asked if probe.name not in FORMS])
    return asked


def _asking(page: dict[str, str], browser: Browser, port: int) -> Callable[[], int]:
    if page["name"] == "sign-in":
        return SignsIn(port, page["path"], READER, PASSPHRASE)
    if page["name"] == "reply":
        return Replies(browser, page["path"])
    return partial(_read, browser, page["path"])


def _read(browser: Browser, path: str) -> int:
    return len(browser.ask(path)[1])


def _lay_floors(served: Served, probes: list[Probe]) -> None:
    served.lay_floor({number: probe.ask() for number, probe in enumerate(probes)})
    floor, in_site = Browser(served.floor_port), Browser(served.floor_in_site_port)
    for number, probe in enumerate(probes):
        what, path = (probe.size, probe.name, probe.who, 1), f"/floor/{number}/"
        probe.floor = Probe(*what, partial(_read, floor, path))
        probe.floor_in_site = Probe(*what, partial(_read, in_site, path))


def measure(probes: list[Probe], rounds: int) -> None:
    """The same page of every size and its floor come right after one another."""
    in_turn = sorted(_with_floors(probes), key=lambda probe: (probe.name, probe.who))
    for probe in in_turn:
        # The first answers of a process are no measure.
        probe.go()
        probe.seconds.clear()
    for _round in tqdm(range(rounds), desc="measuring", unit=" rounds", disable=None):
        for probe in in_turn:
            probe.go()


def _with_floors(probes: list[Probe]) -> Iterator[Probe]:
    for probe in probes:
        yield from filter(None, (probe, probe.floor, probe.floor_in_site))
