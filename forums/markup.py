"""Markdown and imported HTML, made safe to show. Done once, when something is written."""

import html as entities
import re
from collections import Counter
from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dl", "dt", "em",
    "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "ul",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}, "abbr": {"title"}}
SCHEMES = {"http", "https", "mailto"}
LINK_REL = "noreferrer noopener nofollow ugc"
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
    )


def html_from_markdown(source: str) -> str:
    """Sanitised HTML of CommonMark; single line breaks count, as people on phones expect."""
    return _clean(_lower_headings(_markdown().render(source)))


def html_from_html(source: str) -> str:
    """Sanitised HTML of an article or a comment of WordPress, where blank lines stand for
    paragraphs. Images, embeds and whatever else would load from another server are gone."""
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


def _clean(html: str) -> str:
    html = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        # A link inside the site could be one that signs its reader out.
        url_relative="deny",
        link_rel=LINK_REL,
        strip_comments=True,
    )
    return START_OF_PRE.sub("<pre>", EMPTY_PARAGRAPH.sub("\n", html)).strip()


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
