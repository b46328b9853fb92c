"""What is to know before somebody is parted from what they wrote."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from forums.choices import Outcome
from forums.models import Case, Decision, Erasure, Post


def being_looked_into(posts: Collection[Post]) -> set[int]:
    """Those that somebody has to answer for: a case about them is open, or was decided against
    them. They stay with the name under which they were written, so that nobody leaves a decision,
    or what was decided of them before, behind by leaving their words."""
    restrictions = Decision.objects.filter(case=OuterRef("pk")).exclude(outcomes=[Outcome.KEEP])
    cases = Case.objects.filter(
        Q(post__in=posts) | Q(topic__in=[post.topic_id for post in posts if not post.parent_id])
    ).filter(Q(decided_at=None) | Exists(restrictions))
    of_topics = {post.topic_id: post.pk for post in posts if not post.parent_id}
    return {
        post or of_topics[topic]
        for post, topic in cases.values_list("post", "topic")
        if post or topic
    }


def is_being_erased(user: User) -> bool:
    """Whether something that somebody asked for is not done yet."""
    return Erasure.objects.filter(persona__owner=user).exists()


def posts_count(user: User) -> int:
    """How much there is of theirs with words in it, under all of their names."""
    return Post.objects.written_by(user).filter(withdrawn_at=None).count()
