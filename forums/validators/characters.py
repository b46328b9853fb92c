"""Characters that hide, reorder or pile up, and where they have a right to be.

Joiners belong into Persian and Hindi, and into emoji; direction marks into what mixes Hebrew or
Arabic with digits; several marks on one letter into Vietnamese and Tibetan. Where such a
character does what it is there for, it stays. Anywhere else it is there to deceive.
"""

import re
import unicodedata

# Nothing is seen of these (Default_Ignorable_Code_Point, and the anchors of annotations).
HIDING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
# Braille with no dot set is a space, and the categories have it as a symbol.
BLANK = "\u2800"
SPACE_WITHOUT_WIDTH, NON_JOINER, JOINER = "\u200b", "\u200c", "\u200d"
DIRECTION_MARKS = "\u200e\u200f\u061c"
TURNS = "\u202a-\u202e\u2066-\u2069"
ISOLATES = "\u2066\u2067\u2068"
END_OF_ISOLATE, END_OF_EMBEDDING = "\u2069", "\u202c"
# What keeps its text together without reaching beyond it, in place of what may reach beyond it.
ISOLATE_OF = {"\u202a": "\u2066", "\u202b": "\u2067"} | {each: each for each in ISOLATES}
# Nobody nests quotations in other writing directions this deep.
DEEPEST_TURN = 10
TURN = re.compile(f"[{TURNS}]")
TURN_OR_TAG = re.compile(rf"[{TURNS}]|<(/?\w*)[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>")

# The flags of England, Scotland, Wales and of other parts of countries.
BLACK_FLAG = "\U0001f3f4"
FLAG_TAGS = re.compile(
    "[\U000e0061-\U000e007a]{2}[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,4}\U000e007f"
)
VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
MONGOLIAN_ONLY = "\u180b\u180c\u180d\u180e\u180f"
FILLERS_OF_JAMO = "\u115f\u1160"
GRAPHEME_JOINER = "\u034f"

# Marks on one letter. Vietnamese and old Greek need up to four, Hebrew with its points and accents
# as many, and a syllable of Tibetan piles up letters.
MOST_ACCENTS, MOST_MARKS, MOST_TIBETAN = 4, 6, 12
# Five characters in a row that are neither letter, digit, space nor ASCII: marks, most likely.
MAYBE_PILE = re.compile(r"[^\w\s\x00-\x7f]{5}")
PILE = re.compile(r"[^\w\s\x00-\x7f]{5,}")
MARKS = {"Mn", "Me"}
# Pictures that are newer than Python's tables have no category yet.
PICTURES = {"So", "Sk", "Sm", "Cn"}
HAVE_FORMS = {"Lo", "Nd", "Pd", "Po", *PICTURES}
ON_KEYS, SMALL_I_AS_SIGN = "0123456789#*", "\u2139"

INLINE = {
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "q", "s", "span", "strong",
    "sub", "sup",
}  # fmt: skip


def legible(text: str) -> str:
    """One line (a title, a name) without what hides, reorders or piles up."""
    text = without_hidden(text)
    # A mark in front would stand on whatever is shown before it.
    begins = next((at for at, sign in enumerate(text) if not _is_mark(sign)), len(text))
    return without_piles(text[begins:])


def legible_line(text: str) -> str:
    """The same, with one space where there were several."""
    return legible(" ".join(without_hidden(text).split()))


def legible_lines(text: str) -> str:
    """Several lines, each of them legible. However they ended, it is no change of what they say."""
    return "\n".join(map(legible, text.splitlines()))


def without_hidden(text: str) -> str:
    text = HIDING.sub(lambda run: _rightful(run, is_line=True), text)
    return "".join(
        sign for sign in text if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cs"}
    )


def legible_html(html: str) -> str:
    """Sanitised HTML in which nothing hides, and no writing direction reaches beyond its block."""
    if HIDING.search(html):
        html = HIDING.sub(lambda run: _rightful(run, is_line=False), html)
        html = _contained(html)
    return without_piles(html)


def without_piles(text: str) -> str:
    return PILE.sub(_fewer_marks, text) if MAYBE_PILE.search(text) else text


def can_be_seen(text: str) -> bool:
    """Whether anything at all would be seen of it."""
    return any(
        sign != BLANK
        and not sign.isspace()
        and unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
        for sign in HIDING.sub("", text)
    )


def is_hiding(sign: str) -> bool:
    """Whether nothing is seen of a character, whatever it may do for its neighbours."""
    return HIDING.fullmatch(sign) is not None


def is_accent(mark: str) -> bool:
    """A mark that is laid on a letter and easily overlooked: accents, Hebrew and Arabic points,
    strokes. The signs for vowels in Hindi or Thai are no less than letters."""
    place = unicodedata.combining(mark)
    return place == 1 or 10 <= place <= 36 or place >= 200 or unicodedata.category(mark) == "Me"


# --- What hides -------------------------------------------------------------------------------


def _rightful(run: re.Match[str], *, is_line: bool) -> str:
    """Of characters in a row that cannot be seen, those that do something for their neighbours."""
    text, start, end = run.string, run.start(), run.end()
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if before == BLACK_FLAG and (flag := FLAG_TAGS.match(run[0])):
        return flag[0]
    # Each at most once.
    places: dict[str, int] = {}
    for sign in dict.fromkeys(run[0]):
        if _belongs(sign, before, after, is_first=not places, is_line=is_line):
            places[sign] = run[0].index(sign)
    return "".join(
        sign
        for at, sign in enumerate(run[0])
        # Turns in a post are looked at later, each with its end.
        if places.get(sign) == at or (not is_line and TURN.match(sign))
    )


def _belongs(sign: str, before: str, after: str, *, is_first: bool, is_line: bool) -> bool:
    if VARIATION_SELECTORS.match(sign):
        return is_first and _can_vary(before, sign)
    if sign in (NON_JOINER, JOINER):
        has_pictures = is_picture(before) and is_picture(after)
        return _joins(before, after) or (sign == JOINER and has_pictures)
    if sign in MONGOLIAN_ONLY:
        return is_first and "\u1800" <= before <= "\u18af"
    if sign in FILLERS_OF_JAMO:
        return "\u1100" <= before <= "\u115e" or "\u1161" <= after <= "\u11ff"
    if sign == GRAPHEME_JOINER:
        return bool(before and after) and _is_mark(before) and _is_mark(after)
    if is_line:
        return False
    return sign in DIRECTION_MARKS or (sign == SPACE_WITHOUT_WIDTH and _joins(before, after))


def _can_vary(before: str, selector: str) -> bool:
    """Whether a character may be shown in another form: pictures, and letters without case."""
    if selector >= "\U000e0100":
        return before >= "\u3400" and unicodedata.category(before) == "Lo"
    return before in (*ON_KEYS, SMALL_I_AS_SIGN) or (
        before > "\x7f" and unicodedata.category(before) in HAVE_FORMS
    )


def _joins(before: str, after: str) -> bool:
    """Beside letters of a script without case: those are the ones that joiners shape."""
    return _is_shaped(before) or (after != "" and unicodedata.category(after) == "Lo")


def _is_shaped(letter: str) -> bool:
    if letter and _is_mark(letter):
        return not is_accent(letter)
    return letter != "" and unicodedata.category(letter) in {"Lo", "Mc"}


def is_picture(sign: str) -> bool:
    return sign > "\x7f" and unicodedata.category(sign) in PICTURES


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in MARKS


# --- What reorders ----------------------------------------------------------------------------


def _contained(html: str) -> str:
    """Every change of direction ends where its block ends, and none turns letters around."""
    # For each open one: does it end with an isolate's end, and is it there to be seen?
    open_turns: list[tuple[bool, bool]] = []

    def close(down_to: int = 0) -> str:
        ends = "".join(END_OF_ISOLATE for _, shown in open_turns[down_to:] if shown)
        del open_turns[down_to:]
        return ends

    def turn(found: re.Match[str]) -> str:
        sign = found[0]
        if sign[0] == "<":
            tag = re.sub(f"[{TURNS}{DIRECTION_MARKS}]", "", sign)
            return tag if found[1].strip("/") in INLINE else close() + tag
        if sign in (END_OF_ISOLATE, END_OF_EMBEDDING):
            return close(_opened_by(open_turns, is_isolate=sign == END_OF_ISOLATE))
        if len(open_turns) == DEEPEST_TURN:
            return ""
        open_turns.append((sign in ISOLATES, sign in ISOLATE_OF))
        return ISOLATE_OF.get(sign, "")

    return TURN_OR_TAG.sub(turn, html) + close()


def _opened_by(open_turns: list[tuple[bool, bool]], *, is_isolate: bool) -> int:
    """Where the open one stands that such a sign ends; behind all of them, where it ends none."""
    for at in range(len(open_turns) - 1, -1, -1):
        if open_turns[at][0] == is_isolate:
            return at
        if not is_isolate:
            break
    return len(open_turns)


# --- What piles up ----------------------------------------------------------------------------


def _fewer_marks(run: re.Match[str]) -> str:
    kept, accents, marks = [], 0, 0
    for sign in run[0]:
        if not _is_mark(sign):
            accents = marks = 0
            kept.append(sign)
            continue
        most = MOST_TIBETAN if "\u0f00" <= sign <= "\u0fff" else MOST_MARKS
        if marks == most or (is_accent(sign) and accents == MOST_ACCENTS):
            continue
        marks += 1
        accents += is_accent(sign)
        kept.append(sign)
    return "".join(kept)
