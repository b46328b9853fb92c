"""Wrong passphrases make the next try wait: longer each time, a minute at most, never for good.

Each session waits in a line of its own: whoever has one open elsewhere, and guesses, keeps nobody
from their pages. To guess in many sessions at once takes the passphrase of the account; all of
them together have so many tries in ten minutes (docs/decisions/0034).
"""

from datetime import datetime

from accounts.slow_down import Line, Pace, give_back
from accounts.slow_down import take_turn as take_turn_in

# One session alone has nineteen in any ten minutes, at most.
PACE = Pace(free=3, longest=60, most=30)


def take_turn(owner_id: int, session: str, *, now: datetime) -> int:
    """Count one try and return 0; or count nothing and return the seconds that are to wait."""
    return take_turn_in(_line(owner_id, session), now=now)


def forget_tries(owner_id: int, session: str, *, now: datetime) -> None:
    give_back(_line(owner_id, session), now=now)


def _line(owner_id: int, session: str) -> Line:
    return Line(PACE, f"vault {owner_id}", session)
