"""Quotes and names: what holds them together while they are written, and takes them out again."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from forums.actions.owed import do_next
from forums.choices import Markup
from forums.links import escaped, may_be_names, path_of, renamed, with_names, without
from forums.markup import quotes_in, written
from forums.models import Draft, Echo, Mention, Persona, Post, Quote, Revision
from forums.queries.quotes import Text, gone_line, text_of
from forums.signals import echo_owed
from forums.validators import fold_name

# Whoever withdraws or hides a post, or changes a name, waits until it is written who is quoted
# and spoken to; or else is seen here. Django knows no such lock.
HOLD_POSTS = "select from forums_post where ref = any(%s) order by id for key share"
HOLD_PERSONAS = """
    select from forums_persona
    where id in (select author_id from forums_post where ref = any(%s)) or name_folded = any(%s)
    order by id for key share
"""


def hold_named(words: str, *, by: User) -> str:
    """What somebody says, as it is stored: quotes under the names of today. Whoever is quoted in
    it, or spoken to, is held until it is written. For verbs of this package only."""
    refs = sorted({ref for quote in quotes_in(words) for ref in quote.refs})
    names = sorted(may_be_names(words))
    if not (refs or names):
        return words
    with connection.cursor() as cursor:
        if refs:
            cursor.execute(HOLD_POSTS, [refs])
        cursor.execute(HOLD_PERSONAS, [refs, names])
    return text_of(words, by=by).source


def keep_links(post: Post, text: Text) -> None:
    """Remember whom a post quotes and speaks to, also in what it said before.

    For verbs of this package only.
    """
    quotes = [Quote(post=post, quoted_id=quoted) for quoted in text.quoted]
    mentions = [Mention(post=post, persona_id=persona) for persona in text.mentioned]
    if quotes:
        Quote.objects.bulk_create(quotes, ignore_conflicts=True)
    if mentions:
        Mention.objects.bulk_create(mentions, ignore_conflicts=True)


def owe_silence(post: Post) -> None:
    """Owe it to a post whose words are gone that they go wherever it is quoted; its own quotes
    and mentions go at once. For verbs of this package only."""
    post.quotes.all().delete()
    post.mentions.all().delete()
    Echo.objects.get_or_create(post=post)
    echo_owed.send(sender=Echo)


def owe_new_name(persona: Persona, *, before: str) -> None:
    """Owe it to somebody who left a name that others do not go on saying it. For verbs of this
    package only."""
    # Looked at from the beginning again, where the name was left before.
    anew = {"up_to": 0, "tries": 0, "next_try_at": None}
    Echo.objects.update_or_create(persona=persona, name=before, defaults=anew)
    echo_owed.send(sender=Echo)


def silence(*, now: datetime, most: int = 50) -> int:
    """Take withdrawn words and left names out of some more posts that repeat them, and return how
    much was done; nothing where nothing is owed.

    The row says in the transaction that did it how far it came: two of these at once do nothing
    twice, and one that dies has done nothing.
    """
    owed = Echo.objects.select_related("post", "persona")
    return do_next(owed, now=now, work=lambda echo: _silence(echo, most))


def _silence(echo: Echo, most: int) -> int:
    change = _change_of(echo)
    behind = _repeating(echo).filter(pk__gt=echo.up_to).order_by("id")
    pks = list(behind.values_list("pk", flat=True)[:most])
    for post in Post.objects.filter(pk__in=pks).order_by("id").select_for_update(no_key=True):
        _rewrite(post, change)
    if len(pks) == most:
        # It came through, and goes on at once.
        echo.up_to, echo.tries, echo.next_try_at = pks[-1], 0, None
        echo.save(update_fields=["up_to", "tries", "next_try_at"])
    else:
        _finish(echo)
    return len(pks) + 1


def _repeating(echo: Echo) -> "QuerySet[Post]":
    if echo.post_id:
        return Post.objects.filter(pk__in=Quote.objects.filter(quoted=echo.post_id).values("post"))
    # Who quotes a post that speaks to them repeats the name as well.
    quotes = Quote.objects.filter(
        Q(quoted__author=echo.persona_id) | Q(quoted__mentions__persona=echo.persona_id)
    )
    mentions = Mention.objects.filter(persona=echo.persona_id)
    return Post.objects.filter(Q(pk__in=quotes.values("post")) | Q(pk__in=mentions.values("post")))


Change = Callable[[str], str]


def _change_of(echo: Echo) -> Change:
    return _without_post(echo.post) if echo.post else _without_name(echo)


def _without_post(post: Post) -> Change:
    def change(source: str) -> str:
        quotes = [quote for quote in quotes_in(source) if post.ref in quote.refs]
        return without(source, quotes, left=gone_line()) if quotes else source

    return change


def _without_name(echo: Echo) -> Change:
    persona = echo.persona
    assert persona is not None  # noqa: S101 (a constraint says so)

    def change(source: str) -> str:
        quotes = quotes_in(source)
        refs = {ref for quote in quotes for ref in quote.refs}
        own = persona.posts.filter(ref__in=refs).values_list("ref", flat=True) if refs else []
        source = with_names(source, quotes, dict.fromkeys(own, persona.name))
        return renamed(source, before=fold_name(echo.name), name=persona.name)

    return change


def _rewrite(post: Post, change: Change) -> None:
    """Change what a post says and what it said, without a trace: its author did not do it."""
    refs = set(post.quotes.values_list("quoted__ref", flat=True))
    names = set(post.mentions.values_list("persona__name_folded", flat=True))
    said: list[Post | Revision] = [*post.revisions.order_by("id")]
    if post.markup == Markup.MARKDOWN:
        said.append(post)
    for text in said:
        _say(text, change(text.source), refs=refs, names=names)


def _say(
    text: Post | Revision, source: str, *, refs: Collection[str], names: Collection[str]
) -> None:
    if source == text.source:
        return
    text.source, text.html = source, written(source, quotable=refs, names=names).html
    text.save(update_fields=["source", "html"])


def _finish(echo: Echo) -> None:
    """What others have begun to write goes last: they may have posted it meanwhile, and whatever
    is posted from now on does not quote the post, nor says the name."""
    change = _change_of(echo)
    for draft in _begun(echo).order_by("id").select_for_update():
        draft.words = change(draft.words)
        draft.save(update_fields=["words"])
    if echo.post is not None:
        echo.post.quoted_in.all().delete()
    echo.delete()


def _begun(echo: Echo) -> "QuerySet[Draft]":
    if echo.post is not None:
        return Draft.objects.filter(words__contains=path_of(echo.post.ref))
    says_it = Q(words__icontains=echo.name) | Q(words__icontains=escaped(echo.name))
    return Draft.objects.filter(says_it)
