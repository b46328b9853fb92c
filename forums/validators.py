"""What a persona's name may be, and the spelling under which names are compared."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls, formats (zero-width joiners, direction marks), surrogates, private use, unassigned.
HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

LONGEST_FOLDED = 80


def fold_name(name: str) -> str:
    """NFKC, case-folded, white space collapsed: two names that fold alike count as one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def validate_name_is_plain(name: str) -> None:
    if any(unicodedata.category(letter) in HIDDEN_CATEGORIES for letter in name):
        raise ValidationError(
            _("This name has characters in it that cannot be seen. Please type it again."),
            code="hidden_characters",
        )
    # One sign can unfold into a whole phrase.
    if len(fold_name(name)) > LONGEST_FOLDED:
        raise ValidationError(_("This name is too long. Please choose a shorter one."))
    if not any(letter.isalnum() for letter in name):
        raise ValidationError(_("Please use at least one letter or digit."), code="no_letters")
