"""What is sealed in bulk opens like what is sealed one by one, and costs as much to look at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.performance.ten_years import Amounts, fill_vault
from tests.performance.vault_site import PAGES
from tests.trackers.own_pages import VAULT_PASSPHRASE, open_own_pages
from trackers.actions.vault import set_up_vault
from trackers.queries.takeaway import takeaway
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db

FEW = Amounts(days=40, events=30, entries=10, letters=12, urges=12)
MORE = Amounts(days=120, events=150, entries=40, letters=15, urges=60)


def home_of(cast, user, amounts):
    vault = set_up_vault(by=user, passphrase=VAULT_PASSPHRASE, now=timezone.now())
    fill_vault(user, vault, today=timezone.localdate(), amounts=amounts)
    return vault, open_own_pages(cast.client(user))


def queries_of(browser):
    found = {}
    for page, path in PAGES.items():
        assert browser.get(path).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        found[page] = len(captured)
    return found


def test_all_of_it_opens(cast):
    vault, _browser = home_of(cast, cast.ada, FEW)
    with rows_of(cast.ada.pk):
        taken = takeaway(cast.ada, vault)
    assert not taken.left_out
    assert len(taken.rows["events"]) == FEW.events
    assert len(taken.rows["check_ins"]) == FEW.days
    assert len(taken.rows["entries"]) == FEW.entries + FEW.letters
    assert len(taken.rows["urges"]) == FEW.urges


def test_pages_ask_as_much_where_there_is_more(cast):
    _vault, few = home_of(cast, cast.ada, FEW)
    _vault, more = home_of(cast, cast.cy, MORE)
    assert queries_of(few) == queries_of(more)
