from typing import Any

from django.db import transaction
from django.dispatch import receiver

from forums.signals import post_owed
from forums.tasks import announce_posts


@receiver(post_owed)
def wake_announcer(**_kwargs: Any) -> None:
    transaction.on_commit(lambda: announce_posts.delay())
