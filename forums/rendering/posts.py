"""Posts as HTML, as one reader sees them."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from forums.choices import HeldFor, ReactionKind
from forums.links import without_quotes
from forums.queries.conversation import Placed
from forums.queries.holding import expected_wait
from forums.queries.quotes import hidden_refs
from forums.queries.reactions import heard_on
from forums.queries.readers import Reader
from forums.queries.said import Said
from forums.rendering.pieces import Calendar, notes, persona
from forums.rendering.reactions import heard_by_author
from forums.rendering.skeletons import Cuts, Skeleton
from forums.rules import (
    is_back_with_author,
    may_read_words,
    told_wait,
    waits,
    why_not_reply_to,
)


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
    # It waits for a moderator; or is back with its author, who can change it.
    waits: bool = False
    is_returned: bool = False
    may_change: bool = False
    # Mute and block are for whoever is signed in, to report is for anybody.
    may_keep_away: bool = False


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
    # Why its author has to wait, and how long.
    why_waits: str = ""


class End(NamedTuple):
    """How the nested list goes on behind a post."""

    opens: bool
    closes: range


NOTHING = SafeString()
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
        # Of the whole page, and asked of each post.
        self.is_member, self.is_moderator = reader.user.is_authenticated, reader.is_moderator
        self.may_answer = why_not_answer is None
        self.own_ids = reader.own_ids
        self.calendar = Calendar()
        # Of the posts that they quote, those that this reader may not read.
        self.hidden = hidden_refs(
            reader.user,
            (post.html for post in posts),
            met={post.ref: post.is_standing() for post in posts},
        )
        self.may_react = (
            reader.persona is not None
            and reader.role is not None
            and reader.why_not_take_part is None
        )
        reacted = [post.pk for post in posts if post.is_heard and post.author_id in self.own_ids]
        self.heard = heard_on(reacted, reader)
        self.cuts, self.ends = Cuts[PostFixed](POST, PostValues), Cuts[End](END)

    def head(self, post: Said) -> SafeString:
        return self.cuts[self.fixed(Placed(post), is_head=True)].fill(self.values(post))

    def list(self, posts: Iterable[Placed]) -> SafeString:
        parts: list[str] = []
        for placed in posts:
            parts.append(self.cuts[self.fixed(placed)].fill(self.values(placed.post)))
            parts.append(self.ends[End(placed.opens, range(placed.closes))].fill(()))
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
            is_new=self.read_up_to is not None and post.came > self.read_up_to and not is_own,
            may_read=may_read_words(post, is_own=is_own, is_moderator=self.is_moderator),
            may_report=stands and not is_own,
            may_keep_away=self.is_member and stands and not is_own,
            may_answer=self.may_answer and why_not_reply_to(post) is None,
            says_whom_it_answers=placed.says_whom_it_answers,
            goes_on=placed.goes_on,
            has_pictures=bool(post.pictures_html),
            may_react=self.may_react and stands and not is_own,
            gave_with_you=ReactionKind.WITH_YOU in post.given,
            gave_same_here=ReactionKind.SAME_HERE in post.given,
            gave_helped=ReactionKind.HELPED in post.given,
            is_heard=stands and post.pk in self.heard,
            may_save=self.is_member and stands,
            is_saved=post.is_saved,
            has_notes=bool(post.notes),
            waits=waits(post),
            is_returned=is_back_with_author(post),
            may_change=is_own and (stands or waits(post) or is_back_with_author(post)),
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
            heard=heard_by_author(self.heard[post.pk]) if post.pk in self.heard else NOTHING,
            notes=notes(tuple(post.notes)) if post.notes else NOTHING,
            why_waits=self.why_waits(post) if post.held_for else "",
        )

    def why_waits(self, post: Said) -> str:
        """For its author; to everybody else it is not there, or it is to be decided."""
        if post.held_for is None or post.author_id not in self.own_ids or not waits(post):
            return ""
        wait = told_wait(expected_wait(self.reader.circle, now=timezone.now()))
        return f"{HeldFor(post.held_for).label} {wait}".rstrip()
