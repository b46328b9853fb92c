from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from forums.choices import ClaimChoice
from forums.querysets.owed import OwedQuerySet

if TYPE_CHECKING:
    from forums.models import Claim

LINK_LASTS = timedelta(hours=24)


class ClaimQuerySet(OwedQuerySet["Claim"]):
    def asked(self) -> "ClaimQuerySet":
        """Nobody has looked yet whether anything came from that address."""
        return self.filter(looked_at=None)

    def provable(self, *, at: datetime) -> "ClaimQuerySet":
        """Those whose link can still be opened."""
        return self.filter(token_hash__isnull=False, looked_at__gt=at - LINK_LASTS)

    def settling(self) -> "ClaimQuerySet":
        """Those that decide what becomes of an author, carried out or not."""
        return self.filter(choice__in=[ClaimChoice.TAKE, ClaimChoice.WITHDRAW])

    def under_way(self) -> "ClaimQuerySet":
        return self.filter(proven_at__isnull=False, done_at=None)

    def lapsed(self, *, at: datetime, after: timedelta) -> "ClaimQuerySet":
        """Those of which nothing came, or nothing that anybody still has to know."""
        return self.filter(Q(choice="") | Q(choice=ClaimChoice.LEAVE), asked_at__lte=at - after)
