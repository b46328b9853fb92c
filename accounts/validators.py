"""What a sign-in name and a time zone may be."""

import unicodedata
import zoneinfo
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

sign_in_name_characters = RegexValidator(
    r"^[\w-]+\Z",
    _("Please use letters, digits, - and _ only, without spaces."),
    code="characters",
)


def fold_sign_in_name(name: str) -> str:
    """The one spelling under which a sign-in name is stored and looked up.

    NFKC and case folding, so that a phone's automatic capital or a full-width letter does not
    keep somebody out.
    """
    return unicodedata.normalize("NFKC", name).casefold().strip()


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known here."), code="time_zone")


class PassphraseIsNoPattern:
    """Long is not enough where it is the same over and over, or a row of the keyboard."""

    FEWEST_SIGNS = 6
    ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")

    def validate(self, password: str, user: object = None) -> None:
        text = password.casefold()
        if len(set(text)) < self.FEWEST_SIGNS or self._repeats(text) or self._is_a_row(text):
            raise ValidationError(
                _("This is too easy to guess. Four or five words that do not belong together do."),
                code="passphrase_is_a_pattern",
            )

    def get_help_text(self) -> str:
        return str(_("It is not the same few signs over and over."))

    def _repeats(self, text: str) -> bool:
        """Found inside itself, doubled, before its end: a shorter text more than once."""
        return (text + text).find(text, 1) < len(text)

    def _is_a_row(self, text: str) -> bool:
        rows = [row for straight in self.ROWS for row in (straight, straight[::-1])]
        pairs = list(pairwise(text))
        neighbours = sum(any(one + other in row for row in rows) for one, other in pairs)
        return neighbours >= 0.8 * len(pairs)
