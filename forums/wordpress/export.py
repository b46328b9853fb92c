"""What an export says, in our words. Of a commenter that is the name and the e-mail address only,
and the address is for hashing."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Author:
    name: str
    # What an author is recognised by: the e-mail address, or else the name on that site. It is
    # never stored, and kept out of tracebacks.
    identity: str = field(repr=False)


@dataclass(frozen=True)
class Category:
    name: str
    # As it stands in the addresses of that site; empty where the export does not say.
    slug: str


@dataclass(frozen=True)
class Comment:
    id: str
    # The id of the comment that it answers; empty where it answers the article.
    parent_id: str
    author: Author
    said_at: datetime | None
    html: str
    approved: str
    kind: str


@dataclass(frozen=True)
class Article:
    # What it is recognised by when it comes again.
    identity: str
    title: str
    author: Author
    written_at: datetime | None
    html: str
    status: str
    kind: str
    is_locked: bool
    # Each with those above it: itself first, the one on top last.
    categories: tuple[tuple[Category, ...], ...]
    comments: tuple[Comment, ...]
