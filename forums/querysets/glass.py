from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, QuerySet

from accounts.models import User

if TYPE_CHECKING:
    from forums.models import BreakGlass


class BreakGlassQuerySet(QuerySet["BreakGlass"]):
    def visible_to(self, user: User) -> "BreakGlassQuerySet":
        """Those of cases that somebody who moderates the house may handle, and never one about a
        name of their own."""
        house = apps.get_model("forums", "HouseModerator").objects.filter(user=user)
        cases = apps.get_model("forums", "Case").objects.visible_to(user)
        return self.filter(Exists(house), case__in=cases).exclude(persona__owner=user)

    def awaiting_answer(self) -> "BreakGlassQuerySet":
        return self.filter(granted_at=None, refused_at=None)
