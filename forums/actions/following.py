from datetime import datetime

from django.db import connection
from django.db.models import Q

from accounts.models import User
from forums.actions.owed import do_next
from forums.choices import NoticeKind
from forums.models import Announcement, Circle, Following, Notice, Post, Topic
from forums.queries.distance import those_who_hear
from forums.signals import post_owed


def follow(*, by: User, topic: Topic | None = None, circle: Circle | None = None) -> Following:
    """Hear of new posts in a topic, or of new topics in a circle."""
    return Following.objects.get_or_create(user=by, topic=topic, circle=circle)[0]


def unfollow(*, by: User, topic: Topic | None = None, circle: Circle | None = None) -> None:
    Following.objects.filter(user=by, topic=topic, circle=circle).delete()


def owe_announcement(post: Post) -> Announcement:
    """Owe it to whom a post concerns that they hear of it. For verbs of this package only."""
    announcement = Announcement.objects.create(post=post)
    post_owed.send(sender=Announcement)
    return announcement


def announce(*, now: datetime, most: int = 100) -> int:
    """Tell of posts that are owed, and return how many there were.

    The notices are written in the transaction that ticks the post off: two of these at once tell
    nothing twice, and one that dies has told nothing.
    """
    owed = Announcement.objects.owed().select_related(
        "post__author", "post__parent__author", "post__topic__circle"
    )

    def tell(announcement: Announcement) -> int:
        Notice.objects.bulk_create(_notices_of(announcement.post), ignore_conflicts=True)
        announcement.told_at = now
        announcement.save(update_fields=["told_at"])
        return 1

    done = 0
    while done < most and do_next(owed, now=now, work=tell):
        done += 1
    return done


def _notices_of(post: Post) -> list[Notice]:
    if not post.is_standing():
        return []
    answered = post.parent.author.owner_id if post.parent else None
    kinds = {user: _kind_for_followers(post) for user in _followers_of(post)}
    kinds |= dict.fromkeys(_spoken_to_in(post), NoticeKind.MENTION)
    if answered is not None:
        kinds[answered] = NoticeKind.ANSWER
    # Nobody is told what they said themselves, nor what they do not meet: a notice that is never
    # shown could still be told by its mark, or by the number that it takes.
    hearing = those_who_hear(post, kinds) - {post.author.owner_id}
    return [
        Notice(user_id=user, kind=kind, post=post)
        for user, kind in kinds.items()
        if user in hearing
    ]


def _followers_of(post: Post) -> list[int]:
    concerned = Q(topic=post.topic_id)
    if post.parent_id is None:
        concerned |= Q(circle=post.topic.circle_id)
    return list(Following.objects.filter(concerned).values_list("user", flat=True))


def _spoken_to_in(post: Post) -> list[int]:
    return [
        user for user in post.mentions.values_list("persona__owner", flat=True) if user is not None
    ]


def _kind_for_followers(post: Post) -> NoticeKind:
    return NoticeKind.TOPIC if post.parent_id is None else NoticeKind.POST


READ_UP_TO = """
    insert into forums_reading (user_id, topic_id, up_to) values (%s, %s, %s)
    on conflict (user_id, topic_id)
    do update set up_to = greatest(forums_reading.up_to, excluded.up_to)
"""


def mark_read(*, by: User, topic: Topic, up_to: int) -> None:
    """Somebody has seen a topic as far as this post. It never goes back, whichever tab is first."""
    with connection.cursor() as cursor:
        cursor.execute(READ_UP_TO, [by.pk, topic.pk, up_to])
