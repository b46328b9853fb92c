"""Quotes, and everything in which one could be left."""

from django.db import connection, transaction
from django.utils import timezone

from forums.actions.quotes import silence
from forums.links import path_of
from forums.models import Draft, Post, Revision

GONE = "(no longer here)"


def quote_of(post, words="Just call.", name="Someone"):
    return f"> [{name}]({path_of(post.ref)})\n>\n> {words}\n\nPlease do not."


def all_done():
    while silence(now=timezone.now(), most=2):
        pass


def die_at_work():
    with transaction.atomic():
        silence(now=timezone.now(), most=3)
        transaction.set_rollback(True)


def everything_stored():
    """Whatever is stored of what somebody typed, and what is found of it."""
    said: list[Post | Revision] = [*Post.objects.all(), *Revision.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("select words::text from forums_searchentry")
        found = [words for (words,) in cursor.fetchall()]
    drafts = Draft.objects.values_list("words", flat=True)
    return "\n".join(
        [text for each in said for text in (each.source, each.html)] + found + [*drafts]
    )
