from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.forms.fields import line
from trackers.rules.incidents import LONGEST_LINE


class FileForm(forms.Form):
    """What is said of a file stands before it, so that it is here first."""

    shows = line(
        _("What it shows"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("In a few words, as somebody will read it who was not there."),
    )
    captured = line(
        _("How it was made"),
        required=False,
        max_length=LONGEST_LINE,
        help_text=_("A screenshot of this phone, a photo of the letter, saved from the mailbox …"),
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "Photos, screenshots, PDF, mails (.eml), exported chats (.txt, .csv, .html, .json, "
            ".zip), sound and video. It is kept exactly as it is."
        ),
    )

    def say_of_file(self, why: str) -> None:
        """Why there is none, where nothing came or nothing came of it."""
        self.fields["file"].error_messages |= {"required": why, "empty": why}
