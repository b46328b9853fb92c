"""Circles in which a moderator reads first, and what is counted of what waits."""

from django.utils import timezone

from forums.actions.circles import change_circle
from forums.actions.following import announce
from forums.models import Post, Topic


def now_holds(circle, **settings):
    change_circle(by=None, circle=circle, **settings)
    circle.refresh_from_db()


def told():
    announce(now=timezone.now(), most=1000)


def counts_of(post):
    """Of an answer: what its topic and what it answers say of answers, and numbers given."""
    topic, parent = Topic.objects.get(pk=post.topic_id), Post.objects.get(pk=post.parent_id)
    return topic.replies_count, parent.answers_count, parent.answers_numbered
