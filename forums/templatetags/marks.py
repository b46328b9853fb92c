import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from forums.queries.search.statements import MARK_ENDS, MARK_STARTS

MARKED = re.compile(f"{MARK_STARTS}([^{MARK_STARTS}{MARK_ENDS}]*){MARK_ENDS}")

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """Plain text as HTML, with <mark> around what was found. All of the text is escaped."""
    parts = MARKED.split(" ".join(text.split()))
    # Every second part stood between two marks.
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )
