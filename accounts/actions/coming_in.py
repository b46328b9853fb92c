"""From where somebody came in, for two days and as hashes that are others each day: enough to say
that two accounts may be one person's, and nothing else."""

from datetime import date, timedelta

from django.core.cache import cache

from accounts.keyed_hashes import daily_hash
from accounts.queries import COMING_IN_KEPT_FOR, key_of_coming_in
from accounts.requests import around

A_DAY = timedelta(days=1)
# As many bits of an address as a household or a small place shares.
BITS = {4: 24, 6: 48}


def remember_coming_in(*, user_id: int, address: str, on: date) -> None:
    """With the hash of the day before: whoever came in a day later then has one in common."""
    hashes = [daily_hash("coming in", around(address, BITS), on=day) for day in (on, on - A_DAY)]
    cache.set(key_of_coming_in(user_id), hashes, int(COMING_IN_KEPT_FOR.total_seconds()))
