# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from forums.validators import looks_like_staff, reserved
from tests.cast import PERSONAS


@pytest.mark.parametrize(
    "name",
    [
        "Moderator", "moderators", "Moderator Bel", "Bel, moderator", "ModeratorBel",
        "bel_moderator",
        "M0derator", "Моdеrаtor", "МОДЕРАТОР", "Rnoderator", "m o d e r a t o r", "Co-Moderator",
        "Admin", "adm1n", "Admin2", "A.d.m.i.n.", "\uff21\uff44\uff4d\uff49\uff4e", "Ádmin",
        "Sysadmin",
        "admin-team", "Host", "HOST", "Your Host", "Host 2", "h0st", "Support", "Support Anna",
        "the team",
        "Team", "mod", "Rnod", "Holdfast", "H0ldfast", "Holdfast help", "MyHoldfast", "HoIdfast",
        "Official Wren",
        "équipe", "EQUIPE", "Modératrice", "Moderatorin", "Администратор", "yönetici",
    ],
)  # fmt: skip
def test_names_that_sound_like_staff(name):
    assert looks_like_staff(name)


@pytest.mark.parametrize(
    "name",
    [
        *PERSONAS.values(), "Ghost", "Hosta", "Badminton", "Modesty", "Steam", "Teamaker",
        "Supportive",
        "Staffa", "Wednesday", "Hold", "Fast", "Anna", "Мария", "ليلى", "山田花子",
        "Systematic Sue",
    ],
)  # fmt: skip
def test_names_that_only_have_such_a_word_inside(name):
    assert not looks_like_staff(name)


@given(st.sampled_from(["Moderator", "Admin", "Host", "Holdfast"]), st.text(max_size=20))
def test_nothing_beside_the_word_makes_it_harmless(word, beside):
    assert looks_like_staff(f"{word} {beside}")
    assert looks_like_staff(f"{beside} {word}")


def test_the_name_of_this_site_whatever_it_is(settings):
    settings.SITE_NAME = "Quiet Harbour"
    assert looks_like_staff("Qu1et Harbour")
    assert looks_like_staff("The QuietHarbour people")
    assert not looks_like_staff("Quiet")


def test_a_short_name_of_the_site_may_stand_inside_of_others(settings):
    settings.SITE_NAME = "Bay"
    assert looks_like_staff("Bay")
    assert looks_like_staff("bay 2")
    assert not looks_like_staff("Bayleaf")


def test_every_language_of_the_site_has_its_words():
    sections = re.findall(r"^\[(\w+)\]$", reserved.LIST.read_text("utf-8"), re.MULTILINE)
    assert {code.partition("-")[0] for code, _ in settings.LANGUAGES} <= set(sections)
