from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import Answerers, PleaseNot
from forums.models import Topic
from forums.queries.readers import reader_of
from forums.refusals import WishesRefused
from forums.rules import why_not_ask_for, why_not_wish


@transaction.atomic
def change_wishes(
    *,
    by: User,
    topic: Topic,
    wish: str = "",
    please_not: Collection[str] = (),
    answerers: str = Answerers.EVERYONE,
) -> Topic:
    """Say anew what one hopes for from those who answer. Raises WishesRefused."""
    topics = Topic.objects.select_related("opened_by", "circle")
    topic = topics.select_for_update(of=["self"]).get(pk=topic.pk)
    if no := (
        why_not_wish(topic, user=by)
        or reader_of(topic.circle, by).why_not_take_part
        or why_not_ask_for(wish=wish, please_not=please_not, answerers=answerers)
    ):
        raise WishesRefused(no)
    topic.wish, topic.answerers = wish, answerers
    topic.please_not = [each for each in PleaseNot.values if each in please_not]
    topic.save(update_fields=["wish", "please_not", "answerers"])
    leave_trail(by=by, verb="change_wishes", kind="topic", ref=topic.ref)
    return topic
