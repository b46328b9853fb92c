from typing import Any

from django.db import transaction
from django.dispatch import receiver

from forums.signals import claim_owed, echo_owed, post_owed
from forums.tasks import announce_posts, see_to_claims, silence_echoes


@receiver(post_owed)
def wake_announcer(**_kwargs: Any) -> None:
    transaction.on_commit(lambda: announce_posts.delay())


@receiver(echo_owed)
def wake_silencer(**_kwargs: Any) -> None:
    transaction.on_commit(lambda: silence_echoes.delay())


@receiver(claim_owed)
def wake_claims(**_kwargs: Any) -> None:
    transaction.on_commit(lambda: see_to_claims.delay())
