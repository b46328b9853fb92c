"""What stands in the server's log: what went wrong on which page, and nothing of who asked."""

import logging
from io import StringIO

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

TOKEN = "a-link-for-one-person"


@pytest.fixture
def log(monkeypatch):
    """The one handler that there is, writing to where a test can read."""
    [handler] = [each for each in logging.root.handlers if each.name == "stderr"]
    written = StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


def test_a_request_is_named_by_its_page(cast, log):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ada)
    assert strict.post(f"/invited/{TOKEN}/?q=words").status_code == 403
    assert "/invited/<str:token>/" in log.getvalue()
    assert TOKEN not in log.getvalue()
    assert "words" not in log.getvalue()


def test_what_broke_is_logged(client, settings, log):
    settings.ROOT_URLCONF = "tests.world.broken_urls"
    client.raise_request_exception = False
    client.get("/breaks/?q=words", REMOTE_ADDR="192.0.2.7")
    assert "ERROR django.request: Internal Server Error: /breaks/" in log.getvalue()
    assert "RuntimeError" in log.getvalue()
    assert "words" not in log.getvalue()
    assert "192.0.2.7" not in log.getvalue()


def test_no_address_makes_a_line_of_its_own(cast, log):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.ada)
    strict.post("/invited/x%0AERROR accounts: made up/")
    assert log.getvalue().count("\n") == 1
    assert "made up" not in log.getvalue()


def test_what_leads_to_no_page_is_not_named_at_all(client, log):
    """Addresses that scanners try are no words of ours."""
    client.post("/no/such/page-of-mine/")
    assert "page-of-mine" not in log.getvalue()
