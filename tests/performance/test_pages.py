"""What pages ask of the database does not grow with what there is."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.performance.fill import fill
from tests.performance.pages import pages
from tests.performance.report import MOST_QUERIES
from tests.performance.sizes import Size

pytestmark = pytest.mark.django_db

FEW, MORE = Size("few", topics=60, longest=60), Size("more", topics=180, longest=300)


def queries_with(size):
    with transaction.atomic():
        fill(size, now=timezone.now())
        found = {(page["name"], page["who"]): page["queries"] for page in pages()}
        transaction.set_rollback(True)
    return found


def test_pages_ask_as_much_where_there_is_more_and_never_too_much():
    few, more = queries_with(FEW), queries_with(MORE)
    assert few == more
    assert {key: few[key] for key in MOST_QUERIES if few[key] > MOST_QUERIES[key]} == {}
