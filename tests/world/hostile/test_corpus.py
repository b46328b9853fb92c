"""Nothing of the corpus gets through: not by the words of what is made of it, not in a browser."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums import markup as in_circles
from tests.world.hostile.corpus import corpus, wrong_with
from trackers import markup as in_own_pages

CORPUS = corpus()
RENDERERS = {
    "typed": (in_circles.html_from_markdown, in_circles.TAGS),
    "brought along": (in_circles.html_from_html, in_circles.TAGS),
    "in own pages": (in_own_pages.html_from_markdown, in_own_pages.TAGS),
}
EACH = pytest.mark.parametrize(("render", "tags"), RENDERERS.values(), ids=RENDERERS)
# Whatever has no effect on screen, or an effect on what stands beside it.
INVISIBLE = "\u200b\u202a\u202b\u202c\u202d\u202e\ufeff\x00"


class Read(HTMLParser):
    def __init__(self, html: str, tags: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self._tags = tags
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag, attributes):
        self.wrong += wrong_with(tag, {name: value or "" for name, value in attributes}, self._tags)
        if tag not in {"br", "hr"}:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another")

    def handle_comment(self, data):
        self.wrong.append(f"a comment: {data}")

    handle_decl = unknown_decl = handle_pi = handle_comment


def test_the_corpus_is_read_and_spelt_out():
    assert len(CORPUS) > 200
    assert len(set(CORPUS)) == len(CORPUS)
    assert any("\u202e" in attempt for attempt in CORPUS)
    assert max(map(len, CORPUS)) >= 10_000
    assert not any("{U+" in attempt for attempt in CORPUS)


def test_what_is_wrong_would_be_found():
    assert Read("<script>x()</script>", {"p"}).wrong == ["<script>"]
    assert Read('<a href="java&#10;script:x()" rel=noreferrer>a</a>', {"a"}).wrong
    assert Read('<a href="/leave/">a</a>', {"a"}).wrong == ["href /leave/"]
    assert Read("<p onclick=x()>a</p>", {"p"}).wrong == ["p onclick"]
    assert Read("<p><b>a</p></b>", {"p", "b"}).wrong
    assert Read('<ol start="1x"><li>a</li></ol>', {"ol", "li"}).wrong


@EACH
def test_nothing_of_it_gets_through(render, tags):
    got_through = {
        attempt[:80]: wrong for attempt in CORPUS if (wrong := Read(render(attempt), tags).wrong)
    }
    assert got_through == {}


def test_nothing_of_it_hides_or_turns_round_what_stands_beside_it():
    for attempt in CORPUS:
        for render, _tags in (RENDERERS["typed"], RENDERERS["brought along"]):
            assert not set(render(attempt)) & set(INVISIBLE), attempt[:80]


SHORT = [attempt for attempt in CORPUS if len(attempt) < 200]


@EACH
@given(st.lists(st.tuples(st.sampled_from(SHORT), st.floats(0, 1)), max_size=6))
def test_nor_do_pieces_of_it_one_after_another(render, tags, attempts):
    """Cut anywhere: what one opens, another goes on with."""
    cut = [attempt[int(len(attempt) * share) :] for attempt, share in attempts]
    assert Read(render("".join(cut)), tags).wrong == []
    assert Read(render("\n\n".join(reversed(cut))), tags).wrong == []
