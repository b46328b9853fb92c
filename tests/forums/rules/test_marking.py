"""What a moderator marks by hand, in whatever browser."""

from hypothesis import given
from hypothesis import strategies as st

from forums.rules.marking import signs_for, spans_marked

TEXTS = st.text(alphabet="ab [](){}<>\n\u00e9\U0001f436", max_size=12)
# Pieces of a text, and whether each is marked.
PIECES = st.lists(st.tuples(TEXTS, st.booleans()), max_size=5)


@given(PIECES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_is_marked_is_found_whatever_ends_the_lines(pieces, end):
    text = "".join(piece for piece, _marked in pieces)
    opens, closes = signs_for(text)
    marked, spans, place = "", [], 0
    for piece, is_marked in pieces:
        marked += f"{opens}{piece}{closes}" if is_marked else piece
        spans += [(place, place + len(piece))] if is_marked and piece else []
        place += len(piece)
    # A sign that touches half of one in the text can be read in two ways.
    if marked.replace(opens, "").replace(closes, "") == text:
        assert spans_marked(marked.replace("\n", end), text) == tuple(spans)


@given(TEXTS, TEXTS)
def test_another_text_is_never_taken_for_this_one(text, other):
    found = spans_marked(other, text)
    if found is not None:
        opens, closes = signs_for(text)
        assert other.replace(opens, "").replace(closes, "") == text


def test_places_count_in_the_text_as_it_is_stored():
    assert spans_marked("one\n[[two]]", "one\r\ntwo") == ((5, 8),)


def test_text_that_has_such_signs_is_marked_with_others():
    assert signs_for("see [this]") == ("{{", "}}")
    assert spans_marked("see {{[this]}}", "see [this]") == ((4, 10),)


def test_a_sign_alone_is_no_mark():
    assert spans_marked("a [[b", "a b") is None
    assert spans_marked("a b]]", "a b") is None
    assert spans_marked("a [[]]b", "a b") == ()
