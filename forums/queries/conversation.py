"""Pages of a topic. Keyset pages: the thousandth costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forums.choices import ReadingOrder
from forums.models import Post, Topic
from forums.paths import ROOT, first_below, paths_above
from forums.queries.readers import Reader
from forums.queries.said import LEVELS, Met, Said, first_met_by_visitors, fold_of, in_fold
from forums.rules import may_read_words

POSTS_PER_PAGE = 50


@dataclass(frozen=True)
class ShownPost:
    """A post as one reader sees it."""

    post: Post
    may_read: bool


def shown(post: Post, reader: Reader) -> ShownPost:
    is_own = post.author_id in reader.own_ids
    return ShownPost(post, may_read_words(post, is_own=is_own, is_moderator=reader.is_moderator))


# --- A page of a topic ------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Which page: in which order, below which post, from which one on or up to which one. Refs
    that are none, or of nothing that the reader meets, ask for the beginning."""

    order: ReadingOrder = ReadingOrder.CONVERSATION
    thread: str = ""
    start: str = ""
    before: str = ""


class Placed(NamedTuple):
    """A post on a page, and how the nested list goes on behind it."""

    post: Said
    # What it answers does not stand above it.
    says_whom_it_answers: bool = False
    # Its answers are folded.
    goes_on: bool = False
    # A list of answers opens behind it, or else so many lists close.
    opens: bool = False
    closes: int = 0


@dataclass(frozen=True)
class PostsPage:
    order: ReadingOrder
    # The post whose thread the page belongs to, where that is not the whole topic.
    thread: Said | None
    # On the first page: the post of the thread, or the opening post.
    head: Said | None
    posts: Sequence[Placed]
    # The refs of the posts that the neighbouring pages end before and begin with; empty at the
    # ends.
    earlier: str
    later: str

    def all(self) -> list[Said]:
        return [*filter(None, [self.head]), *(placed.post for placed in self.posts)]


def posts_page(topic: Topic, *, reader: Reader, asked: Asked) -> PostsPage | Said:
    """A page of a topic; or the post with which it was to begin, where another page shows that."""
    met, edge_ref = Met(topic, reader), asked.before or asked.start
    if asked.order != ReadingOrder.CONVERSATION:
        return _flat_page(met, asked, edge_ref)
    return _nested_page(met, asked, edge_ref)


def first_page(ref: str) -> tuple[Topic, PostsPage] | None:
    """A topic as it opens to whoever is not signed in, in one look-up; nothing where they may not
    see it, and where there is nothing that they meet in it."""
    found = first_met_by_visitors(ref, limit=POSTS_PER_PAGE + 1)
    if found is None:
        return None
    topic, rows = found
    rows, _begins, _earlier, later = _cut(rows, begins=True)
    return topic, _from_the_top(rows, later)


def _nested_page(met: Met, asked: Asked, edge_ref: str) -> PostsPage | Said:
    """In reading order. What is folded is neither read nor walked over."""
    rows, named = met.nested(
        thread=asked.thread,
        edge=edge_ref,
        goes_back=bool(asked.before),
        limit=POSTS_PER_PAGE + 1,
    )
    thread, edge = named.get(asked.thread), named.get(edge_ref)
    above, fold = (thread.path, fold_of(thread.depth + 1)) if thread else (ROOT, 0)
    if edge and (edge.fold != fold or not edge.path.startswith(above)):
        return edge
    if edge and asked.before:
        rows, begins, earlier, later = _turned(rows, edge)
    else:
        first = first_below(above) if thread else ROOT
        rows, begins, earlier, later = _cut(rows, begins=edge is None or edge.path <= first)
    if begins and not thread:
        return _from_the_top(rows, later)
    head = thread if begins else None
    return PostsPage(
        ReadingOrder.CONVERSATION, thread, head, _nested(rows, head, thread), earlier, later
    )


def _from_the_top(rows: list[Said], later: str) -> PostsPage:
    head = rows[0] if rows else None
    return PostsPage(
        ReadingOrder.CONVERSATION, None, head, _nested(rows[1:], head, None), "", later
    )


def _flat_page(met: Met, asked: Asked, edge_ref: str) -> PostsPage:
    """By the time at which posts came in; each says whom it answers."""
    rows, named = met.flat(
        edge=edge_ref,
        goes_back=bool(asked.before),
        newest_first=asked.order == ReadingOrder.NEWEST,
        limit=POSTS_PER_PAGE + 1,
    )
    edge = named.get(edge_ref)
    if edge and asked.before:
        rows, begins, earlier, later = _turned(rows, edge)
    else:
        rows, begins, earlier, later = _cut(rows, begins=edge is None)
    opening = next((post for post in named.values() if post.parent_id is None), None)
    posts = [Placed(post, says_whom_it_answers=post.depth > 1) for post in rows]
    return PostsPage(asked.order, None, opening if begins else None, posts, earlier, later)


Cut = tuple[list[Said], bool, str, str]


def _cut(rows: list[Said], *, begins: bool) -> Cut:
    """The rows of a page of which one too many was asked for, whether it is the first, and with
    which posts its neighbours end and begin."""
    later = rows[POSTS_PER_PAGE].ref if len(rows) > POSTS_PER_PAGE else ""
    rows = rows[:POSTS_PER_PAGE]
    return rows, begins, "" if begins or not rows else rows[0].ref, later


def _turned(rows: list[Said], edge: Said) -> Cut:
    """The same of rows that were read backwards from the edge."""
    begins = len(rows) <= POSTS_PER_PAGE
    rows = rows[:POSTS_PER_PAGE][::-1]
    return rows, begins, "" if begins else rows[0].ref, edge.ref


def _nested(rows: list[Said], head: Said | None, thread: Said | None) -> list[Placed]:
    """Posts in reading order, each with what the nested list does behind it.

    A page may begin deep inside a conversation: its first post stands at the left edge whatever
    its depth, and so does every post that is not below another one of the page.
    """
    top = thread.depth + 1 if thread else 1
    on_page = {post.pk for post in rows} | ({head.pk} if head else set())
    levels = [post.depth for post in rows]
    open_lists, result = levels[:1], []
    for post, level, following in zip(rows, levels, [*levels[1:], 0], strict=False):
        closes = 0
        if opens := following > level:
            open_lists.append(following)
        while len(open_lists) > 1 and open_lists[-1] > following:
            open_lists.pop()
            closes += 1
        elsewhere = level > top and post.parent_id not in on_page
        result.append(Placed(post, elsewhere, post.goes_on, opens, closes))
    return result


# --- Where a post stands ----------------------------------------------------------------------


def place_of(post: Post, user: User | AnonymousUser) -> Asked:
    """The page on which a permalink leads: the first of its thread, or one that begins with it.

    Only what they see is counted: an address must not tell how much there is that they do not.
    """
    fold = fold_of(post.depth)
    above = paths_above(post.path)[fold * LEVELS] if fold else ROOT
    posts = Post.objects.visible_to(user).filter(topic=post.topic_id)
    thread = posts.filter(path=above).values_list("ref", flat=True).get() if fold else ""
    first = first_below(above) if fold else ROOT
    before = in_fold(posts, fold).filter(path__gte=first, path__lte=post.path)
    is_on_first_page = before.order_by("path")[: POSTS_PER_PAGE + 1].count() <= POSTS_PER_PAGE
    return Asked(thread=thread, start="" if is_on_first_page else post.ref)
