"""Which categories an article is in, and which circle it goes to for that."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from forums.wordpress.export import Article, Category
from forums.wordpress.fields import same_words

LONGEST_CIRCLE_NAME = 80
# What WordPress puts every article into that nobody sorted; the slug is the same in every language.
UNSORTED = "uncategorized"


class CategoryTree:
    """The categories of a site, as they stand at the top of its export."""

    def __init__(self) -> None:
        self._by_slug: dict[str, Category] = {}
        self._above: dict[str, str] = {}
        self._slugs: dict[str, str] = {}

    def note(self, *, name: str, slug: str, parent_slug: str) -> None:
        self._by_slug[slug] = Category(name, slug)
        self._above[slug] = parent_slug
        self._slugs.setdefault(same_words(name), slug)

    def lines_of(self, named: Iterable[tuple[str, str, str]]) -> tuple[tuple[Category, ...], ...]:
        """Each category of an article with those above it; of each its domain, slug and name.

        Old exports name categories and tags in one way, without a domain: there only those
        count that stand at the top of the file.
        """
        lines: dict[str, tuple[Category, ...]] = {}
        for domain, slug, name in named:
            slug = slug or self._slugs.get(same_words(name), "")
            if domain == "category" or (not domain and slug):
                own = self._by_slug.get(slug) or Category(name, slug)
                lines.setdefault(same_words(own.name), (own, *self._all_above(slug)))
        return tuple(lines.values())

    def _all_above(self, slug: str) -> Iterator[Category]:
        seen = {"", slug}
        while (slug := self._above.get(slug, "")) not in seen and slug in self._by_slug:
            seen.add(slug)
            yield self._by_slug[slug]


@dataclass(frozen=True)
class Places:
    """Into which circle an article goes."""

    # The circle of whatever no category leads elsewhere.
    otherwise: str
    # Circles by the name or the slug of a category, folded.
    mapped: Mapping[str, str] = field(default_factory=dict)
    # Whether a category that is not mapped goes to a circle of its own name.
    has_circle_for_each: bool = False

    def circle_of(self, article: Article) -> str:
        """The name of the circle. What is mapped comes first: for each category in turn itself,
        or else the nearest above it. A category that is not mapped goes with the one on top."""
        for key in self.keys_of(article):
            return self.mapped[key]
        if self.has_circle_for_each:
            for line in article.categories:
                if line[-1].slug != UNSORTED:
                    return line[-1].name[:LONGEST_CIRCLE_NAME].rstrip() or self.otherwise
        return self.otherwise

    def keys_of(self, article: Article) -> Iterator[str]:
        """The words of the map that fit one of its categories, or one above it."""
        for line in article.categories:
            for category in line:
                for word in (same_words(category.name), same_words(category.slug)):
                    if word in self.mapped:
                        yield word
