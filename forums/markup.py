"""Markdown and imported HTML, made safe to show. Done once, when something is written."""

import html as entities
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt

from forums.links import Quoted, learn_links, path_of, ref_in
from forums.validators import legible_html

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em",
    "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "ul",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}, "abbr": {"title"}}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "noreferrer noopener nofollow ugc"
# To browsers "https:/leave/" names no host: it is a page of the site that they are on.
WITHOUT_HOST = re.compile(r"\s*https?:(?!//)", re.IGNORECASE)
NUMBER = re.compile(r"-?\d{1,9}")
# What our own Markdown parser puts around quotes and names; nobody else's tags get that far.
OURS = {"figure": {"quote"}, "span": {"mention"}}
LINK_TO_POST = re.compile(rf'(<a href="/p/[^"/]*/") rel="{LINK_REL}"')
# What stands in these is not for reading.
DROPPED_WITH_CONTENT = {
    "audio", "button", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
}  # fmt: skip
# Browsers leave an empty line at the start of <pre> out, so it would be lost bit by bit.
START_OF_PRE = re.compile(r"<pre>\n+")
EDGE_OF_BLOCK = re.compile(r"(?=</?(?:blockquote|br|dd|div|dt|h\d|li|p|pre|td)\b)", re.IGNORECASE)
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>|</?(?:b|strong|i|em)>)*</p>")

# --- Of WordPress -----------------------------------------------------------------------------

# Boxes around text: their tags go, their edges separate paragraphs.
WRAPPERS = {
    "address", "article", "aside", "caption", "center", "details", "div", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "legend", "main", "nav", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
CELLS = {"td", "th"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
WRAPPER = re.compile(rf"</?(?:{'|'.join(sorted(WRAPPERS))})>")
CELL = re.compile(r"</?t[dh]>")
# Where an address was not allowed, a link remains that leads nowhere.
DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
EMPTY_LINK = re.compile(r"<a [^>]*>\s*</a>")
IMAGE = re.compile(r'<img(?: alt="([^"]*)")?>')
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|bmp)|[\w-]*[\d_-][\w-]*", re.IGNORECASE | re.ASCII
)
PREFORMATTED = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
# A paragraph begins after these, and the parser ends it by itself.
BLOCK = re.compile(
    r"[ \n]{0,2}(</?(?:blockquote|dd|dl|dt|h3|h4|hr|li|ol|p|ul)(?: [^>]*)?>)[ \n]{0,2}"
)
BEFORE_PARAGRAPH = re.compile(r"</(?:blockquote|dl|h3|h4|ol|p|ul)>|<blockquote>|<hr>")
# Its text has its paragraphs already, and line breaks in it mean nothing.
BLOCK_EDITOR = "<!-- wp:"
CAPTION = re.compile(r"\[/?(?:wp_)?caption\b[^\[\]]*\]", re.IGNORECASE)
# "[gallery ids=1,2]" is one; "[video of mine]" is something that somebody wrote.
EMBED = re.compile(
    r"\[(gallery|playlist|audio|video|embed|youtube|vimeo|polldaddy|contact-form(?:-7)?)"
    r"(?:=[^\[\]]*|\s[^\[\]]*=[^\[\]]*|\shttps?:[^\[\]]*)?\s?/?\]"
    r"(?:[^\[\]]{0,2000}\[/\1\])?",
    re.IGNORECASE,
)
# The parser's work grows with the square of the depth; nobody writes this deep.
DEEPEST_MARKUP = 500
# So does the work on Markdown, with its length where it is all brackets. Twice the longest post:
# what is longer is shown as it was typed.
LONGEST_MARKDOWN = 40_000
TAG_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_DEEP = {
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "source", "td", "th", "tr", "track", "wbr",
}  # fmt: skip
ANY_TAG = re.compile(r"<[^<>]*>")


@cache
def _markdown() -> MarkdownIt:
    # "html" off: tags that somebody types are shown as they typed them. No images: nothing is
    # ever fetched from a stranger's server.
    return (
        MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 30})
        .enable(["strikethrough"])
        .disable(["image"])
        .use(learn_links)
    )


@dataclass(frozen=True)
class Written:
    """What was typed, as it is shown, and what was found in it."""

    html: str
    quotes: tuple[Quoted, ...] = ()
    # Folded names.
    mentioned: tuple[str, ...] = ()


def html_from_markdown(source: str) -> str:
    """Sanitised HTML of CommonMark; single line breaks count, as people on phones expect."""
    return written(source).html


def written(source: str, *, quotable: Collection[str] = (), names: Collection[str] = ()) -> Written:
    """The same with quotes of these posts (refs) and with those who are spoken to by these names
    (folded) marked as such."""
    source = _encodable(source)
    if len(source) > LONGEST_MARKDOWN:
        return Written(_clean(f"<pre>{entities.escape(source)}</pre>"))
    env: dict[str, Any] = {"quotable": quotable, "names": names}
    html = _clean(_lower_headings(_markdown().render(source, env)), ours=OURS)
    return Written(html, tuple(env["quotes"]), tuple(env.get("mentioned", ())))


def quotes_in(source: str) -> tuple[Quoted, ...]:
    """The quotes in what somebody typed in Markdown."""
    source = _encodable(source)
    if "/p/" not in source or len(source) > LONGEST_MARKDOWN:
        return ()
    env: dict[str, Any] = {}
    _markdown().parse(source, env)
    return tuple(env["quotes"])


def html_from_html(source: str) -> str:
    """Sanitised HTML of an article or a comment of WordPress, where blank lines stand for
    paragraphs. Images, embeds and whatever else would load from another server are gone."""
    source = _encodable(source)
    if _is_too_deep(source):
        source = entities.escape(ANY_TAG.sub(" ", source))
    html = EMBED.sub("", CAPTION.sub("\n\n", source.replace("\r\n", "\n").replace("\r", "\n")))
    html = IMAGE.sub(_words_of_image, _well_formed(html))
    html = EMPTY_LINK.sub("", DEAD_LINK.sub(r"\1", html))
    html = _lower_headings(CELL.sub(" ", WRAPPER.sub("\n\n", html)))
    line_break = " " if BLOCK_EDITOR in source else "<br>\n"
    html = "".join(
        part if part.startswith("<pre>") else _with_paragraphs(part, line_break)
        for part in PREFORMATTED.split(html)
    )
    return _clean(html)


def text_from_html(html: str) -> str:
    """The words alone, on one line."""
    words = nh3.clean(EDGE_OF_BLOCK.sub(" ", html), tags=set())
    return " ".join(entities.unescape(words).split())


def _encodable(text: str) -> str:
    """Half of a character that was cut in two cannot be stored, nor shown."""
    return text.encode("utf-8", "replace").decode()


def _clean(html: str, *, ours: dict[str, set[str]] | None = None) -> str:
    html = nh3.clean(
        html,
        tags=TAGS | set(ours or ()),
        allowed_classes=ours,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        # A link inside the site could be one that signs its reader out; one to a post is none.
        url_relative=_path_of_post,
        attribute_filter=_as_meant,
        link_rel=LINK_REL,
        strip_comments=True,
    )
    html = legible_html(LINK_TO_POST.sub(r"\1", html))
    return START_OF_PRE.sub("<pre>", EMPTY_PARAGRAPH.sub("\n", html)).strip()


def _path_of_post(url: str) -> str | None:
    return path_of(ref) if (ref := ref_in(url)) else None


def _as_meant(_tag: str, attribute: str, value: str) -> str | None:
    """A link that names a host, a number with which a list begins."""
    if attribute == "start":
        return value if NUMBER.fullmatch(value) else None
    return None if attribute == "href" and WITHOUT_HOST.match(value) else value


def _lower_headings(html: str) -> str:
    """A post stands below the page's own headings."""
    for tag, lower in (("h1", "h3"), ("h2", "h3"), ("h5", "h4"), ("h6", "h4")):
        html = html.replace(f"<{tag}>", f"<{lower}>").replace(f"</{tag}>", f"</{lower}>")
    return html


def _well_formed(html: str) -> str:
    """The same with every tag closed and spelt in one way, so that what follows can go by its
    text. Tags are still there that the last sanitising takes out."""
    return nh3.clean(
        html,
        tags=TAGS | WRAPPERS | CELLS | HEADINGS | {"img"},
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES | {"img": {"alt"}},
        url_schemes=SCHEMES,
        # They led to the other site; here they would lead to pages of ours.
        url_relative="deny",
        attribute_filter=_as_meant,
        link_rel=None,
    )


def _words_of_image(image: re.Match[str]) -> str:
    """What the picture says, in place of it; a file's name says nothing."""
    words = entities.unescape(image[1] or "").strip()
    return "" if FILE_NAME.fullmatch(words) else entities.escape(words)


def _with_paragraphs(html: str, line_break: str) -> str:
    html = re.sub(r"[^\S\n]+", " ", html)
    html = re.sub(r"\n{2,}", "\n\n", re.sub(r" ?\n ?", "\n", html))
    html = re.sub(r"(?:<br>\n?){2,}", "\n\n", html).replace("<br>\n", "<br>")
    html = BLOCK.sub(_with_paragraph_behind, html)
    return "<p>" + html.replace("\n\n", "<p>").replace("\n", line_break)


def _with_paragraph_behind(block: re.Match[str]) -> str:
    return block[1] + ("<p>" if BEFORE_PARAGRAPH.fullmatch(block[1]) else "")


def _is_too_deep(html: str) -> bool:
    opened: Counter[str] = Counter()
    depth = 0
    for closes, tag in TAG_START.findall(html):
        name = tag.lower()
        if name in NEVER_DEEP or (closes and not opened[name]):
            continue
        step = -1 if closes else 1
        opened[name] += step
        depth += step
        if depth > DEEPEST_MARKUP:
            return True
    return False
