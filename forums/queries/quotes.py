"""What somebody may read of what is quoted, and how what they type would stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from forums.choices import Markup
from forums.links import (
    Quoted,
    escaped,
    quoting,
    refs_quoted,
    with_names,
    without,
    without_quotes,
)
from forums.markup import html_from_html, quotes_in, text_from_html, written
from forums.models import Post, Revision, Topic
from forums.queries.mentions import names_heard
from forums.refs import is_ref

# A quote is to remind, and the post is a click away.
LONGEST_QUOTED = 2_000

Said = TypeVar("Said", Post, Revision)


@dataclass(frozen=True)
class Text:
    """What somebody types, as it would stand."""

    source: str
    html: str
    # The ids of the posts that it quotes, and of the personas that it speaks to.
    quoted: Sequence[int] = ()
    mentioned: Sequence[int] = ()


def text_of(source: str, *, by: User | None, topic: Topic | None = None) -> Text:
    """Markdown by somebody in a topic: what they quote is named as it is called now, and what is
    not here any more is not quoted. Nobody as `by` quotes nothing and speaks to nobody."""
    if by is None:
        return Text(source, written(source).html)
    quotes = quotes_in(source)
    posts = _quoted(quotes, by)
    known = {ref: post for ref, post in posts.items() if post.is_standing()}
    # Under the names of today first: they change no line, and what is cut out does.
    source = with_names(source, quotes, {ref: post.author.name for ref, post in known.items()})
    source = _without(source, quotes, posts.keys() - known.keys())
    names = names_heard(source, by=by, topic=topic) if topic else {}
    text = written(source, quotable=known, names=names)
    refs = {ref for quote in text.quotes for ref in quote.refs}
    return Text(
        source,
        text.html,
        quoted=sorted(post.pk for ref, post in known.items() if ref in refs),
        mentioned=[names[name] for name in text.mentioned],
    )


def hidden_refs(
    user: User | AnonymousUser, htmls: Iterable[str], *, met: Mapping[str, bool] | None = None
) -> set[str]:
    """The posts quoted in it whose words this person may not read: what was withdrawn or hidden,
    is behind a block, or was said in a circle that is closed to them.

    One look-up, and none where nothing is quoted but posts that they meet on the same page
    anyway: those by their refs, with whether they stand.
    """
    met = met or {}
    refs: set[str] = set().union(*map(refs_quoted, htmls))
    unknown = refs - met.keys()
    hidden = {ref for ref in refs - unknown if not met[ref]}
    if not unknown:
        return hidden
    readable = Post.objects.visible_to(user).standing().filter(ref__in=unknown)
    return hidden | (unknown - set(readable.values_list("ref", flat=True)))


def as_read_by(user: User | AnonymousUser, said: Iterable[Said]) -> list[Said]:
    """Posts or revisions, to be shown to somebody and never saved: without those quotes."""
    said = list(said)
    hidden = hidden_refs(user, (each.html for each in said))
    for each in said:
        each.html = without_quotes(each.html, hidden)
    return said


def words_to_go_on_with(user: User, words: str, *, topic: Topic, quote: str = "") -> str:
    """What somebody has begun to write, and a quote of a post of the topic behind it, by its ref.

    What they quoted before and may not read any more is gone; what is quoted already is not
    quoted again.
    """
    words = readable_words(user, words)
    posts = Post.objects.visible_to(user).standing().filter(topic=topic).select_related("author")
    post = posts.filter(ref=quote).first() if is_ref(quote) else None
    if post is None or any(post.ref in quoted.refs for quoted in quotes_in(words)):
        return words
    quoted = quoting(post.author.name, post.ref, _own_words(post))
    return f"{words.rstrip()}\n\n{quoted}\n\n".lstrip()


def readable_words(user: User, words: str) -> str:
    """What somebody typed, without quotes of what they may not read any more."""
    quotes = quotes_in(words)
    refs = {ref for quote in quotes for ref in quote.refs}
    if not refs:
        return words
    readable = Post.objects.visible_to(user).standing()
    gone = Post.objects.filter(ref__in=refs).exclude(pk__in=readable.values("pk"))
    return _without(words, quotes, set(gone.values_list("ref", flat=True)))


def gone_line() -> str:
    """What stands in place of words that were quoted, and are not here any more."""
    return _("(no longer here)")


def _quoted(quotes: Sequence[Quoted], user: User) -> dict[str, Post]:
    """The posts that are quoted and whose place this person may see, by their refs."""
    if not (refs := {ref for quote in quotes for ref in quote.refs}):
        return {}
    posts = Post.objects.visible_to(user).filter(ref__in=refs).select_related("author")
    return {post.ref: post for post in posts}


def _without(source: str, quotes: Sequence[Quoted], gone: Collection[str]) -> str:
    cut = [quote for quote in quotes if not quote.refs.isdisjoint(gone)]
    return without(source, cut, left=gone_line()) if cut else source


def _own_words(post: Post) -> str:
    """What its author said, without what they quoted, and not too much of it."""
    if post.markup == Markup.HTML:
        words = escaped(text_from_html(html_from_html(post.source)))
    else:
        words = without(post.source, quotes_in(post.source)).strip()
    if len(words) <= LONGEST_QUOTED:
        return words
    return words[:LONGEST_QUOTED].rsplit(None, 1)[0] + " …"
