"""A hint for those who moderate the house. It decides nothing, and is forgotten after two days."""

from accounts.models import today
from accounts.queries import COMING_IN_KEPT_FOR, came_from_the_same_place
from forums.choices import Outcome
from forums.models import Case, Sanction


def may_have_come_back(case: Case) -> bool:
    """Whether whoever a case is about came these days, from around where somebody came in last
    whose account is closed. Others live there as well: it is no more than a reason to look."""
    author = case.author.owner if case.author is not None else None
    if author is None or author.joined_on < today() - COMING_IN_KEPT_FOR:
        return False
    closed = Sanction.objects.standing().filter(kind=Outcome.CLOSE).exclude(user=author)
    return came_from_the_same_place(author.pk, set(closed.values_list("user", flat=True)))
