from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import forget_old_sessions


def test_a_session_that_is_over_leaves_nothing(cast):
    cast.client(cast.ada), cast.client(cast.cy)
    over, going_on = Session.objects.order_by("pk")
    Session.objects.filter(pk=over.pk).update(expire_date=timezone.now() - timedelta(seconds=1))

    assert forget_old_sessions() == 1

    assert list(Session.objects.all()) == [going_on]
