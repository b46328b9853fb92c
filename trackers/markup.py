"""Markdown of private texts, made safe to show. It is made anew for each reading: HTML beside the
words would be one more thing to seal."""

from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong",
    "ul",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}


@cache
def _markdown() -> MarkdownIt:
    # No pictures: nothing is ever fetched from anywhere while somebody reads their own pages.
    options = {"html": False, "breaks": True, "maxNesting": 30}
    return MarkdownIt("commonmark", options).enable(["strikethrough"]).disable(["image"])


def html_from_markdown(source: str) -> str:
    """Sanitised HTML of CommonMark; single line breaks count, as people on phones expect."""
    # Half of a character that was cut in two cannot be shown.
    html = _markdown().render(source.encode("utf-8", "replace").decode())
    for tag, lower in (("h1", "h3"), ("h2", "h3"), ("h5", "h4"), ("h6", "h4")):
        html = html.replace(f"<{tag}>", f"<{lower}>").replace(f"</{tag}>", f"</{lower}>")
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        # A link inside the site could be one that locks these pages.
        url_relative="deny",
        link_rel="noreferrer noopener nofollow",
    )
