from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.models import Notice


@transaction.atomic
def read_notices(*, by: User, up_to: str) -> None:
    """Mark as read what was on the page, by the ref of the newest, and nothing that came after."""
    newest = Notice.objects.filter(user=by, ref=up_to)
    unread = Notice.objects.visible_to(by).unread().filter(pk__lte=newest.values("pk"))
    unread.update(read_at=timezone.now())
