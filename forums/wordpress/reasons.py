"""What is not imported, and why."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from forums.wordpress.export import Article, Comment


class LeftOut(TextChoices):
    """In the order in which the reasons are told."""

    UNAPPROVED = "unapproved", _("unapproved")
    PINGBACK = "pingback", _("pingback")
    TRACKBACK = "trackback", _("trackback")
    SPAM = "spam", _("spam")
    TRASH = "trash", _("trash")
    EMPTY = "empty", _("empty")
    REPEATED = "repeated", _("repeated")
    TAKEN_BACK = "taken_back", _("taken back by whoever wrote it")
    NO_COMMENT = "no_comment", _("not a comment")
    UNDER_LEFT_OUT = "under_left_out", _("under a skipped article")
    DRAFT = "draft", _("draft")
    PENDING = "pending", _("pending")
    FUTURE = "future", _("future")
    PRIVATE = "private", _("private")
    PASSWORD = "password", _("password")
    UNPUBLISHED = "unpublished", _("not published")
    ATTACHMENT = "attachment", _("attachment")
    NO_ARTICLE = "no_article", _("not an article")


ARTICLE_STATUS = {
    "draft": LeftOut.DRAFT,
    "auto-draft": LeftOut.DRAFT,
    "pending": LeftOut.PENDING,
    "future": LeftOut.FUTURE,
    "private": LeftOut.PRIVATE,
    "trash": LeftOut.TRASH,
}
COMMENT_KIND = {
    "comment": None,
    "pingback": LeftOut.PINGBACK,
    "trackback": LeftOut.TRACKBACK,
}
COMMENT_APPROVED = {
    "1": None,
    "approved": None,
    "spam": LeftOut.SPAM,
    "trash": LeftOut.TRASH,
    "post-trashed": LeftOut.TRASH,
}


def why_article_left_out(article: Article) -> LeftOut | None:
    if article.kind not in {"post", "page"}:
        return LeftOut.ATTACHMENT if article.kind == "attachment" else LeftOut.NO_ARTICLE
    if article.status != "publish":
        return ARTICLE_STATUS.get(article.status, LeftOut.UNPUBLISHED)
    if article.is_locked:
        return LeftOut.PASSWORD
    if not (article.title.strip() or article.html.strip() or article.comments):
        return LeftOut.EMPTY
    return None


def why_comment_left_out(comment: Comment) -> LeftOut | None:
    """Asks what the export says of it; whether there are words in it is for whoever renders it."""
    return COMMENT_KIND.get(comment.kind, LeftOut.NO_COMMENT) or COMMENT_APPROVED.get(
        comment.approved, LeftOut.UNAPPROVED
    )
