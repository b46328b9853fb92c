"""What a persona's name may be, and the key under which names are compared."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forums.validators.characters import (
    HIDING,
    JOINER,
    NON_JOINER,
    is_accent,
    is_picture,
    legible,
    without_hidden,
)
from forums.validators.lookalikes import looks_like, mixes_digits, mixes_scripts, scripts_of

# Private use, and what Unicode has not given to anybody yet.
UNKNOWN = {"Co", "Cn"}
BREAKS = {"Cc", "Zl", "Zp"}
# The sign that joins two consonants of most Indian scripts.
VIRAMA = 9

LONGEST_FOLDED = 80
# Beside Unicode's table, where "m" is "rn": small Cyrillic letters whose capitals look like
# nothing else, and what is one letter to a hasty eye, or in capitals.
CAPITALS_ALIKE = str.maketrans({"Г": "R", "П": "N"})
ALSO_ALIKE = str.maketrans({"i": "l", "w": "vv"})


def fold_name(name: str) -> str:
    """What is left of a name at a glance: two names with the same key can be taken for each other.

    The skeleton of UTS #39, taken of the capitals first and then of the small letters, without
    spaces, signs and accents. Never shown: it is a hodgepodge of scripts.
    """
    capitals = unicodedata.normalize("NFKC", HIDING.sub("", name)).upper()
    capitals = unicodedata.normalize("NFD", capitals).translate(CAPITALS_ALIKE)
    letters = "".join(map(_letters_of, capitals))
    alike = "".join(map(_alike, unicodedata.normalize("NFD", letters.casefold())))
    return unicodedata.normalize("NFC", alike.translate(ALSO_ALIKE))


def validate_name_is_plain(name: str) -> None:
    """That nothing in a name hides, and that it does not look like what it is not."""
    if no := why_not_legible(name) or _why_not_of_one_script(name):
        raise ValidationError(no)


def why_not_legible(name: str) -> str | None:
    too_long = _("This name is too long. Please choose a shorter one.")
    # Whatever else is wrong with a megabyte: to look through it would keep a processor busy.
    if len(name) > LONGEST_FOLDED:
        return too_long
    if any(unicodedata.category(letter) in UNKNOWN for letter in name):
        return _("There is a sign in this name that many devices cannot show. Please leave it out.")
    if _hides_something(name):
        return _("This name has characters in it that cannot be seen. Please type it again.")
    if legible(name) != name:
        return _(
            "There are marks in this name that stand on no letter, or too many of them on one. "
            "Please leave some out."
        )
    # One sign can unfold into a whole phrase.
    if len(folded := fold_name(name)) > LONGEST_FOLDED:
        return too_long
    if not folded or not any(letter.isalnum() for letter in name):
        return _("Please use at least one letter or digit.")
    return None


def _why_not_of_one_script(name: str) -> str | None:
    shown = unicodedata.normalize("NFKC", name)
    if mixes_scripts(shown) or mixes_digits(shown):
        return _(
            "This name mixes letters of different alphabets, and could be taken for another one. "
            "Please write all of it in one alphabet."
        )
    return None


def _letters_of(sign: str) -> str:
    """What a letter looks like; of what is no letter, only what looks like one."""
    category = unicodedata.category(sign)
    if category != "Lm" and (sign.isalnum() or category in {"Mn", "Mc"}):
        return _alike(sign)
    return "".join(filter(str.isalnum, _alike(sign)))


def _alike(sign: str) -> str:
    alike = unicodedata.normalize("NFD", looks_like().get(sign, sign))
    return "".join(each for each in alike if not is_accent(each))


def _hides_something(name: str) -> bool:
    return without_hidden(name) != name or any(
        unicodedata.category(letter) in BREAKS
        or (letter in (JOINER, NON_JOINER) and not _changes_reading(name, at))
        for at, letter in enumerate(name)
    )


def _changes_reading(name: str, at: int) -> bool:
    """Whether a joiner is read: in Persian between letters that would join, in Hindi behind the
    sign that joins consonants, and in pictures made of several."""
    before, after = name[:at][-1:], name[at + 1 :][:1]
    if not (before and after):
        return False
    if unicodedata.combining(before) == VIRAMA:
        return unicodedata.category(after) == "Lo"
    if name[at] == JOINER:
        return is_picture(after)
    return "Arab" in scripts_of(before) & scripts_of(after)
