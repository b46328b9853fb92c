import unicodedata
from collections.abc import Collection

from django.utils.translation import gettext as _

LONGEST_TITLE = 200
LONGEST_TEXT = 200_000
LONGEST_TAG = 40
MOST_TAGS = 20


def tags_in(typed: str) -> list[str]:
    """Words between commas, each once, in the order in which they were typed."""
    tags = (" ".join(tag.split()).lower() for tag in typed.split(","))
    return list(dict.fromkeys(tag for tag in tags if tag))


def fits(words: str, *texts: str) -> bool:
    """Whether all of the words stand somewhere in the texts, whatever their case and accents."""
    said = " ".join(_plain(text) for text in texts)
    return all(word in said for word in _plain(words).split())


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def why_not_write(*, title: str, text: str, to: str = "", tags: Collection[str] = ()) -> str | None:
    if not text.strip():
        return _("There are no words in it yet.")
    if len(title) > LONGEST_TITLE:
        return _("The title is longer than %(most)d characters.") % {"most": LONGEST_TITLE}
    if len(to) > LONGEST_TITLE:
        return _("The name is longer than %(most)d characters.") % {"most": LONGEST_TITLE}
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        return _("Please keep to %(most)d short words to find it by.") % {"most": MOST_TAGS}
    if len(text) > LONGEST_TEXT:
        return _(
            "This is longer than %(most)d characters. Please keep it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_TEXT}
    return None
