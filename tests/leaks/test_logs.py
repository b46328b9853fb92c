"""What is written to the log, through the logging as it is set up, while people come, write, are
refused, and meet a page that breaks."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from tests.leaks.canaries import WORDS
from tests.leaks.circles import come_in, plant
from tests.leaks.own_pages import plant as plant_own_pages
from tests.trackers.own_pages import CANARY, VAULT_PASSPHRASE

pytestmark = pytest.mark.django_db

HOST = "stranger-zxhost.example"
SECRETS = WORDS | {"own pages": CANARY, "their passphrase": VAULT_PASSPHRASE, "host": HOST}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Whatever the one handler writes, by the format and through the filters that it has."""
    (handler,) = (each for each in logging.getLogger().handlers if each.get_name() == "stderr")
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def break_everything(browser: Client) -> None:
    """Pages that break while they hold what somebody wrote, asked for, or is called."""
    browser.raise_request_exception = False
    sent = {"words": WORDS["post"], "passphrase": WORDS["passphrase"], "text": CANARY}
    for url in (f"/breaks/{WORDS['title']}/?q={WORDS['draft']}", "/breaks/"):
        assert browser.post(url, sent).status_code == 500
    assert browser.get(f"/{WORDS['title']}/?q={WORDS['draft']}").status_code == 404
    assert browser.get(f"/?q={WORDS['draft']}", headers={"host": HOST}).status_code == 400
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/sign-in/?next={WORDS['title']}", sent).status_code == 403


def test_no_word_is_written_there(
    cast,
    closed,
    rule,
    at_home,
    address,
    log,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
):
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_capture_on_commit_callbacks(execute=True):
        made = plant(cast, closed, rule)
        plant_own_pages(at_home)
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    break_everything(at_home)
    written = log.getvalue().lower()
    assert "breaks" in written
    assert {name for name, word in (SECRETS | made).items() if word.lower() in written} == set()
    # Nobody is sent what broke.
    assert not [sent for sent in mail.outbox if "breaks" in sent.message().as_string()]


def test_the_log_would_show_it(log):
    logging.getLogger("forums").warning("%s was refused", WORDS["post"])
    assert WORDS["post"] in log.getvalue()


def test_whoever_comes_in_leaves_no_name(log, db):
    come_in(Client())
    assert WORDS["sign-in name"] not in log.getvalue()
