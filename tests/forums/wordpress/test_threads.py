from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forums.wordpress import ARTICLE, Author, Comment, Moved, arrange, by_date

NOON = datetime(2019, 2, 1, 12, tzinfo=UTC)


def said(number, parent="", *, minute=0):
    return Comment(
        id=str(number),
        parent_id=str(parent),
        author=Author("Mo", "mo@mail.example"),
        said_at=None if minute is None else NOON + timedelta(minutes=minute),
        html="",
        approved="1",
        kind="comment",
    )


def places(comments, *, without=()):
    kept = {comment.id for comment in comments} - {str(number) for number in without}
    return {each.comment.id: (each.parent_id, each.moved) for each in arrange(comments, kept=kept)}


def test_answers_stand_under_what_they_answer_wherever_that_stands_in_the_file():
    assert places([said(2, 1), said(1), said(3, 2)]) == {
        "1": (ARTICLE, None),
        "2": ("1", None),
        "3": ("2", None),
    }


def test_siblings_stand_by_date_and_then_by_number():
    comments = [said(10, minute=5), said(9, minute=5), said(3, minute=9), said(4, minute=None)]
    assert list(places(comments)) == ["4", "9", "10", "3"]


def test_what_answers_something_that_is_gone_stands_under_the_article():
    assert places([said(1, 999)]) == {"1": (ARTICLE, Moved.MISSING)}


def test_what_answers_something_left_out_stands_under_the_nearest_that_is_not():
    comments = [said(1), said(2, 1), said(3, 2), said(4, 3), said(5, 6), said(6), said(7, 3)]
    assert places(comments, without=[2, 3, 6]) == {
        "1": (ARTICLE, None),
        "4": ("1", Moved.LEFT_OUT),
        "5": (ARTICLE, Moved.LEFT_OUT),
        "7": ("1", Moved.LEFT_OUT),
    }


def test_a_circle_is_opened_at_its_earliest():
    comments = [said(1, 3, minute=2), said(2, 1, minute=1), said(3, 2, minute=3), said(5, 2)]
    assert places([*comments, said(4, 4)]) == {
        "4": (ARTICLE, Moved.CIRCLE),
        "2": (ARTICLE, Moved.CIRCLE),
        "5": ("2", None),
        "3": ("2", None),
        "1": ("3", None),
    }


def test_a_circle_of_what_was_left_out_is_no_trap():
    comments = [said(1, 2), said(2, 1), said(3, 1)]
    assert places(comments, without=[1, 2]) == {"3": (ARTICLE, Moved.LEFT_OUT)}


def test_of_two_with_one_number_the_first_counts():
    [placed] = arrange([said(1, minute=1), said(1, minute=0)], kept={"1"})
    assert placed.comment.said_at == NOON + timedelta(minutes=1)


def nearest_kept(comment, first, kept):
    """The plain way to find it, however long it takes."""
    seen, parent_id = set(), comment.parent_id
    while parent_id in first and parent_id not in kept and parent_id not in seen:
        seen.add(parent_id)
        parent_id = first[parent_id].parent_id
    return parent_id if parent_id in kept else ARTICLE


numbers = st.integers(1, 8)


@given(
    st.lists(st.builds(said, numbers, st.one_of(st.just(""), numbers), minute=numbers)),
    st.sets(numbers.map(str), min_size=3),
)
def test_whatever_answers_whatever_each_has_one_place_behind_its_parent(comments, kept):
    first = {comment.id: comment for comment in reversed(comments)}
    kept &= first.keys()
    seen = {ARTICLE}
    last_under = {}
    for placed in arrange(comments, kept=kept):
        comment = placed.comment
        assert placed.parent_id in seen
        assert comment.id not in seen
        assert comment is first[comment.id]
        if placed.moved != Moved.CIRCLE:
            assert placed.parent_id == nearest_kept(comment, first, kept)
        if placed.moved is None:
            assert placed.parent_id == comment.parent_id
        before = last_under.get(placed.parent_id)
        assert before is None or by_date(before) <= by_date(comment)
        last_under[placed.parent_id] = comment
        seen.add(comment.id)
    assert seen == kept | {ARTICLE}


def test_a_long_row_of_answers_takes_no_recursion():
    row = [said(number, number - 1 or "") for number in range(1, 50_001)]
    assert len(arrange(row, kept={"50000"})) == 1
    assert len(arrange(row, kept={comment.id for comment in row})) == 50_000
