from datetime import datetime

from django.contrib.sessions.models import Session


def forget_sessions(*, now: datetime) -> int:
    """Forget every session that is over, and return how many there were. Nobody can come back
    by one; it would only say that somebody was here."""
    return Session.objects.filter(expire_date__lte=now).delete()[0]
