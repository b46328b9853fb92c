from typing import Any

from celery import Task
from django.db import connection, transaction
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_closed
from forums.actions.parting import part_for_good
from forums.signals import claim_owed, echo_owed, erasure_owed, post_owed, screening_owed
from forums.tasks import (
    announce_posts,
    erase_owed_posts,
    screen_owed_posts,
    see_to_claims,
    silence_echoes,
)


def _wake(task: "Task[..., Any]") -> None:
    """Once for a transaction, however much is owed in it: a task does all there is to do."""
    if task.delay not in [each[1] for each in connection.run_on_commit]:
        transaction.on_commit(task.delay)


@receiver(post_owed)
def wake_announcer(**_kwargs: Any) -> None:
    _wake(announce_posts)


@receiver(echo_owed)
def wake_silencer(**_kwargs: Any) -> None:
    _wake(silence_echoes)


@receiver(claim_owed)
def wake_claims(**_kwargs: Any) -> None:
    _wake(see_to_claims)


@receiver(screening_owed)
def wake_screen(**_kwargs: Any) -> None:
    _wake(screen_owed_posts)


@receiver(erasure_owed)
def wake_eraser(**_kwargs: Any) -> None:
    _wake(erase_owed_posts)


@receiver(account_closed)
def part_with_everything(*, user: User, leave_words: bool, **_kwargs: Any) -> None:
    part_for_good(by=user, leave_words=leave_words)
