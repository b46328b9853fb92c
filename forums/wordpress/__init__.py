from forums.wordpress.categories import Places
from forums.wordpress.export import Article, Author, Category, Comment
from forums.wordpress.fields import same_mailbox, same_words
from forums.wordpress.names import fit_name, free_names, stem
from forums.wordpress.reading import BrokenExport, NotAnExport, read_export
from forums.wordpress.reasons import LeftOut, why_article_left_out, why_comment_left_out
from forums.wordpress.threads import ARTICLE, Moved, Placed, arrange, by_date

__all__ = [
    "ARTICLE",
    "Article",
    "Author",
    "BrokenExport",
    "Category",
    "Comment",
    "LeftOut",
    "Moved",
    "NotAnExport",
    "Placed",
    "Places",
    "arrange",
    "by_date",
    "fit_name",
    "free_names",
    "read_export",
    "same_mailbox",
    "same_words",
    "stem",
    "why_article_left_out",
    "why_comment_left_out",
]
