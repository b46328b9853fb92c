"""Writes small exports for tests."""

from pathlib import Path
from xml.sax.saxutils import escape

DATA = Path(__file__).parent / "data"
WP = "http://wordpress.org/export/1.2/"


def data(name):
    return (DATA / name).open("rb")


def wxr(*items, site="https://evenings.example", title="Evenings", head=""):
    address = f"<link>{site}</link><wp:base_blog_url>{site}</wp:base_blog_url>" if site else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" xmlns:wp="{WP}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel><title>{title}</title>{address}<wp:wxr_version>1.2</wp:wxr_version>{head}\n"
        + "\n".join(items)
        + "\n</channel></rss>\n"
    )


def category(name, slug, *, parent=""):
    """One at the top of the file; its name is XML already."""
    return (
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
    )


def item(number, *comments, creator="ivy", words="Some words.", categories=(), **fields):
    fields = {
        "title": f"Article {number}",
        "wp:post_id": number,
        "wp:post_date_gmt": "2019-01-01 19:00:00",
        "wp:status": "publish",
        "wp:post_type": "post",
        "content:encoded": words,
        "dc:creator": creator,
    } | {f"wp:{name}" if name != "title" else name: text for name, text in fields.items()}
    filed = "".join(
        f'<category domain="category" nicename="{slug}">{slug}</category>' for slug in categories
    )
    return "<item>" + _elements(fields) + filed + "".join(comments) + "</item>"


def comment(number, words="An answer.", *, author="Mo", email="mo@mail.example", **fields):
    fields = {
        "id": number,
        "author": author,
        "author_email": email,
        "date_gmt": "2019-02-01 20:00:00",
        "content": words,
        "approved": 1,
        "type": "comment",
        "parent": 0,
    } | fields
    named = {f"wp:comment_{name}": text for name, text in fields.items()}
    return "<wp:comment>" + _elements(named) + "</wp:comment>"


def _elements(fields):
    return "".join(
        f"<{name}>{escape(str(text))}</{name}>" for name, text in fields.items() if text is not None
    )
