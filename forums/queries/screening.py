"""What the screen finds in what somebody writes."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Concern, Detail, Markup, Role, ScreenAction, ScreenKind
from forums.links import without
from forums.markup import quotes_in, text_from_html
from forums.models import Circle, HelpLine, Membership, NeverReveal, Post, ScreenRule, Topic
from forums.queries.mentions import names_heard
from forums.queries.readers import Reader
from forums.screen import (
    Found,
    Kept,
    Plain,
    crisis_in,
    details_in,
    digits_of,
    how_often,
    links_out,
    own_host,
    patterns_in,
    phrases,
    plain,
)

# With so many a text is compared; where more was said in the time, with the newest of it.
MOST_COMPARED = 500
# What needs nothing but the words: this can be looked for while somebody posts.
BY_WORDS = (ScreenKind.PHRASE, ScreenKind.PATTERN, ScreenKind.LINK, ScreenKind.DETAIL)
CONCERN_OF = {
    ScreenKind.CRISIS: Concern.AT_RISK,
    ScreenKind.DETAIL: Concern.IDENTIFIES,
    ScreenKind.LINK: Concern.SPAM,
    ScreenKind.REPEAT: Concern.SPAM,
    ScreenKind.RATE: Concern.SPAM,
}
LONGEST_KEY = 16


# --- What its author is shown -----------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A detail in what somebody is about to post, as they read of it."""

    what: str
    text: str
    # By this they say that they have seen it; the next detail has another one.
    key: str

    @property
    def label(self) -> str:
        return str(Detail(self.what).label)


def details_shown(
    text: str, *, by: User, topic: Topic | None = None, before: str = ""
) -> list[Shown]:
    """What in a text shows who somebody is, each once; not what was in it before."""
    found = _details(text, by=by, topic=topic)
    known = {each.key for each in _details(before, by=by, topic=topic)} if found and before else ()
    return [each for each in dict.fromkeys(found) if each.key not in known]


def _details(text: str, *, by: User, topic: Topic | None) -> list[Shown]:
    known = names_heard(text, by=by, topic=topic) if topic and "@" in text else {}
    found = details_in(
        text, regions=settings.REGIONS, known_names=known.keys(), kept=never_revealed(by)
    )
    return [_shown(each, text) for each in _without_help_lines(found, text)]


def _shown(found: Found, text: str) -> Shown:
    words = text[found.start : found.end]
    said = f"{found.what} {' '.join(plain(words).text.casefold().split())}"
    key = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:LONGEST_KEY]
    return Shown(found.what, f"{words} ({found.hint})" if found.hint else words, key)


def never_revealed(user: User) -> list[Kept]:
    kept = NeverReveal.objects.filter(owner=user).order_by("pk")
    rows = kept.values_list("hint", "words_hash", "words_count")
    return [Kept(hint, words_hash, count, user.pk) for hint, words_hash, count in rows]


def _without_help_lines(found: list[Found], text: str) -> list[Found]:
    """A number that this site gives itself shows nobody."""
    if not any(each.what == Detail.PHONE for each in found):
        return found
    ours = {digits_of(number) for number in HelpLine.objects.values_list("number", flat=True)}
    return [
        each
        for each in found
        if each.what != Detail.PHONE or digits_of(text[each.start : each.end]) not in ours
    ]


def says_crisis(post: Post) -> bool:
    """Whether to offer help to whoever wrote this. It is asked once, and kept nowhere."""
    return crisis_in(looked_at(post).text) is not None


# --- What rules find --------------------------------------------------------------------------


@dataclass(frozen=True)
class Looked:
    """What somebody said, as rules look at it."""

    text: str
    # Folded: those whom it speaks to are no names on other sites.
    known_names: Collection[str] = ()

    @cached_property
    def read(self) -> Plain:
        """The same, made plain once for all the rules."""
        return plain(self.text)


def looked_at(post: Post, *, known_names: Collection[str] = ()) -> Looked:
    """The words of a post with its title. What it quotes was looked at where it stands."""
    is_html = post.markup == Markup.HTML
    words = text_from_html(post.html) if is_html else own_words(post.source)
    title = (post.topic.title or post.topic.hidden_title) if post.parent_id is None else ""
    return Looked(f"{title}\n{words}" if title else words, known_names)


def own_words(source: str) -> str:
    return without(source, quotes) if (quotes := quotes_in(source)) else source


def rules_on(circle: Circle, *, action: ScreenAction | None = None) -> list[ScreenRule]:
    rules = ScreenRule.objects.filter(Q(circle=None) | Q(circle=circle), on_at__isnull=False)
    if action is not None:
        rules = rules.filter(action=action)
    return list(rules.select_related("rule").order_by("pk"))


def must_be_held(
    writer: Reader, *, words: str, title: str = "", topic: Topic | None = None
) -> list[ScreenRule]:
    """The rules by which what is about to be posted has to wait, of those that need its words
    alone. The others are asked by a worker."""
    if writer.looks_after_circle:
        return []
    rules = rules_on(writer.circle, action=ScreenAction.HOLD)
    rules = [rule for rule in rules if rule.kind in BY_WORDS]
    if not rules:
        return []
    user = writer.user
    assert isinstance(user, User)  # noqa: S101 (why_not_write has said so)
    known = names_heard(words, by=user, topic=topic) if topic and "@" in words else {}
    said = Looked(f"{title}\n{own_words(words)}", known.keys())
    return [
        rule
        for rule in rules
        if spans_of(rule, said) and (not rule.newcomers_only or is_newcomer(user.pk, writer.circle))
    ]


def found_in(post: Post) -> list[ScreenRule]:
    """All the rules that find something in a post that is there already."""
    circle, owner = post.topic.circle, post.author.owner_id
    looks_after = Membership.objects.filter(
        circle=circle, user=owner, role__in=[Role.HOST, Role.MODERATOR]
    )
    rules = rules_on(circle)
    if rules and looks_after.exists():
        rules = [rule for rule in rules if rule.kind == ScreenKind.CRISIS]
    if not rules:
        return []
    known = post.mentions.values_list("persona__name_folded", flat=True)
    said = looked_at(post, known_names=set(known))
    return [rule for rule in rules if _finds(rule, post, said)]


def _finds(rule: ScreenRule, post: Post, said: Looked) -> bool:
    owner = post.author.owner_id
    if rule.newcomers_only and not (
        owner is not None and is_newcomer(owner, post.topic.circle, but=post)
    ):
        return False
    if rule.kind in BY_WORDS or rule.kind == ScreenKind.CRISIS:
        return bool(spans_of(rule, said))
    recent = Post.objects.filter(
        said_at__gt=post.said_at - timedelta(minutes=rule.within_minutes or 0),
        said_at__lte=post.said_at,
        withdrawn_at=None,
    ).exclude(pk=post.pk)
    if rule.kind == ScreenKind.RATE:
        return owner is not None and is_too_many(rule, recent.filter(author__owner=owner).count())
    others = recent.order_by("-said_at").values_list("source", flat=True)[:MOST_COMPARED]
    return is_too_many(rule, how_often(said.text, map(own_words, others)))


def is_too_many(rule: ScreenRule, before: int) -> bool:
    """Whether one more after so many is more than the rule allows."""
    return rule.most is not None and before + 1 > rule.most


def spans_of(rule: ScreenRule, said: Looked) -> Sequence[tuple[int, int]]:
    """Where in a text a rule finds something, of those that need nothing but the words."""
    if rule.kind == ScreenKind.CRISIS:
        found = crisis_in(said.text)
        return [(found.start, found.end)] if found else []
    if rule.kind == ScreenKind.DETAIL:
        details = details_in(said.text, regions=settings.REGIONS, known_names=said.known_names)
        return [(each.start, each.end) for each in _without_help_lines(details, said.text)]
    read = said.read
    if rule.kind == ScreenKind.PHRASE:
        places: Iterable[tuple[int, int]] = phrases(rule.watched).found_in(read)
    elif rule.kind == ScreenKind.PATTERN:
        places = patterns_in(read, rule.watched)
    else:
        places = (
            (start, end)
            for start, end, host in links_out(read, own_host=own_host())
            if _is_watched(host, rule.watched)
        )
    return [read.span(start, end) for start, end in places]


def _is_watched(host: str, watched: str) -> bool:
    """Every host where none is named; else those that are, and whatever belongs to them."""
    named = watched.casefold().split()
    return not named or any(host == each or host.endswith(f".{each}") for each in named)


def is_newcomer(user_id: int, circle: Circle, *, but: Post | None = None) -> bool:
    """Whether fewer posts of this person have appeared in the circle than it takes to be known."""
    posts = Post.objects.appeared().filter(topic__circle=circle, author__owner=user_id)
    if but is not None:
        posts = posts.exclude(pk=but.pk)
    return posts[: circle.newcomer_posts].count() < circle.newcomer_posts


def told_of(rules: Sequence[ScreenRule]) -> str:
    """What the moderators read of what was found."""
    return _("Found by: %(names)s") % {"names": ", ".join(rule.name for rule in rules)}
