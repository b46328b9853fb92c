"""What pages read of the months. What had to be counted for one of them is kept for the next."""

from collections.abc import Sequence
from datetime import date

from trackers.actions.tallies import keep_counted
from trackers.models import DetailsContents
from trackers.queries.days import record_of
from trackers.queries.tallies import all_days, details
from trackers.rules.counting import Record
from trackers.views.private import OwnRequest


def own_record(request: OwnRequest, *, today: date) -> Record:
    """What is known of the member's days."""
    months = all_days(request.user, request.vault)
    keep_counted(by=request.user, vault=request.vault, months=months)
    return record_of(request.user, months.tallies, today=today)


def own_details(request: OwnRequest, *, since: date, until: date) -> Sequence[DetailsContents]:
    months = details(request.user, request.vault, since=since, until=until)
    keep_counted(by=request.user, vault=request.vault, months=months)
    return list(months.tallies.values())
