"""Pages of topics and of posts. Keyset pages: the thousandth costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from forums.models import Circle, Post, Topic
from forums.queries.readers import Reader
from forums.querysets import PostQuerySet
from forums.refs import is_ref
from forums.rules import may_read_words, why_not_reply_to

TOPICS_PER_PAGE = 30
POSTS_PER_PAGE = 50
# Answers below this many levels are not moved in any further; they say whom they answer.
DEEPEST_SHOWN = 6


@dataclass(frozen=True)
class TopicsPage:
    topics: Sequence[Topic]
    # The ref after which the next page begins; empty on the last.
    older: str


def topics_page(circle: Circle, *, reader: Reader, after: str = "") -> TopicsPage:
    """The topics of a circle, the one with the newest post first."""
    topics = circle.topics.select_related("opened_by").order_by("-last_post_at", "-id")
    if reader.meets_blocks:
        topics = topics.visible_to(reader.user)
    if reader.has_mutes:
        topics = topics.unmuted_for(reader.user)
    if is_ref(after) and (last := circle.topics.filter(ref=after).first()):
        topics = topics.filter(
            Q(last_post_at__lt=last.last_post_at)
            | Q(last_post_at=last.last_post_at, pk__lt=last.pk)
        )
    rows = list(topics[: TOPICS_PER_PAGE + 1])
    has_more = len(rows) > TOPICS_PER_PAGE
    rows = rows[:TOPICS_PER_PAGE]
    return TopicsPage(rows, older=rows[-1].ref if has_more else "")


@dataclass(frozen=True)
class ShownPost:
    """A post as one reader sees it, and how the nested list goes on behind it."""

    post: Post
    may_read: bool
    is_own: bool
    # Said since the reader was last here.
    is_new: bool
    may_report: bool
    # The sentence why nobody can answer it, or nothing.
    why_not_reply: str | None
    # A list of answers opens behind it, or else so many lists close.
    opens: bool
    closes: range

    @property
    def says_whom_it_answers(self) -> bool:
        return self.post.depth - 1 > DEEPEST_SHOWN


@dataclass(frozen=True)
class PostsPage:
    opening: ShownPost | None
    replies: Sequence[ShownPost]
    # The refs of the posts that the neighbouring pages end before and begin with; empty at the
    # ends of the conversation.
    earlier: str
    later: str


def posts_page(
    topic: Topic,
    *,
    reader: Reader,
    start: str = "",
    before: str = "",
    read_up_to: int | None = None,
) -> PostsPage:
    """A page of a conversation in reading order: from the post `start` on, or up to `before`."""
    posts = _met(topic, reader).select_related("author", "parent__author").order_by("path")
    if is_ref(before) and (edge := topic.posts.filter(ref=before).first()):
        rows = list(posts.filter(path__lt=edge.path).reverse()[:POSTS_PER_PAGE])[::-1]
        return _page(rows, reader, later=edge.ref, read_up_to=read_up_to)
    if is_ref(start) and (edge := topic.posts.filter(ref=start).first()):
        posts = posts.filter(path__gte=edge.path)
    rows = list(posts[: POSTS_PER_PAGE + 1])
    later = rows[POSTS_PER_PAGE].ref if len(rows) > POSTS_PER_PAGE else ""
    return _page(rows[:POSTS_PER_PAGE], reader, later=later, read_up_to=read_up_to)


def _met(topic: Topic, reader: Reader) -> PostQuerySet:
    """The posts of a topic that the reader meets in it. Most readers meet all of them, and then
    nothing is asked of any."""
    posts = topic.posts.all()
    if reader.meets_blocks:
        posts = posts.visible_to(reader.user)
    return posts.unmuted_within_topic(reader.user) if reader.has_mutes else posts


def _page(rows: list[Post], reader: Reader, *, later: str, read_up_to: int | None) -> PostsPage:
    # Only the opening post stands at the root; whatever else comes first has posts before it.
    opening = rows[0] if rows and rows[0].parent_id is None else None
    replies = rows[1:] if opening else rows
    return PostsPage(
        opening=shown(opening, reader, read_up_to=read_up_to) if opening else None,
        replies=nested(replies, reader, read_up_to=read_up_to),
        earlier="" if opening or not rows else rows[0].ref,
        later=later,
    )


def nested(
    posts: Sequence[Post], reader: Reader, *, read_up_to: int | None = None
) -> list[ShownPost]:
    """Posts in reading order, each with what the nested list does behind it.

    A page may begin deep inside a conversation: its first post stands at the left edge whatever
    its depth, and so does every post that is not below another one of the page.
    """
    levels = [min(post.depth, DEEPEST_SHOWN + 1) for post in posts]
    open_lists, result = levels[:1], []
    for post, level, following in zip(posts, levels, [*levels[1:], 0], strict=False):
        closes = 0
        if opens := following > level:
            open_lists.append(following)
        while len(open_lists) > 1 and open_lists[-1] > following:
            open_lists.pop()
            closes += 1
        result.append(shown(post, reader, read_up_to=read_up_to, opens=opens, closes=closes))
    return result


def shown(
    post: Post,
    reader: Reader,
    *,
    read_up_to: int | None = None,
    opens: bool = False,
    closes: int = 0,
) -> ShownPost:
    is_own = post.author_id in reader.own_ids
    return ShownPost(
        post=post,
        may_read=may_read_words(post, is_own=is_own, is_moderator=reader.is_moderator),
        is_own=is_own,
        is_new=read_up_to is not None and post.pk > read_up_to and not is_own,
        may_report=reader.user.is_authenticated and post.is_standing() and not is_own,
        why_not_reply=why_not_reply_to(post),
        opens=opens,
        closes=range(closes),
    )
