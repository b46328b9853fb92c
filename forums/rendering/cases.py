"""What was reported, as a moderator reads it: each wording once, and what it says by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from forums.choices import Source
from forums.models import Post, Report
from forums.queries.history import ReporterHistory
from forums.rendering.differences import differences, words_in


@dataclass(frozen=True)
class Said:
    """What one reporter says of it, and what is known of them."""

    report: Report
    before: ReporterHistory | None


@dataclass(frozen=True)
class Frozen:
    """One wording, and everybody who reported it as it then stood."""

    name: str
    html: str
    said: list[Said] = field(default_factory=list)
    # What differs from it now; nothing, where it is the same or gone.
    changes: SafeString | None = None
    is_the_same: bool = False

    @property
    def was_held(self) -> bool:
        """Nobody has reported it: it waits to be read."""
        return all(one.report.source == Source.HOLDING for one in self.said)


def frozen_texts(
    reports: Sequence[Report], before: Mapping[int, ReporterHistory], post: Post | None
) -> list[Frozen]:
    """In the order in which they were reported first."""
    texts: dict[tuple[str, str], Frozen] = {}
    for report in reports:
        key = report.frozen_name, report.frozen_html
        if key not in texts:
            texts[key] = _frozen(report, post)
        texts[key].said.append(Said(report, before.get(report.pk)))
    return list(texts.values())


def _frozen(report: Report, post: Post | None) -> Frozen:
    name, html = report.frozen_name, report.frozen_html
    if post is None or not post.html:
        return Frozen(name, html)
    if words_in(html) == words_in(post.html):
        return Frozen(name, html, is_the_same=True)
    return Frozen(name, html, changes=differences(html, post.html))
