"""What a sign-in name and a time zone may be."""

import hashlib
import unicodedata
import zoneinfo
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

sign_in_name_characters = RegexValidator(
    r"^[\w-]+\Z",
    _("Please use letters, digits, - and _ only, without spaces."),
    code="characters",
)


# It stands in the head of a mail.
one_line = RegexValidator(
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z", _("Please leave out line breaks."), code="one_line"
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
        """A shorter text more than once, also with signs and digits thrown in between."""
        letters = "".join(filter(str.isalpha, text))
        return _is_periodic(text) or (2 * len(letters) >= len(text) and _is_periodic(letters))

    def _is_a_row(self, text: str) -> bool:
        rows = [row for straight in self.ROWS for row in (straight, straight[::-1])]
        pairs = list(pairwise(text))
        neighbours = sum(any(one + other in row for row in rows) for one, other in pairs)
        return neighbours >= 0.8 * len(pairs)


def _is_periodic(text: str) -> bool:
    """Whether it is its own beginning, moved by half its length or less."""
    return any(text.startswith(text[moved:]) for moved in range(1, len(text) // 2 + 1))


class PassphraseIsNotKnown:
    """Not one that was found in a leak, as far as the operator has the list here.

    The list is a file of SHA-1 hashes in hex, one on each line and sorted, with or without ":" and
    a count behind each, as "Pwned Passwords" gives them out. It is looked up on the disk; nobody
    is asked over the network.
    """

    LONGEST_LINE = 64

    def validate(self, password: str, user: object = None) -> None:
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if settings.KNOWN_PASSPHRASES and self._has(Path(settings.KNOWN_PASSPHRASES), wanted):
            raise ValidationError(
                _(
                    "This passphrase is on lists that go around: it was found in a leak somewhere. "
                    "Please choose another one."
                ),
                code="passphrase_is_known",
            )

    def get_help_text(self) -> str:
        return str(_("It is on no list of leaked passphrases."))

    def _has(self, path: Path, wanted: str) -> bool:
        """Halve the file until what is left is a few lines."""
        with path.open("rb") as file:
            low, high = 0, path.stat().st_size
            while high - low > self.LONGEST_LINE:
                middle = (low + high) // 2
                file.seek(middle)
                file.readline()
                line = file.readline()
                if not line or line[:40].decode() > wanted:
                    high = middle
                else:
                    low = middle
            file.seek(max(0, low - self.LONGEST_LINE))
            near = file.read(4 * self.LONGEST_LINE)
        return wanted.encode() in near.upper()
