"""What has changed in a text since it was reported."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.rendering.differences import MOST_WORDS, differences, words_in


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "<p>Just call.</p>",
            "<p>Just <em>wait</em>.</p>",
            "Just <del>call.</del> <ins>wait.</ins>",
        ),
        ("<p>a</p><p>b</p>", "<p>a</p>", "a <del>b</del>"),
        ("<p>a</p>", "<p>a b</p>", "a <ins>b</ins>"),
        ("<p>a &lt;b&gt;</p>", "<p>a</p>", "a <del>&lt;b&gt;</del>"),
        ("<p>a</p>", "<p><em>a</em></p>", None),
        ("<p>x</p>", "<p>" + "x " * (MOST_WORDS + 1) + "</p>", None),
    ],
)
def test_what_went_and_what_came_is_marked(before, after, told):
    assert differences(before, after) == told


WORDS = st.lists(st.text("ab<&\"'>", min_size=1, max_size=3), max_size=8)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_it(then, now):
    marked = differences(escape(" ".join(then)), escape(" ".join(now)))
    if marked is None:
        assert then == now
        return

    def without(tag):
        return re.sub(rf"<{tag}>.*?</{tag}>", " ", marked, flags=re.DOTALL)

    assert words_in(without("ins")) == then
    assert words_in(without("del")) == now
