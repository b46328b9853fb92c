import dataclasses

import pytest

from forums.wordpress import (
    Article,
    Author,
    Comment,
    LeftOut,
    why_article_left_out,
    why_comment_left_out,
)

MO = Author("Mo", "mo@mail.example")
COMMENT = Comment("1", "", MO, None, "Words.", approved="1", kind="comment")
ARTICLE = Article(
    "one",
    "Title",
    MO,
    None,
    "Words.",
    "publish",
    "post",
    is_locked=False,
    categories=(),
    comments=(),
)


@pytest.mark.parametrize("approved", ["1", "approved"])
def test_approved_comments_come(approved):
    assert why_comment_left_out(dataclasses.replace(COMMENT, approved=approved)) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"approved": "0"}, LeftOut.UNAPPROVED),
        ({"approved": ""}, LeftOut.UNAPPROVED),
        ({"approved": "hold"}, LeftOut.UNAPPROVED),
        ({"approved": "spam"}, LeftOut.SPAM),
        ({"approved": "trash"}, LeftOut.TRASH),
        ({"approved": "post-trashed"}, LeftOut.TRASH),
        ({"kind": "pingback"}, LeftOut.PINGBACK),
        ({"kind": "trackback", "approved": "0"}, LeftOut.TRACKBACK),
        ({"kind": "order_note"}, LeftOut.NO_COMMENT),
    ],
)
def test_other_comments_stay_away(said, why):
    assert why_comment_left_out(dataclasses.replace(COMMENT, **said)) == why


@pytest.mark.parametrize("said", [{}, {"kind": "page"}, {"title": ""}, {"html": ""}])
def test_published_articles_come(said):
    assert why_article_left_out(dataclasses.replace(ARTICLE, **said)) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"status": "draft"}, LeftOut.DRAFT),
        ({"status": "auto-draft"}, LeftOut.DRAFT),
        ({"status": "pending"}, LeftOut.PENDING),
        ({"status": "future"}, LeftOut.FUTURE),
        ({"status": "private"}, LeftOut.PRIVATE),
        ({"status": "trash"}, LeftOut.TRASH),
        ({"status": ""}, LeftOut.UNPUBLISHED),
        ({"status": "wc-completed"}, LeftOut.UNPUBLISHED),
        ({"is_locked": True}, LeftOut.PASSWORD),
        ({"kind": "attachment", "status": "inherit"}, LeftOut.ATTACHMENT),
        ({"kind": "nav_menu_item"}, LeftOut.NO_ARTICLE),
        ({"title": " ", "html": "\n"}, LeftOut.EMPTY),
    ],
)
def test_other_articles_stay_away(said, why):
    assert why_article_left_out(dataclasses.replace(ARTICLE, **said)) == why


def test_an_empty_article_comes_where_somebody_answered_it():
    empty = dataclasses.replace(ARTICLE, title="", html="", comments=(COMMENT,))
    assert why_article_left_out(empty) is None
