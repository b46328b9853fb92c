from django.utils.translation import gettext as _

LONGEST_TITLE = 200
LONGEST_TEXT = 200_000


def why_not_write(*, title: str, text: str) -> str | None:
    if not text.strip():
        return _("There are no words in it yet.")
    if len(title) > LONGEST_TITLE:
        return _("The title is longer than %(most)d characters.") % {"most": LONGEST_TITLE}
    if len(text) > LONGEST_TEXT:
        return _(
            "This is longer than %(most)d characters. Please keep it in two parts. "
            "Nothing of it is lost: it is still below."
        ) % {"most": LONGEST_TEXT}
    return None
