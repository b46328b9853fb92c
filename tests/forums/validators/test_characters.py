# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.validators import can_be_seen, legible, legible_html

# Real texts in which joiners, direction marks, selectors and piles of marks have their place.
SAMPLES = {
    "family": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 we",
    "couple": "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3ff",
    "rainbow": "\U0001f3f3\ufe0f\u200d\U0001f308\U0001f3f3\ufe0f\u200d\u26a7\ufe0f",
    "head shaking": "\U0001f642\u200d\u2194\ufe0f",
    "eye": "\U0001f441\ufe0f\u200d\U0001f5e8\ufe0f",
    "flags": "\U0001f1e9\U0001f1ea \U0001f1f3\U0001f1ff",
    "England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!",
    "Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f\U0001f44b",
    "pirates": "\U0001f3f4\u200d\u2620\ufe0f",
    "skin": "\U0001f44d\U0001f3fe\U0001f44b\U0001f3fb",
    "keys": "1\ufe0f\u20e3 #\ufe0f\u20e3 *\ufe0f\u20e3",
    "signs": "\u2764\ufe0f \u00a9\ufe0f \u2122\ufe0f \u2139\ufe0f \u203c\ufe0f \u3030\ufe0f",
    "newer than the tables": "\U0001fae9\u200d\U0001fae9",
    "Persian": "می\u200cخواهم کتاب\u200cها را بخوانم",
    "Persian abbreviation": "سال ۱۴۰۰ ه\u200d.ش",
    "Arabic with points": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
    "Hebrew with points and accents": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
    "Hindi": "क्\u200dष र्\u200dय क\u094d\u200cष हिन्दी",
    "Sinhala": "ශ්\u200dරී ලංකා",
    "Malayalam": "ന്\u200d മലയാളം",
    "Bengali": "র\u200d্য",
    "Vietnamese": unicodedata.normalize("NFD", "Người Việt đã nói về nỗi sợ và sự ẩn mình"),
    "Tibetan": "བཀྲ་ཤིས་བདེ་ལེགས། ཧཱུྃ རྒྱལ",
    "a tall stack of Tibetan": "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fbc\u0fbb\u0f82",
    "Thai": "ที่นี่ไม่มีใครรู้จักฉัน น้ำ ก็",
    "Burmese": "မြန်မာ ကျွန်ုပ်တို့",
    "Khmer": "ភាសាខ្មែរ ស្ត្រី",
    "Japanese with its variant": "葛\U000e0100城 辻\ufe00",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180e\u1820 ᠠ\u180b",
    "old Greek": unicodedata.normalize("NFD", "ᾧ τὸν ἄνδρα ᾄσω"),
    "Korean in parts": unicodedata.normalize("NFD", "안녕하세요"),
    "speech sounds": "ɔ̃̀ː kʷʰ t͡ʃ",
    "Russian stress": "за\u0301мок",
}


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES)
def test_what_people_write_stays_untouched(text):
    assert legible(text) == text
    assert legible_html(f"<p>{text}</p>") == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\U000e0101",
        "\u034f",
        "\u3164", "\u115f", "\u180e", "\u2062", "\ufff9", "\U0001d173", "\u17b4", "\u206a",
        "\uffa0",
        "\U000e0067\U000e0062\U000e007f", "\u180b", "\u200b\u200c\u200d" * 20,
    ],
)  # fmt: skip
@pytest.mark.parametrize("at", range(5))
def test_what_hides_among_letters_is_taken_out(sign, at):
    text = "word"[:at] + sign + "word"[at:]
    assert legible(text) == "word"
    assert legible_html(f"<p>{text}</p>") == "<p>word</p>"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u200d\U0001f308\u200da", "a\U0001f308a"), ("\U0001f3f4\U000e0067word",
        "\U0001f3f4word"),
        ("\U0001f469\ufe0f\ufe00\ufe01", "\U0001f469\ufe0f"), ("e\u0301\u200d", "e\u0301"),
        ("م\u200c\u200c\u200cن", "م\u200cن"), ("Thai\u200bland ไทย", "Thailand ไทย"),
    ],
)  # fmt: skip
def test_what_has_its_place_elsewhere_is_taken_out_where_it_has_none(text, left):
    assert legible(text) == left
    assert legible_html(f"<p>{text}</p>") == f"<p>{left}</p>"


def test_a_space_without_width_may_break_lines_of_thai_but_not_titles():
    assert legible_html("ภาษา\u200bไทย") == "ภาษา\u200bไทย"
    assert legible("ภาษา\u200bไทย") == "ภาษาไทย"


@pytest.mark.parametrize(
    "text",
    [
        "a\u202eb",
        "\u2066a\u2069",
        "a\u200f b",
        "\u200ea",
        "\u061ca",
        "\u202aab\u202c",
        "a\x07b",
        "\ud800ab",
    ],
)
def test_nothing_in_a_title_changes_the_direction(text):
    assert legible(text) == re.sub(r"[^ab ]", "", text)


@pytest.mark.parametrize(
    ("html", "contained"),
    [
        ("<p>\u202eone</p><p>two</p>", "<p>one</p><p>two</p>"),
        ("<p>\u2067one</p><p>two</p>", "<p>\u2067one\u2069</p><p>two</p>"),
        ("<p>\u2067one\u2069 two</p>", "<p>\u2067one\u2069 two</p>"),
        ("<p>one\u2069 two\u2069</p>", "<p>one two</p>"),
        ("<p>\u202bone\u202c two</p>", "<p>\u2067one\u2069 two</p>"),
        ("<p>\u202d\u202aone\u202c two\u202c</p>", "<p>\u2066one\u2069 two</p>"),
        ("<p>\u2066\u202eone\u2069 two\u202c</p>", "<p>\u2066one\u2069 two</p>"),
        ("<p>\u2066\u202bone\u2069 two</p>", "<p>\u2066\u2067one\u2069\u2069 two</p>"),
        ("<p>\u2067one <em>two</em> three</p>", "<p>\u2067one <em>two</em> three\u2069</p>"),
        ("<ul><li>\u2068one<br>two</li></ul>", "<ul><li>\u2068one\u2069<br>two</li></ul>"),
        ("\u2067one", "\u2067one\u2069"),
        ("<p>\u200fאב\u200f 12</p>", "<p>\u200fאב\u200f 12</p>"),
        ("<p>\u200f\u200f\u200fאב</p>", "<p>\u200fאב</p>"),
        ('<p><abbr title="\u202ea>\u2067b">c</abbr></p>', '<p><abbr title="a>b">c</abbr></p>'),
    ],
)  # fmt: skip
def test_in_a_post_a_direction_ends_with_its_block(html, contained):
    assert legible_html(html) == contained


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("e" + "\u0301" * 50, 5), ("e" + "\u0301\u0316\u0334" * 40 + "x", 6),
        ("ก" + "\u0e47" * 40, 7),
        ("\u0f40" + "\u0fb2" * 40, 13), ("e" + "\u0489" * 40, 5), ("e" + "\u0301\u034f" * 40, 7),
        ("e" + "\u0301" * 9 + "\u200d" + "\u0301" * 9, 5),
    ],
)  # fmt: skip
def test_piles_of_marks_are_trimmed(text, most):
    assert len(legible(text)) <= most
    assert len(legible_html(text)) <= most + 4
    assert legible(text)[0] == text[0]


def test_a_title_does_not_begin_with_marks_for_whatever_stands_before_it():
    assert legible("\u0336\u0336word") == "word"


HARD = st.lists(
    st.sampled_from("ab א ع क\u094d\u200c\u200d\u200b\u2066\u2067\u2068\u2069\u202a\u202b\u202c"
                    "\u202d\u202e\u200e\u200f\u0301\u034f\ufe0f\U0001f3f4\U000e0067\U000e007f\u00ad\u2764\U0001f308")
    | st.sampled_from(["<p>", "</p>", "<br>", "<em>", "</em>"])
    | st.characters()
).map("".join)  # fmt: skip


@given(HARD)
def test_once_is_enough(text):
    assert legible(legible(text)) == legible(text)
    assert legible_html(legible_html(text)) == legible_html(text)


@given(HARD)
def test_no_direction_reaches_out_of_a_block(text):
    for block in re.split(r"</?p>|<br>", legible_html(text)):
        depth = 0
        for sign in block:
            depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
            assert depth >= 0
            assert sign not in "\u202a\u202b\u202c\u202d\u202e"
        assert depth == 0


@given(
    st.text(
        st.characters(
            exclude_categories=["C", "M", "Zl", "Zp"], exclude_characters="\u115f\u1160\u3164\uffa0"
        )
    )
)
def test_letters_signs_and_spaces_all_stay(text):
    assert legible(text) == text
    assert legible_html(text) == text


@pytest.mark.parametrize(
    "turns", ["\u2066", "\u202a\u2069", "\u202e\u200b", "\u2067<p>", "\u200b\u2066"]
)
def test_a_flood_of_turns_is_no_work(turns):
    shown = legible_html(turns * 300_000)
    assert len(re.findall("[\u2066-\u2068]", shown)) == shown.count("\u2069")


def test_a_flood_of_marks_is_no_work():
    assert legible("\u0301" * 1_500_000 + "tea") == "tea"


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\u200b\u200d", "\u3164", "\ufeff \u2060", "\u2800", "\u00a0\u3000", "\x00\x07",
     "\U000e0061", "\u034f\ufe0f", "\u2066\u2069"],
)  # fmt: skip
def test_what_nobody_can_see(text):
    assert not can_be_seen(text)


@pytest.mark.parametrize("text", ["a", " . ", "\u200b?", "\U0001f308", "\u2800a", "می", "\ufffd"])
def test_what_can_be_seen(text):
    assert can_be_seen(text)
