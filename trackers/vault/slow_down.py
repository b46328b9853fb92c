"""Wrong passphrases make the next try wait: longer each time, a minute at most, never for good.

The turn is taken before the work is done, so that many tries at once are no way around it.
"""

import math

from trackers.vault.valkey import client

FREE_TRIES = 3
LONGEST_WAIT = 60
FORGET_AFTER = 3600


def wait_after(tries: int) -> int:
    """Seconds between this try and the next: 2, 4, 8 … 60, once the free ones are used up."""
    return 0 if tries <= FREE_TRIES else min(2 ** (tries - FREE_TRIES), LONGEST_WAIT)


def take_turn(owner_id: int) -> int:
    """Count one try and return 0; or count nothing and return the seconds that are to wait."""
    tries, turn = _names(owner_id)
    count = client.incr(tries)
    client.expire(tries, FORGET_AFTER)
    wait = wait_after(count)
    if not wait or client.set(turn, b"", nx=True, ex=wait):
        return 0
    client.decr(tries)
    return max(math.ceil(client.pttl(turn) / 1000), 1)


def forget_tries(owner_id: int) -> None:
    client.delete(*_names(owner_id))


def _names(owner_id: int) -> tuple[str, str]:
    return f"vault:tries:{owner_id}", f"vault:turn:{owner_id}"
