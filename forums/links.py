"""Links to posts of this site, quotes of them, and names that are spoken to.

A quote is a blockquote that begins with a link to a post. It is known by that link wherever words
are stored: in what somebody typed, in the HTML made of it, in a draft. So what was quoted can be
cut out again, for everybody or for one reader (docs/decisions/0013-quotes.md).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forums.refs import ALPHABET, LENGTH
from forums.validators import fold_name

MOST_MENTIONED = 10
# Of so many "@" in one post it is asked whether a name stands behind them.
MOST_SPOKEN_TO = 50
# Longer than a name may be: its marks can be written apart from their letters.
LONGEST_SPOKEN, MOST_ENDS = 80, 12

REF = f"[{ALPHABET}]{{{LENGTH}}}"
# Nobody can type it: in Markdown no tags are read, and imported HTML loses both tag and class.
QUOTE = re.compile(r'<figure class="quote">.*?</figure>\n?', re.DOTALL)
HEAD = re.compile(rf'<blockquote>\s*<p><a href="/p/({REF})/"')


@dataclass(frozen=True)
class Quoted:
    """A quote in what somebody typed: its lines, and the posts that it says it quotes."""

    first: int
    # The line behind its last one.
    end: int
    refs: frozenset[str]


# --- Addresses --------------------------------------------------------------------------------


def path_of(ref: str) -> str:
    return f"/p/{ref}/"


def ref_in(url: str) -> str:
    """The ref of the post that an address of this site leads to, or nothing."""
    found = _pattern(r"\AADDRESS\Z", settings.SITE_URL).match(url)
    return found["ref"] if found else ""


@cache
def _pattern(template: str, site: str) -> re.Pattern[str]:
    address = rf"(?:{re.escape(site.rstrip('/'))})?/p/(?P<ref>{REF})/?(?:#post-{REF})?"
    return re.compile(template.replace("ADDRESS", address), re.MULTILINE)


def _bare_address() -> re.Pattern[str]:
    return _pattern(r"(?<![\w/.:@-])ADDRESS(?![\w/-])", settings.SITE_URL)


def _head_line() -> re.Pattern[str]:
    """A line of a blockquote that begins with a link to a post, written out."""
    return _pattern(
        r"^(?P<marks>[ \t]*>(?:[> \t]|[-+*][ \t]|\d+[.)][ \t])*)"
        r"(?P<link>(?P<opened>\[(?:\\.|[^\\\[\]\r\n])*\]\(|<)?ADDRESS(?(opened)[)>]|(?![\w/-])))",
        settings.SITE_URL,
    )


# --- What the Markdown parser learns ----------------------------------------------------------


def learn_links(markdown: MarkdownIt) -> None:
    """Teach a parser links to posts, quotes and names.

    What it should know goes into its `env`: "quotable" (refs) and "names" (folded). It notes there
    what it found: "quotes" and "mentioned".
    """
    markdown.inline.ruler.push("mention", _mention)
    markdown.core.ruler.at("inline", _inline)
    markdown.core.ruler.push("links_to_posts", _links_to_posts)
    markdown.core.ruler.push("quotes", _quotes)


def _inline(state: StateCore) -> None:
    """As the parser's own, but whoever is spoken to in a quote is not spoken to again."""
    quotes = 0
    for token in state.tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            quotes += token.nesting
        elif token.type == "inline":
            state.env["in_quote"] = quotes > 0
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _mention(state: StateInline, silent: bool) -> bool:
    names: Collection[str] = state.env.get("names", ())
    if not names or state.env.get("in_quote") or not _may_begin(state.src, state.pos):
        return False
    said = spoken_name(state.src[: state.posMax], state.pos + 1, names)
    mentioned: dict[str, None] = state.env.setdefault("mentioned", {})
    if said is None or (len(mentioned) == MOST_MENTIONED and said[1] not in mentioned):
        return False
    if not silent:
        mentioned[said[1]] = None
        state.push("mention_open", "span", 1).attrSet("class", "mention")
        state.push("text", "", 0).content = state.src[state.pos : said[0]]
        state.push("mention_close", "span", -1)
    state.pos = said[0]
    return True


def _links_to_posts(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_links(token.children or []))


def _with_links(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        if token.type == "link_open" and (ref := ref_in(str(token.attrGet("href")))):
            token.attrSet("href", path_of(ref))
        links += token.nesting if token.tag == "a" else 0
        if token.type == "text" and not links:
            yield from _with_bare_links(token)
        else:
            yield token


def _with_bare_links(token: Token) -> Iterator[Token]:
    begin = 0
    for link in _bare_address().finditer(token.content):
        yield Token("text", "", 0, content=token.content[begin : link.start()])
        yield Token("link_open", "a", 1, attrs={"href": path_of(link["ref"])})
        yield Token("text", "", 0, content=link[0])
        yield Token("link_close", "a", -1)
        begin = link.end()
    token.content = token.content[begin:]
    yield token


def _quotes(state: StateCore) -> None:
    """Find the quotes, and put those of what may be quoted into a frame of their own."""
    quotable, found = state.env.get("quotable", ()), state.env.setdefault("quotes", [])
    lines = state.src.split("\n")
    framed: list[Token] = []
    refs: frozenset[str] = frozenset()
    for at, token in enumerate(state.tokens):
        if token.type == "blockquote_open" and token.level == 0:
            first, end = token.map or [0, 0]
            refs = _heads(state.tokens, at, "\n".join(lines[first:end]))
            if refs:
                found.append(Quoted(first, end, refs))
            if refs.intersection(quotable):
                framed.append(Token("html_block", "", 0, content='<figure class="quote">\n'))
        framed.append(token)
        if token.type == "blockquote_close" and token.level == 0 and refs.intersection(quotable):
            framed.append(Token("html_block", "", 0, content="</figure>\n"))
    state.tokens = framed


def _heads(tokens: list[Token], at: int, words: str) -> frozenset[str]:
    """The posts to which this blockquote, and each one inside of it, begins with a link."""
    refs = set()
    for token, block, inline in zip(tokens[at:], tokens[at + 1 :], tokens[at + 2 :], strict=False):
        if token.type == "blockquote_close" and token.level == 0:
            break
        if token.type == "blockquote_open" and block.type == "paragraph_open":
            parts = inline.children or []
            begun = next((part for part in parts if part.type != "text" or part.content), None)
            if begun and begun.type == "link_open":
                refs.add(ref_in(str(begun.attrGet("href"))))
    return frozenset(refs & {line["ref"] for line in _head_line().finditer(words)})


# --- In what somebody typed -------------------------------------------------------------------


def without(source: str, quotes: Collection[Quoted], *, left: str = "") -> str:
    """The same without these quotes; of each one a line in a blockquote may be left."""
    lines = _lines(source)
    for quote in sorted(quotes, key=lambda quote: quote.first, reverse=True):
        # A quote needs nothing in front of it; what follows must not become part of it.
        lines[quote.first : quote.end] = [f"> {left}\n\n" if left else "\n"]
    return "".join(lines)


def with_names(source: str, quotes: Collection[Quoted], names: Mapping[str, str]) -> str:
    """The same with each quote under the name that whoever is quoted has now, by the refs."""

    def named(line: re.Match[str]) -> str:
        if (name := names.get(line["ref"])) is None:
            return line[0]
        return f"{line['marks']}[{escaped(name)}]({path_of(line['ref'])})"

    lines = _lines(source)
    for quote in quotes:
        for number in range(quote.first, min(quote.end, len(lines))):
            lines[number] = _head_line().sub(named, lines[number])
    return "".join(lines)


def quoting(name: str, ref: str, words: str) -> str:
    """Words as a quote of a post by somebody."""
    lines = [f"[{escaped(name)}]({path_of(ref)})", "", *re.split(r"\r\n?|\n", words)]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def escaped(text: str) -> str:
    """Plain text on one line as Markdown that shows just that, and can still be read."""
    text = re.sub(r"([\\`*_\[\]<>&!~@:])", r"\\\1", text)
    return re.sub(r"^(\s*\d*)([-+=#.)])", r"\1\\\2", text)


def _lines(source: str) -> list[str]:
    """As the parser counts them, with what ends them."""
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", source)


# --- In HTML ----------------------------------------------------------------------------------


def refs_quoted(html: str) -> set[str]:
    return {ref for quote in QUOTE.findall(html) for ref in HEAD.findall(quote)}


def without_quotes(html: str, hidden_refs: Collection[str]) -> str:
    """The same without the quotes of these posts; nothing is left in their place."""
    if not hidden_refs:
        return html
    hidden = set(hidden_refs)
    return QUOTE.sub(
        lambda quote: quote[0] if hidden.isdisjoint(HEAD.findall(quote[0])) else "", html
    )


# --- Names ------------------------------------------------------------------------------------


def may_be_names(source: str) -> set[str]:
    """Whatever stands behind an "@" and could be a name, folded."""
    found: set[str] = set()
    begins = (at for at, sign in enumerate(source) if sign == "@" and _may_begin(source, at))
    for at, _number in zip(begins, range(MOST_SPOKEN_TO), strict=False):
        found.update(fold_name(source[at + 1 : end]) for end in _ends(source, at + 1))
    return found - {""}


def spoken_name(text: str, start: int, names: Collection[str]) -> tuple[int, str] | None:
    """The longest of these folded names that stands there: where it ends, and which one it is."""
    folded = [(end, fold_name(text[start:end])) for end in _ends(text, start)]
    known = [(end, name) for end, name in folded if name in names]
    if not known:
        return None
    name = known[-1][1]
    return next((end, name) for end, each in known if each == name)


def renamed(source: str, *, before: str, name: str) -> str:
    """The same with everybody who is spoken to by one folded name spoken to by another name."""
    # Of the new one as well: it may begin with the old one.
    names, begin = {before, fold_name(name)}, 0
    parts: list[str] = []
    for at, sign in enumerate(source):
        # What stands in front of it may just have changed.
        in_front = name[-1] if parts and at == begin else source[at - 1 : at]
        if sign == "@" and at >= begin and _may_begin(f"{in_front}@", len(in_front)):
            if source.startswith(name, at + 1):
                continue
            if said := spoken_name(source, at + 1, names):
                parts += [source[begin : at + 1], name]
                begin = said[0]
    return "".join([*parts, source[begin:]])


def _may_begin(text: str, at: int) -> bool:
    return text[at] == "@" and (at == 0 or not (_is_of_word(text[at - 1]) or text[at - 1] == "@"))


def _ends(text: str, start: int) -> list[int]:
    """Where a name that begins there could end: at the edges of words, in the same line."""
    ends: list[int] = []
    for at in range(start, min(len(text), start + LONGEST_SPOKEN)):
        if text[at] in "\r\n" or len(ends) == MOST_ENDS:
            break
        if at == start and (text[at].isspace() or text[at] == "@"):
            break
        following = text[at + 1 : at + 2]
        if not text[at].isspace() and not (following and _is_of_word(following)):
            ends.append(at + 1)
    return ends


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_" or unicodedata.category(sign).startswith("M")
