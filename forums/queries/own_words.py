"""What somebody saved, what they wrote, and all of that to take away."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from forums.links import refs_quoted, without, without_quotes
from forums.markup import quotes_in, text_from_html
from forums.models import Draft, Image, Original, Persona, Post, Reaction, Revision, Saved
from forums.queries.originals import opened
from forums.queries.quotes import as_read_by
from forums.refs import is_ref
from forums.rules import is_back_with_author, waits

Row = TypeVar("Row", Revision, Image)

PER_PAGE = 20
AT_ONCE = 100


@dataclass(frozen=True)
class SavedPost:
    post: Post
    words: str


@dataclass(frozen=True)
class SavedPage:
    posts: Sequence[SavedPost]
    # The ref after which the next page begins; empty on the last.
    older: str


def saved_page(user: User, *, after: str = "") -> SavedPage:
    """What somebody saved last comes first; what has gone, or they cannot see any more, is left
    out."""
    own = Saved.objects.filter(user=user)
    readable = Post.objects.visible_to(user).standing().filter(pk=OuterRef("post"))
    saved = own.filter(Exists(readable)).order_by("-id")
    if is_ref(after) and (edge := own.filter(post__ref=after).first()):
        saved = saved.filter(pk__lt=edge.pk)
    rows = list(saved.select_related("post__author", "post__topic__circle")[: PER_PAGE + 1])
    posts = as_read_by(user, [row.post for row in rows[:PER_PAGE]])
    shown = [SavedPost(post, text_from_html(post.html)) for post in posts]
    return SavedPage(shown, older=posts[-1].ref if len(rows) > PER_PAGE else "")


@dataclass(frozen=True)
class OwnPost:
    post: Post
    # Whether its place can be opened: somebody may have left its circle.
    can_open: bool
    # Empty where it is somebody else's, and its place cannot be opened.
    title: str
    waits: bool
    is_returned: bool


@dataclass(frozen=True)
class OwnPage:
    posts: Sequence[OwnPost]
    older: str


def own_page(user: User, *, after: str = "") -> OwnPage:
    """Whatever somebody wrote under any of their names and did not withdraw, the newest first."""
    own = Post.objects.written_by(user).filter(withdrawn_at=None)
    if is_ref(after) and (edge := Post.objects.written_by(user).filter(ref=after).first()):
        own = own.filter(pk__lt=edge.pk)
    can_open = Exists(Post.objects.visible_to(user).filter(pk=OuterRef("pk")))
    own = own.annotate(can_open=can_open).select_related("topic__opened_by")
    rows = list(own.order_by("-id")[: PER_PAGE + 1])
    older = rows[PER_PAGE - 1].ref if len(rows) > PER_PAGE else ""
    return OwnPage([_as_own(post, user) for post in as_read_by(user, rows[:PER_PAGE])], older)


def _as_own(post: Any, user: User) -> OwnPost:
    knows_title = post.can_open or post.topic.opened_by.owner_id == user.pk
    title = post.topic.shown_title if knows_title else ""
    return OwnPost(post, post.can_open, title, waits(post), is_back_with_author(post))


# --- To take away -------------------------------------------------------------------------------
#
# One's own words alone: a quote of somebody else's post is cut out of them, and a topic that
# somebody else opened has no title here. All of it is read by server-side cursors.


@dataclass(frozen=True)
class OwnWords:
    post: Post
    # What it said before, the oldest first.
    before: Sequence[Revision]
    images: Sequence[Image]


def all_own_posts(user: User) -> Iterator[OwnWords]:
    own = Post.objects.written_by(user).filter(withdrawn_at=None).order_by("pk")
    posts = own.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(posts, AT_ONCE)):
        # By hand: what `prefetch_related` hangs on a row stays until the garbage is looked
        # through, and with many rows that is late.
        before = _by_post(Revision.objects.filter(post__in=batch))
        images = _by_post(Image.objects.filter(post__in=batch))
        _say_what_was_cut(batch)
        for post in batch:
            yield OwnWords(post, before.get(post.pk, []), images.get(post.pk, []))


def _say_what_was_cut(posts: Sequence[Post]) -> None:
    """What moderators took out is its author's all the same, as long as it is kept."""
    originals = Original.objects.filter(post__in=posts).select_related("post")
    # What was taken out first had all of it.
    cut = {original.post_id: original for original in originals.order_by("-pk")}
    for post in posts:
        if post.pk in cut:
            before = opened(cut[post.pk])
            post.source, post.html = before.source, before.html


def _by_post(rows: "QuerySet[Row]") -> dict[int | None, list[Row]]:
    found: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.post_id].append(row)
    return found


def all_own_drafts(user: User) -> Iterator[Draft]:
    drafts = Draft.objects.filter(owner=user).select_related("circle", "parent")
    return drafts.order_by("pk").iterator(chunk_size=AT_ONCE)


def all_own_reactions(user: User) -> Iterator[Reaction]:
    reactions = Reaction.objects.filter(by__owner=user).select_related("post", "by")
    return reactions.order_by("pk").iterator(chunk_size=AT_ONCE)


def all_saved(user: User) -> Iterator[Saved]:
    saved = Saved.objects.filter(user=user).select_related("post")
    return saved.order_by("pk").iterator(chunk_size=AT_ONCE)


def all_own_images(user: User) -> Iterator[Image]:
    return Image.objects.owned_by(user).order_by("pk").iterator(chunk_size=AT_ONCE)


def own_names(user: User) -> Iterator[Persona]:
    return Persona.objects.filter(owner=user).order_by("pk").iterator(chunk_size=AT_ONCE)


def own_source(said: Post | Revision | str) -> str:
    """What somebody typed, without what they quoted of others."""
    source = said if isinstance(said, str) else said.source
    # Parsed only where there could be a quote: most posts have none.
    return without(source, quotes_in(source)) if "/p/" in source else source


def own_html(said: Post | Revision) -> str:
    return without_quotes(said.html, refs_quoted(said.html))
