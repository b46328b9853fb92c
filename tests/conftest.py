"""The ground that every test stands on: real servers of their own, and a real browser.

One PostgreSQL and one Valkey are started for a test run, by the process that hands the tests
out; each of its workers has a database and a Valkey number to itself. The databases are copies
of one that is migrated while the workers start. Nothing touches `var/`.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
import pytest_django
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from config.embedded.crew import Crew
from config.embedded.refusals import Refusal
from config.embedded.services import throwaway_folder, throwaway_servers
from tests.under_way import PagesUnderWay

# --- Servers and settings ---------------------------------------------------------------------

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    # Playwright's waiting runs in an event loop; the tests around it are as sync as ever.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    "SITE_NAME": "Holdfast",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "HTTPS": "false",
    "BEHIND_PROXY": "false",
    "DEBUG": "false",
    "DEV_MAILBOX": "true",
    # No such hosts exist: a test that leaves this machine fails.
    "EXIT_TARGETS": "https://weather.test/,https://recipes.test/",
    "SECRET_KEY": "signs-what-the-tests-sign-and-nothing-else-in-the-world",
    "HASH_KEY": "hashes-what-the-tests-hash-and-nothing-else-in-the-world",
    "VAULT_SERVER_KEYS": "k1:YSBzZXJ2ZXIga2V5IHRoYXQgb25seSB0ZXN0cyB1c2U=",
    # As little work as Argon2id can do; what the real numbers cost is measured elsewhere.
    "VAULT_ARGON2_PASSES": "1",
    "VAULT_ARGON2_MEMORY_KIB": "8",
}

valkey_url = pytest.StashKey[Any]()
# A browser that was closed is gone before the server has done what it was asked last.
pages_under_way = PagesUnderWay()


def pytest_configure(config: pytest.Config) -> None:
    # From here on this process reaches nothing but this machine.
    import tests.world.no_way_out.sitecustomize  # noqa: F401 (importing it is what it is for)

    # How long an example takes says more about what else the machine does.
    hypothesis.settings.register_profile(
        "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("patient")
    if os.environ.get("REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError(NO_BROWSER)
    if not is_worker(config):
        start_servers(config)
    # Now that the apps are there to be imported.
    config.pluginmanager.import_plugin("tests.cast")
    config.pluginmanager.import_plugin("tests.journeys.stage")


def start_servers(config: pytest.Config) -> None:
    # `kill` and a closed terminal end a test run as Ctrl-C does: everything is put away.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    with ExitStack() as stack:
        folder = stack.enter_context(throwaway_folder())
        crew = Crew(folder)
        try:
            servers = stack.enter_context(throwaway_servers(crew, folder))
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from refusal
        # Only once all of it stands: an interrupted start is put away by the stack.
        config.add_cleanup(stack.pop_all().close)
    postgres, valkey = servers
    config.stash[valkey_url] = valkey.url
    os.environ.update(
        ENVIRONMENT,
        DATABASE_URL=postgres.url,
        REDIS_URL=valkey.url(),
        EMAIL_URL=f"file://{folder}/mail",
        STATIC_ROOT=f"{folder}/static",
        MEDIA_ROOT=f"{folder}/media",
        OWN_FILES_ROOT=f"{folder}/own",
        KEYS_ROOT=f"{folder}/keys",
    )
    # Beside everything else that happens until the first test asks for a database; its lock is
    # held until it has ended.
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    os.environ["MIGRATING"] = str(crew.start("migrate", migrate, environment=os.environ).lock)
    django.setup()


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = config.stash[valkey_url](number)


# What the tests of these share takes long to make, so one worker runs all of such a file.
TOGETHER = (
    "tests/config/test_front_door.py",
    "tests/forums/test_faces.py",
    "tests/forums/visibility/test_table.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files that stay together go first, as the longest; everything else test by test."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next(filter(nodeid.startswith, TOGETHER), nodeid)

    return Together(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages name their static files by hash, as they do online, so the files have to be there."""
    if not is_worker(session.config):
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database is a copy of the one that was migrated meanwhile."""
    from django.conf import settings

    from tests.database import wait_for_migrated

    default = settings.DATABASES["default"]
    wait_for_migrated(Path(os.environ["MIGRATING"]))
    default["TEST"]["TEMPLATE"] = default["NAME"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Whatever a test commits, the next one finds what the migrations left, and all of that."""
    from django.test import TransactionTestCase

    from tests.database import empty, learn_to_empty

    def teardown(case: TransactionTestCase) -> None:
        pages_under_way.wait_until_done()
        empty()

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        learn_to_empty()
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(scope="session")
def live_server() -> Iterator[Any]:
    """Serves static files as in production: by hash, through WhiteNoise."""
    from pytest_django.live_server_helper import LiveServer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda site: site)
        server = LiveServer("localhost")
    site = server.thread.httpd.get_app()
    server.thread.httpd.set_app(pages_under_way.counted(site))
    yield server
    server.stop()


# --- Browser ----------------------------------------------------------------------------------

NO_BROWSER = (
    "There is no Chromium for the journeys: `apt install chromium`, or name one with "
    "CHROMIUM=/path/to/chromium, or `.venv/bin/playwright install chromium`."
)
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@cache
def find_chromium() -> str | None:
    """CHROMIUM, else the system's, else the one that Playwright was told to install."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None) or playwrights_own()


def find_light_chromium() -> str | None:
    """The same without a window, where it is there: a third less to do for the machine."""
    if os.environ.get("CHROMIUM"):
        return find_chromium()
    return shutil.which("chromium-headless-shell") or find_chromium()


def playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Here rather than by a mark on each, so that the reason is told in one line for all.
    if item.get_closest_marker("journey") and not find_chromium():
        pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Long enough for a machine that has much else to do; nothing waits for all of it.
    expect.set_options(timeout=30_000)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all journeys of a worker; each journey opens a context of its own."""
    browser = playwright.chromium.launch(executable_path=find_light_chromium(), args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """As people have it: it keeps pages to go back to, which the light one never does."""
    browser = playwright.chromium.launch(
        executable_path=find_chromium(),
        args=QUIET,
        # What a page leaves behind in the back/forward cache is what we want to know.
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """What every journey's browser context has in common: `browser.new_context(**options)`."""
    return {
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 800},
    }
