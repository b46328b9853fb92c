"""Reads a WordPress export (WXR 1.0 to 1.2) article by article, never more than one in memory."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from forums.refusals import Refused
from forums.wordpress.categories import CategoryTree
from forums.wordpress.export import Article, Author, Comment
from forums.wordpress.fields import (
    bare_id,
    encoded_once,
    first_date,
    is_private,
    made_up_id,
    plain,
    same_address,
    same_mailbox,
    same_words,
    written,
)
from forums.wordpress.mending import MendedFile

# The namespace differs by version; "…/export/1.2/excerpt/" is another one.
EXPORT_NAMESPACE = re.compile(r"https?://wordpress\.org/export/[^/]+/?")
PREFIXES = [
    (EXPORT_NAMESPACE, "wp"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?"), "content"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/?"), "dc"),
]
# What is read. The rest, commenters' IPs and web addresses with it, never gets further than here.
AUTHOR_FIELDS = {"wp:author_login", "wp:author_email", "wp:author_display_name"}
CATEGORY_FIELDS = {"wp:cat_name", "wp:category_nicename", "wp:category_parent"}
ARTICLE_FIELDS = {
    "title", "link", "guid", "pubDate", "dc:creator", "content:encoded", "wp:post_id",
    "wp:post_date", "wp:post_date_gmt", "wp:post_type", "wp:post_password", "wp:status",
}  # fmt: skip
COMMENT_FIELDS = {
    "wp:comment_id", "wp:comment_parent", "wp:comment_author", "wp:comment_author_email",
    "wp:comment_date", "wp:comment_date_gmt", "wp:comment_content", "wp:comment_approved",
    "wp:comment_type",
}  # fmt: skip


class NotAnExport(Refused):
    pass


class BrokenExport(Refused):
    pass


def read_export(file: BinaryIO) -> Iterator[Article]:
    """The articles of an export, the left-out ones as well.

    Raises NotAnExport before the first of them, or BrokenExport where the file breaks.
    """
    reader = _Reader()
    mended = MendedFile(file)
    try:
        yield from reader.articles(_events(mended))
    except etree.XMLSyntaxError as error:
        if reader.is_export:
            raise BrokenExport(_where_it_broke(error, mended)) from error
    except OSError as error:
        refusal = BrokenExport if reader.is_export else NotAnExport
        why = {"why": error.strerror or error}
        raise refusal(_("The file cannot be read to its end (%(why)s).") % why) from error
    if not reader.is_export:
        raise NotAnExport(_what_it_is(mended.head))


def _events(mended: MendedFile) -> Iterator[tuple[str, Any]]:
    # huge_tree lifts the limit of 10 MB for one text, which page builders exceed. That is safe
    # here: without a DOCTYPE there are no entities, and each article is thrown away once read.
    yield from etree.iterparse(
        mended,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


class _Reader:
    """Keeps what belongs to the article that is being read, and to the whole file."""

    def __init__(self) -> None:
        self.is_export = False
        self._is_done = False
        self._texts: dict[str, str] = {}
        self._authors: dict[str, Author] = {}
        self._categories = CategoryTree()
        self._comments: list[Comment] = []

    def articles(self, events: Iterable[tuple[str, Any]]) -> Iterator[Article]:
        for event, element in events:
            if event == "start":
                self._start(element)
            elif article := self._end(element):
                yield article
            if self._is_done:
                return

    def _start(self, element: Any) -> None:
        if element.getparent() is not None:
            return
        self._is_done = element.tag != "rss"
        self.is_export = not self._is_done and any(
            EXPORT_NAMESPACE.fullmatch(uri) for uri in element.nsmap.values()
        )

    def _end(self, element: Any) -> Article | None:
        """What is complete with this element: an article, or nothing."""
        parent = element.getparent()
        match _name(parent.tag) if parent is not None else "":
            case "":
                self._is_done = True
            case "channel":
                return self._end_in_channel(element)
            case "item" if _name(element.tag) == "wp:comment":
                self._comments.append(self._comment(_texts(element, COMMENT_FIELDS)))
                element.clear()
        return None

    def _end_in_channel(self, element: Any) -> Article | None:
        article = None
        match _name(element.tag):
            case "item" if self.is_export:
                article = self._article(_texts(element, ARTICLE_FIELDS), _categories(element))
                self._comments = []
            case "wp:author":
                self._note_author(_texts(element, AUTHOR_FIELDS))
            case "wp:category":
                self._note_category(_texts(element, CATEGORY_FIELDS))
            case "title" | "link" | "wp:base_site_url" | "wp:base_blog_url" as name:
                self._texts[name] = plain(_text(element))
            case "wp:wxr_version":
                self.is_export = True
        _forget(element)
        return article

    @property
    def _address(self) -> str:
        for name in ("wp:base_blog_url", "wp:base_site_url", "link"):
            if address := same_address(self._texts.get(name, "")):
                return address
        return ""

    @property
    def _site(self) -> str:
        if self._address and not is_private(self._address):
            return self._address
        return f"{self._address}title:" + same_words(self._texts.get("title", ""))

    def _author(self, name: str, email: str) -> Author:
        name, email = plain(name), same_mailbox(email)
        by_name = f"{self._site}\n{same_words(name)}"
        return Author(name=name, identity=email if "@" in email else by_name)

    def _note_author(self, texts: dict[str, str]) -> None:
        login = plain(texts.get("wp:author_login", ""))
        name = texts.get("wp:author_display_name", "").strip() or login
        self._authors[login] = self._author(name, texts.get("wp:author_email", ""))

    def _note_category(self, texts: dict[str, str]) -> None:
        name, slug, parent = (plain(texts.get(field, "")) for field in sorted(CATEGORY_FIELDS))
        self._categories.note(name=name or slug, slug=slug, parent_slug=parent)

    def _article(
        self, texts: dict[str, str], categories: Iterable[tuple[str, str, str]]
    ) -> Article:
        creator = plain(texts.get("dc:creator", ""))
        return Article(
            identity=self._article_identity(texts),
            title=encoded_once(texts.get("title", "")),
            author=self._authors.get(creator) or self._author(creator, ""),
            written_at=first_date(
                *(texts.get(name, "") for name in ("wp:post_date_gmt", "wp:post_date", "pubDate"))
            ),
            html=written(texts.get("content:encoded", "")),
            status=texts.get("wp:status", "publish").strip(),
            kind=texts.get("wp:post_type", "post").strip(),
            is_locked=bool(texts.get("wp:post_password", "").strip()),
            categories=self._categories.lines_of(categories),
            comments=tuple(self._comments),
        )

    def _article_identity(self, texts: dict[str, str]) -> str:
        """Its address and its number there. A file that names no address has only its title,
        which another one may have as well: there the date has to help."""
        number = bare_id(texts.get("wp:post_id", ""))
        address = same_address(plain(texts.get("guid", ""))) or self._address
        if is_private(address):
            # Begun on somebody's own machine, where every site has the same addresses.
            address = f"{self._site}\n{address}"
        if address and number:
            return f"{address}\n{number}"
        date = texts.get("wp:post_date_gmt", "") or texts.get("pubDate", "")
        own = number or texts.get("link", "").strip() or texts.get("title", "").strip()
        return f"{address or self._site}\n{own}\n{date.strip()}"

    def _comment(self, texts: dict[str, str]) -> Comment:
        author = self._author(
            texts.get("wp:comment_author", ""), texts.get("wp:comment_author_email", "")
        )
        dates = [texts.get(name, "") for name in ("wp:comment_date_gmt", "wp:comment_date")]
        words = texts.get("wp:comment_content", "")
        return Comment(
            id=bare_id(texts.get("wp:comment_id", ""))
            or made_up_id(author.identity, *dates, words),
            parent_id=bare_id(texts.get("wp:comment_parent", "")),
            author=author,
            said_at=first_date(*dates),
            html=written(words),
            approved=texts.get("wp:comment_approved", "").strip(),
            kind=texts.get("wp:comment_type", "").strip() or "comment",
        )


def _texts(element: Any, names: Collection[str]) -> dict[str, str]:
    return {name: _text(child) for child in element if (name := _name(child.tag)) in names}


def _categories(element: Any) -> list[tuple[str, str, str]]:
    """Domain, slug and name of what an article is filed under."""
    return [
        (child.get("domain", ""), child.get("nicename", ""), plain(_text(child)))
        for child in element
        if child.tag == "category"
    ]


def _text(element: Any) -> str:
    return "".join(element.itertext())


@lru_cache(maxsize=512)
def _name(tag: str) -> str:
    """The tag as WordPress writes it: "wp:status". Files that lack a namespace have it so."""
    uri, _brace, local = tag.rpartition("}")
    for namespace, prefix in PREFIXES:
        if namespace.fullmatch(uri[1:]):
            return f"{prefix}:{local}"
    return tag


def _forget(element: Any) -> None:
    """Free the memory of a part of the channel that was read, and of all before it."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _where_it_broke(error: etree.XMLSyntaxError, mended: MendedFile) -> str:
    line = {"line": max(error.lineno or 1, 1)}
    if mended.is_at_end:
        return (
            _("The file ends in the middle, at line %(line)d. It was not copied as a whole.") % line
        )
    return _("The file is damaged at line %(line)d and cannot be read any further.") % line


def _what_it_is(head: bytes) -> str:
    """Why this is no export, as far as its beginning tells."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return _("This file is empty.")
    if start.startswith((b"pk\x03\x04", b"\x1f\x8b")):
        return _("This file is packed. Unpack it first, and give the .xml file that is in it.")
    if b"<!doctype" in start and b"<!doctype html" not in start:
        return _(
            "This file begins with a document type (DOCTYPE). WordPress writes none, and files "
            "with one are not read."
        )
    return _(
        "This is not a WordPress export. In WordPress, Tools and then Export makes one: "
        "a file that ends in .xml."
    )
