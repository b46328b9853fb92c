"""What own pages take with nothing and with ten years in them: `make bench ARGS=--vault`.

One site as in production, one worker, two members whose vaults stand open. Their pages are asked
for in turn, so that a busy machine slows down both alike. Then the vault is opened again and
again, while another member of the same worker goes on reading.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from django.conf import settings
from tqdm import tqdm

from config.embedded.crew import Crew
from tests.performance.client import Browser
from tests.performance.site import serve_vaults
from tests.performance.vault_site import EMPTY, FULL, PAGES, PASSPHRASE, UNLOCK, VAULT_PASSPHRASE

SIGN_IN, LOCK = "/sign-in/", "/own/lock/"
AT_A_TIME = 5
UNLOCKS = 15
# What issue and design ask for, in milliseconds and times.
JUDGED = ("Today", "calendar", "insights")
MOST_P95, MOST_GROWTH = 300, 3
UNLOCK_FROM, UNLOCK_TO = 300, 1000
LEAST_MEMORY_KIB = 64 * 1024


def vault_table(rounds: int) -> Iterator[str]:
    """Lines of a table, and last whether the limits are kept."""
    with tempfile.TemporaryDirectory(prefix="holdfast-measured-") as folder:
        crew = Crew(Path(folder))
        (Path(folder) / "run").mkdir()
        with serve_vaults(crew, Path(folder)) as (note, port):
            browsers = {kind: _at_home(port, name) for kind, name in note["names"].items()}
            took = _read_in_turn(browsers, rounds)
            yield from _pages(took, note["queries"])
            yield from _unlocking(browsers)


def _at_home(port: int, name: str) -> Browser:
    browser = Browser(port)
    browser.sign_in(SIGN_IN, name, PASSPHRASE)
    browser.open_vault(UNLOCK, VAULT_PASSPHRASE)
    return browser


def _read_in_turn(browsers: dict[str, Browser], rounds: int) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {
        (page, kind): [] for page in PAGES for kind in (EMPTY, FULL)
    }
    for page, kind in took:
        # The first answers of a process are no measure.
        for _time in range(AT_A_TIME):
            browsers[kind].ask(PAGES[page])
    for _round in tqdm(range(rounds), desc="measuring", unit=" rounds", disable=None):
        for page, kind in took:
            ask = _asking(browsers[kind], PAGES[page])
            took[page, kind] += [_milliseconds(ask) for _time in range(AT_A_TIME)]
    return took


def _asking(browser: Browser, path: str) -> Callable[[], object]:
    return lambda: browser.ask(path)


def _pages(
    took: dict[tuple[str, str], list[float]], queries: dict[str, dict[str, int]]
) -> Iterator[str]:
    yield f"{'page':<18} {'with':<10} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}"
    p50, p95 = {}, {}
    for key, times in took.items():
        page, kind = key
        p50[key], p95[key] = _percentile(times, 50), _percentile(times, 95)
        yield (f"{page:<18} {kind:<10} {p50[key]:>8.1f} {p95[key]:>8.1f} {queries[kind][page]:>8}")
    yield ""
    for page in JUDGED:
        ratio = p50[page, FULL] / p50[page, EMPTY]
        yield f"{page}: {ratio:.2f} times, {_verdict(ratio <= MOST_GROWTH)} {MOST_GROWTH}"
        yield f"{page}: p95 {p95[page, FULL]:.0f} ms, {_verdict(p95[page, FULL] <= MOST_P95)} 300"


def _unlocking(browsers: dict[str, Browser]) -> Iterator[str]:
    """How long it takes, and what it does to somebody else who reads meanwhile."""
    read = _asking(browsers[EMPTY], PAGES["Today"])
    alone = [_milliseconds(read) for _time in range(UNLOCKS)]
    unlocks, beside = _unlock_again_and_again(browsers[FULL]), []
    with ThreadPoolExecutor(1) as pool:
        unlocking = pool.submit(_unlock_again_and_again, browsers[FULL])
        while not unlocking.done():
            beside.append(_milliseconds(read))
        longest = _percentile(unlocking.result(), 95)
    usual = _percentile(unlocks, 50)
    memory = settings.VAULT_ARGON2_MEMORY_KIB
    yield ""
    yield (
        f"unlocking: p50 {usual:.0f} ms alone, p95 {longest:.0f} ms beside others, "
        f"{memory // 1024} MiB"
    )
    yield (
        f"another page of the same worker: p50 {_percentile(alone, 50):.0f} ms alone, "
        f"{_percentile(beside, 50):.0f} ms meanwhile, p95 {_percentile(beside, 95):.0f} ms"
    )
    within = UNLOCK_FROM <= usual <= UNLOCK_TO and memory >= LEAST_MEMORY_KIB
    yield f"unlocking: {_verdict(within)} {UNLOCK_FROM} to {UNLOCK_TO} ms and 64 MiB"
    held_up = _percentile(beside, 95) <= longest
    yield f"others meanwhile: {_verdict(held_up)} the time of one unlocking"


def _unlock_again_and_again(browser: Browser) -> list[float]:
    took = []
    for _time in tqdm(range(UNLOCKS), desc="unlocking", unit=" times", disable=None):
        token = browser.take_token(PAGES["Today"])
        browser.ask(LOCK, {"csrfmiddlewaretoken": token}, expected=302)
        took.append(_milliseconds(lambda: browser.open_vault(UNLOCK, VAULT_PASSPHRASE)))
    return took


def _verdict(is_within: bool) -> str:
    return "within" if is_within else "NOT within"


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1_000


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1]
