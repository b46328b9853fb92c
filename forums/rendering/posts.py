"""Posts as HTML, as one reader sees them."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString

from forums.links import without_quotes
from forums.queries.conversation import Placed
from forums.queries.quotes import hidden_refs
from forums.queries.reactions import heard_on
from forums.queries.readers import Reader
from forums.queries.said import Said
from forums.rendering.pieces import Calendar, notes, persona
from forums.rendering.reactions import gave, heard_by_author
from forums.rendering.skeletons import Skeleton
from forums.rules import may_read_words, why_not_reply_to


class PostFixed(NamedTuple):
    """What the template asks of a post."""

    # The post on top of the page; whatever else stands in a list of answers.
    is_head: bool
    is_opening: bool
    is_standing: bool
    is_withdrawn: bool
    is_changed: bool
    is_own: bool
    is_new: bool
    may_read: bool
    may_report: bool
    may_answer: bool
    says_whom_it_answers: bool
    goes_on: bool
    has_pictures: bool
    may_react: bool = False
    gave_with_you: bool = False
    gave_same_here: bool = False
    gave_helped: bool = False
    is_heard: bool = False
    may_save: bool = False
    is_saved: bool = False
    has_notes: bool = False


class PostValues(NamedTuple):
    """What it shows of it."""

    ref: str
    name: str
    persona: SafeString
    said: str
    parent_ref: str
    parent_name: str
    html: SafeString
    pictures: SafeString
    heard: SafeString = SafeString()
    notes: SafeString = SafeString()


class End(NamedTuple):
    """How the nested list goes on behind a post."""

    opens: bool
    closes: range


POST = Skeleton("forums/_post.html", under="post")
END = Skeleton("forums/_post_end.html")


class PostsAsHtml:
    """Turns posts of one topic into HTML for one reader."""

    def __init__(
        self,
        reader: Reader,
        posts: Collection[Said],
        *,
        why_not_answer: str | None,
        read_up_to: int | None,
    ) -> None:
        self.reader, self.read_up_to = reader, read_up_to
        self.may_answer = why_not_answer is None
        self.own_ids = reader.own_ids
        self.calendar = Calendar()
        # Of the posts that they quote, those that this reader may not read.
        self.hidden = hidden_refs(
            reader.user,
            (post.html for post in posts),
            met={post.ref: post.is_standing() for post in posts},
        )
        self.may_react = reader.persona is not None and reader.role is not None
        reacted = [post.pk for post in posts if post.is_heard and post.author_id in self.own_ids]
        self.heard = heard_on(reacted, reader)

    def head(self, post: Said) -> SafeString:
        return POST.fill((self.fixed(Placed(post), is_head=True),), (self.values(post),))

    def list(self, posts: Iterable[Placed]) -> SafeString:
        parts = []
        for placed in posts:
            parts.append(POST.fill((self.fixed(placed),), (self.values(placed.post),)))
            parts.append(END.fill((End(placed.opens, range(placed.closes)),), ()))
        return SafeString("".join(parts))

    def fixed(self, placed: Placed, *, is_head: bool = False) -> PostFixed:
        post = placed.post
        stands, is_own = post.is_standing(), post.author_id in self.own_ids
        return PostFixed(
            is_head=is_head,
            is_opening=post.parent_id is None,
            is_standing=stands,
            is_withdrawn=post.withdrawn_at is not None,
            is_changed=post.edited_at is not None,
            is_own=is_own,
            is_new=self.read_up_to is not None and post.pk > self.read_up_to and not is_own,
            may_read=may_read_words(post, is_own=is_own, is_moderator=self.reader.is_moderator),
            may_report=self.reader.user.is_authenticated and stands and not is_own,
            may_answer=self.may_answer and why_not_reply_to(post) is None,
            says_whom_it_answers=placed.says_whom_it_answers,
            goes_on=placed.goes_on,
            has_pictures=bool(post.pictures_html),
            may_react=self.may_react and stands and not is_own,
            **gave(post.given),
            is_heard=stands and post.pk in self.heard,
            may_save=self.reader.user.is_authenticated and stands,
            is_saved=post.is_saved,
            has_notes=bool(post.notes),
        )

    def values(self, post: Said) -> PostValues:
        return PostValues(
            # Of an alphabet that needs no escaping.
            ref=SafeString(post.ref),
            name=post.author_name,
            persona=persona(post.author_name),
            said=self.calendar.coarse(post.said_at),
            parent_ref=post.parent_ref or "",
            parent_name=post.parent_name or "",
            html=SafeString(without_quotes(post.html, self.hidden)),
            pictures=SafeString(post.pictures_html),
            heard=heard_by_author(self.heard.get(post.pk, ())),
            notes=notes(tuple(post.notes)),
        )
