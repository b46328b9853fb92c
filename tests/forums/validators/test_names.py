# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from forums.models import Persona
from forums.validators import LONGEST_FOLDED, fold_name, validate_name_is_plain
from tests.cast import PERSONAS

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u034f\u3164\u115f"
)


def why_not(name):
    try:
        validate_name_is_plain(name)
    except ValidationError as invalid:
        return invalid.messages[0]
    return ""


@pytest.mark.parametrize(
    "name",
    [
        "wren", "WREN", " Wren ", "W r e n", "W\u00a0r\u2003en", "wren.", "-Wren-", "W.r_e-n",
        "♥ Wren ♥",
        "\U0001f338Wren", "Wren\u2800", "vvren", "VVren", "Wrén", "Ẃřëñ", "Wr\u0335en",
        "Wre\u0363n",
        "\uff37\uff52\uff45\uff4e", "\U0001d5b6\U0001d52f\U0001d522\U0001d52b", "ⓌⓇⒺⓃ",
        "\u13b3ren", "\u1d21ren", "W\u0433\u0435n", "\u0461\u0433\u0435\u043f", "W\u200dr\u200ben",
        "W\ufe0fren", "ｖｖｒｅｎ", "Wr\u0435n", "Wre\u0578",
    ],
)  # fmt: skip
def test_a_name_that_could_be_taken_for_wren_has_the_key_of_wren(name):
    assert fold_name(name) == fold_name("Wren")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alice", "AIice"), ("Alice", "A1ice"), ("Alice", "A|ice"), ("Alice", "ALICE"),
        ("Marlow", "Rnarlow"), ("MARLOW", "rnarlovv"), ("Moon", "M00n"), ("Iris", "lris"),
        ("Kate", "КАТЕ"), ("Kate", "кате"), ("Boba", "Вова"), ("Nopa", "Νора"), ("ANNA", "ΑΝΝΑ"),
        ("Ирина", "ИРИНА"), ("Ελένη", "ΕΛΕΝΗ"), ("Άννα", "Αννα"), ("Straße", "STRASSE"),
        ("فاطمة", "فَاطِمَة"), ("שרה", "שָׂרָה"), ("می\u200cنا", "مینا"), ("पद्\u200dमा", "पद्मा"),
        ("Łucja", "Lucja"), ("Søren", "Soren"), ("Đorđe", "Dorde"), ("Zoë", "Zoe"),
        ("Anna 2", "Anna2"), ("O’Brien", "OBrien"), ("Oʼ Brien", "O'Brien"),
    ],
)  # fmt: skip
def test_names_that_look_alike_have_one_key(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "Anne"), ("Wren", "Wrenna"), ("Anna 2", "Anna 3"), ("Clara", "Dara"),
        ("Мария", "Марина"), ("अनु", "अनि"), ("かな", "がな"), ("ก็", "กี"), ("ليلى", "سلمى"),
        ("דנה", "דינה"), ("김민서", "김민지"), ("花子", "桃子"), ("Nora", "Vora"), ("Yara", "Uara"),
    ],
)  # fmt: skip
def test_names_that_differ_at_a_glance_have_keys_of_their_own(one, other):
    assert fold_name(one) != fold_name(other)


def test_everybody_of_the_cast_has_a_key_of_their_own():
    assert len({fold_name(name) for name in PERSONAS.values()}) == len(PERSONAS)


@pytest.mark.parametrize(
    "name",
    [
        "Wren", "Мария", "Ёлка", "Ελένη", "ليلى", "فرشته", "می\u200cنا", "אנה", "בַּת־שֶׁבַע",
        "यास्मीन",
        "क्\u200dष", "ආදිත්\u200dය", "অনন্যা", "தமிழ்", "สมหญิง", "မြန်မာ", "ខ្មែរ", "བཀྲ་ཤིས",
        "አለም",
        "Անի", "ნინო", "山田花子", "はな子", "ハナ", "ひらがな カナ", "山田 Anna", "김민서",
        "김 Anna",
        "ㄅㄆㄇ 李", "Nguyễn Thị Hồng", "Nguyê\u0303n", "O’Brien", "Anne-Marie", "Anna 2",
        "♥ Anna ♥",
        "Anna ♥\ufe0f", "Anna \U0001f469\u200d\U0001f680",
        "Nia \U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "Ōkuninushi", "Māori", "ʻOkina", "Çağla", "Łucja", "١٢٣ ليلى",
    ],
)  # fmt: skip
def test_names_of_all_the_world_are_welcome(name):
    assert why_not(name) == ""


@pytest.mark.parametrize(
    "name",
    ["W\u0433\u0435n", "Anna Мария", "Αnna", "Anna ليلى", "ひら김", "Anna ٢", "1٢", "अनuu", "ԝren"],
)
def test_a_name_of_mixed_alphabets_is_refused_with_a_kind_sentence(name):
    assert "different alphabets" in why_not(name)


@pytest.mark.parametrize(
    "name",
    [
        *(f"Wr{sign}en" for sign in UNSEEN), *(f"{sign}Wren" for sign in UNSEEN),
        *(f"Wren{sign}" for sign in UNSEEN), "Wr\x00en", "Wr\ten", "Wr\nen", "Wr\u2028en",
        "Wr\u2029en", "Wr\x85en", "W\ufe0fren", "Wren\U000e0061", "Wren\U000e0100", "می\u200c",
        "\u200cمینا", "ле\u200cна", "W\ud800ren", "म\u200dा",
    ],
)  # fmt: skip
def test_a_name_in_which_something_hides_is_refused(name):
    assert "cannot be seen" in why_not(name)


@pytest.mark.parametrize("name", ["Wr\ue000en", "\U000f0000 Wren", "Wren \U0003fffd", "Wren\u0378"])
def test_a_name_with_signs_that_devices_do_not_know_is_refused(name):
    assert "many devices" in why_not(name)


@pytest.mark.parametrize(
    "name",
    [
        "W" + "\u0301" * 5 + "ren",
        "Wr" + "\u0489\u0334\u0300" * 6 + "en",
        "ก" + "็" * 12,
        "\u0301Wren",
    ],
)
def test_a_name_under_a_pile_of_marks_is_refused(name):
    assert "marks" in why_not(name)


@pytest.mark.parametrize("name", ["", " ", "***", "\U0001f338", "♥\ufe0f", "\u2800", "ʼ"])
def test_a_name_needs_a_letter_or_a_digit(name):
    assert "at least one letter" in why_not(name)


def test_a_name_that_unfolds_into_too_much_is_refused():
    assert "too long" in why_not("ﷺ" * 8)


@pytest.mark.parametrize("sign", ["\u0301", "\u200c", "\U000e0061", "\u05d0a"])
def test_of_a_name_that_is_far_too_long_nothing_else_is_looked_at(sign):
    assert "too long" in why_not(sign * 100)


@given(st.text())
def test_a_name_that_is_taken_fits_where_it_is_kept(name):
    assert Persona._meta.get_field("name_folded").max_length == LONGEST_FOLDED
    if not why_not(name):
        assert 0 < len(fold_name(name)) <= LONGEST_FOLDED
        assert fold_name(name) == fold_name(name.upper()) == fold_name(f" {name}. ")
        assert not why_not(" ".join(name.split()))


@given(st.text(), st.sampled_from(UNSEEN), st.integers(min_value=0))
def test_nothing_unseen_makes_another_name_of_it(name, sign, at):
    at %= len(name) + 1
    assert fold_name(name[:at] + sign + name[at:]) == fold_name(name)
