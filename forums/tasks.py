from typing import Any

from celery import shared_task
from django.utils import timezone

from forums.actions.claims import answer_claims, forget_claims, go_on
from forums.actions.deciding import purge_originals
from forums.actions.digests import tell_by_mail
from forums.actions.erasing import go_on_erasing
from forums.actions.escalating import escalate, follow_up, make_final
from forums.actions.following import announce
from forums.actions.images import sweep_files, sweep_images
from forums.actions.quotes import silence
from forums.actions.sanctions import end_sanctions
from forums.actions.screening import screen_posts

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
    while count := silence(now=timezone.now()):
        done += count
    return done


@shared_task(name="forums.screen_posts")
def screen_owed_posts(**_newer: Any) -> int:
    """Look at every post that is owed it by the rules of the screen."""
    done = 0
    while count := screen_posts(now=timezone.now(), most=BATCH):
        done += count
    return done


@shared_task(name="forums.erase_posts")
def erase_owed_posts(**_newer: Any) -> int:
    """Part those who asked for it from all that they wrote."""
    done = 0
    while count := go_on_erasing(now=timezone.now()):
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


@shared_task(name="forums.escalate_cases")
def escalate_cases(**_newer: Any) -> int:
    """Call more people to what is overdue, and bring back what was to be looked at again."""
    now, done = timezone.now(), 0
    while count := escalate(now=now, most=BATCH) + follow_up(now=now, most=BATCH):
        done += count
    return done


@shared_task(name="forums.make_cases_final")
def make_old_cases_final(**_newer: Any) -> int:
    """End what was decided so long ago that nobody can ask for another look any more."""
    now, done = timezone.now(), 0
    while count := make_final(now=now, most=BATCH):
        done += count
    return done


@shared_task(name="forums.end_sanctions")
def end_run_out_sanctions(**_newer: Any) -> int:
    """Tell whoever was suspended, slowed down or held back for a time that it is over."""
    now, ended = timezone.now(), 0
    while count := end_sanctions(now=now, most=BATCH):
        ended += count
    return ended


@shared_task(name="forums.purge_originals")
def purge_old_originals(**_newer: Any) -> int:
    """End what moderators took out and was kept for an appeal."""
    now, purged = timezone.now(), 0
    while count := purge_originals(now=now, most=BATCH):
        purged += count
    return purged


@shared_task(name="forums.tell_by_mail")
def tell_everybody_by_mail(**_newer: Any) -> int:
    """Tell everybody whose hour it is. Two of these at once tell nobody twice."""
    now, done = timezone.now(), 0
    while count := tell_by_mail(now=now, most=BATCH):
        done += count
    return done
