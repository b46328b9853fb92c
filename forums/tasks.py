from typing import Any

from celery import shared_task
from django.utils import timezone

from forums.actions.claims import answer_claims, forget_claims, go_on
from forums.actions.following import announce
from forums.actions.images import sweep_files, sweep_images
from forums.actions.quotes import silence

BATCH = 100


@shared_task(name="forums.announce_posts")
def announce_posts(**_newer: Any) -> int:
    """Tell of every post that is owed."""
    told = 0
    while count := announce(now=timezone.now(), most=BATCH):
        told += count
    return told


@shared_task(name="forums.silence_echoes")
def silence_echoes(**_newer: Any) -> int:
    """Take out of the posts of others whatever was withdrawn, and names that were left."""
    done = 0
    while count := silence():
        done += count
    return done


@shared_task(name="forums.sweep_images")
def sweep_left_over_images(**_newer: Any) -> int:
    """Drop every picture that was taken in and never posted, and files that nothing leads to."""
    now, swept = timezone.now(), 0
    while count := sweep_images(now=now, most=BATCH):
        swept += count
    return swept + sweep_files(now=now)


@shared_task(name="forums.see_to_claims")
def see_to_claims(**_newer: Any) -> int:
    """Mail the links that were asked for, and carry out what was chosen with them."""
    done = 0
    while count := answer_claims(now=timezone.now(), most=BATCH):
        done += count
    while go_on(now=timezone.now()):
        done += 1
    return done


@shared_task(name="forums.forget_claims")
def forget_old_claims(**_newer: Any) -> int:
    """Forget what somebody asked for a week ago and nothing came of."""
    return forget_claims(now=timezone.now())
