"""Who looked and what was done, for those who moderate the house: without words and names."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse

from forums.actions.conversation import reply
from forums.actions.glass import ask_whose
from forums.actions.house import appoint_to_house, dismiss_from_house
from forums.choices import Outcome
from forums.models import BreakGlass, Membership, Trail
from forums.queries import log
from forums.queries.log import alias_of, letters_of, moderators_of
from forums.rules import Step
from tests.cast import PERSONAS
from tests.forums.deciding import case_about, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, push):
    """About what eve said. bel and dov moderate the house."""
    for user in (cast.bel, cast.dov):
        appoint_to_house(by=None, user=user)
    return case_about(push, by=cast.ada)


def looks():
    lines = Trail.objects.filter(verb="look").order_by("pk")
    return list(lines.values_list("by", "subject_ref"))


def page(cast, query="", *, by=None):
    return cast.client(by or cast.dov).get(reverse("forums:log") + query)


# --- Looks --------------------------------------------------------------------------------------


def test_each_look_at_a_case_is_written_down(cast, case):
    for user in (cast.bel, cast.bel, cast.dov):
        cast.client(user).get(case.get_absolute_url())
    assert looks() == [(cast.bel.pk, case.ref), (cast.bel.pk, case.ref), (cast.dov.pk, case.ref)]


def test_a_form_that_is_refused_shows_the_words_and_so_it_is_a_look(cast, case):
    answer = cast.client(cast.bel).post(case.get_absolute_url(), {"seen_version": "1"})
    assert answer.status_code == 422
    assert looks() == [(cast.bel.pk, case.ref)]


def test_whoever_may_not_open_it_leaves_no_look(cast, case):
    cast.client(cast.eve).get(case.get_absolute_url())
    cast.client(cast.ada).get(case.get_absolute_url())
    assert looks() == []


# --- The page -----------------------------------------------------------------------------------


def test_it_says_what_was_done_by_whom_under_a_name_for_this_page(cast, case, rule):
    decided(case, rule, Step(Outcome.HIDE), by=cast.bel)
    html = page(cast).content.decode()
    assert "Decided" in html
    assert alias_of(cast.bel.pk) in html
    assert alias_of(cast.bel.pk) != alias_of(cast.dov.pk)
    accounts = [user.sign_in_name for user in (cast.ada, cast.bel, cast.eve)]
    for told in (*accounts, *PERSONAS.values(), "Just call", "For a reason", "To whoever"):
        assert told not in html.split("<main")[1]


def test_what_members_do_is_not_in_it(cast, case, opening):
    before = page(cast).content.decode().split("<main")[1]
    reply(by=cast.cy, parent=opening, words="Good evening.")
    after = page(cast).content.decode().split("<main")[1]
    assert before == after


def test_a_case_about_oneself_is_not_in_it(cast, case):
    cast.client(cast.bel).get(case.get_absolute_url())
    appoint_to_house(by=None, user=cast.eve)
    assert case.ref in page(cast).content.decode()
    assert case.ref not in page(cast, by=cast.eve).content.decode()


@pytest.mark.parametrize("who", ["ada", "cy", "eve"])
def test_for_others_there_is_no_such_page(cast, case, who):
    assert page(cast, by=getattr(cast, who)).status_code == 404


def test_it_can_be_narrowed(cast, case, rule):
    cast.client(cast.bel).get(case.get_absolute_url())
    decided(case, rule, Step(Outcome.HIDE), by=cast.bel)
    only = page(cast, "?verb=look").content.decode().split('class="trail"')[1]
    assert "Looked at a case" in only
    assert "Decided" not in only
    assert (
        "Let somebody moderate"
        not in page(cast, f"?case={case.ref}").content.decode().split('class="trail"')[1]
    )
    assert page(cast, "?case=what").status_code == 422


def shown_by(html):
    return set(re.findall(r"Moderator (\w{5})</a>", html))


@pytest.mark.parametrize("written", ["%s", "Moderator %s"])
def test_it_can_be_narrowed_to_somebody_without_their_name(cast, case, written):
    for user in (cast.bel, cast.dov):
        cast.client(user).get(case.get_absolute_url())
    assert shown_by(page(cast).content.decode()) == {
        letters_of(cast.bel.pk),
        letters_of(cast.dov.pk),
    }
    html = page(cast, "?by=" + quote(written % letters_of(cast.bel.pk).lower())).content.decode()
    assert shown_by(html) == {letters_of(cast.bel.pk)}
    assert cast.bel.sign_in_name not in html


def test_whoever_moderates_no_more_can_still_be_found(cast, case):
    cast.client(cast.bel).get(case.get_absolute_url())
    letters = letters_of(cast.bel.pk)
    dismiss_from_house(by=None, user=cast.bel)
    Membership.objects.filter(user=cast.bel).delete()
    assert shown_by(page(cast, f"?by={letters}").content.decode()) == {letters}


def test_letters_of_nobody_are_told_so_and_kept(cast, case):
    answer = page(cast, "?by=AAAAA")
    assert answer.status_code == 422
    assert "Nobody is called that here" in answer.content.decode()
    assert 'value="AAAAA"' in answer.content.decode()


def test_the_next_page_is_narrowed_as_well(cast, case, monkeypatch):
    monkeypatch.setattr(log, "PER_PAGE", 1)
    for user in (cast.bel, cast.dov, cast.bel):
        cast.client(user).get(case.get_absolute_url())
    letters = letters_of(cast.bel.pk)
    html = page(cast, f"?by={letters}").content.decode()
    (older,) = re.findall(r'rel="next" href="(\?[^"]+)"', html)
    assert shown_by(page(cast, unescape(older)).content.decode()) == {letters}


def test_all_of_it_can_be_read_page_by_page(cast, case, monkeypatch):
    monkeypatch.setattr(log, "PER_PAGE", 2)
    for _time in range(5):
        cast.client(cast.bel).get(case.get_absolute_url())
    seen, before = [], None
    while True:
        found = log.log_page(cast.dov, verb="look", before=before)
        seen += [line.pk for line in found.lines]
        if (before := found.before) is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 5


@pytest.mark.parametrize("more", [1, 3])
def test_it_costs_the_same_for_one_line_and_for_three(
    cast, case, more, django_assert_max_num_queries
):
    for _time in range(more):
        cast.client(cast.bel).get(case.get_absolute_url())
    cast.client(cast.dov)
    with django_assert_max_num_queries(6):
        page(cast)


# --- Whose a name is ------------------------------------------------------------------------------


def ask(cast, case, **fields):
    data = {"whom": "author", "words": "A threat."} | fields
    return cast.client(cast.bel).post(reverse("forums:whose", args=[case.ref]), data)


def test_two_look_up_whose_a_name_is(cast, case):
    there = ask(cast, case)["Location"]
    glass = BreakGlass.objects.get()
    assert there == reverse("forums:glass", args=[glass.ref])
    assert "Yes, both of us" in cast.client(cast.dov).get(there).content.decode()
    assert "Yes, both of us" not in cast.client(cast.bel).get(there).content.decode()
    cast.client(cast.dov).post(reverse("forums:grant_glass", args=[glass.ref]))
    name = cast.eve.sign_in_name
    assert name not in cast.client(cast.bel).get(there).content.decode()
    shown = cast.client(cast.bel).post(reverse("forums:look_behind", args=[glass.ref]))
    assert f'<strong dir="auto">{name}</strong>' in shown.content.decode()
    assert shown["Cache-Control"].count("no-store") == 1


def test_whose_a_moderator_is_takes_two_as_well(cast, case):
    cast.client(cast.dov).get(case.get_absolute_url())
    alias = alias_of(cast.dov.pk)
    assert moderators_of(case)[alias].owner == cast.dov
    appoint_to_house(by=None, user=cast.cy)
    there = ask(cast, case, whom=alias)["Location"]
    html = cast.client(cast.cy).get(there).content.decode()
    assert alias in html
    assert PERSONAS["dov"] not in html


def test_a_question_without_a_reason_comes_back(cast, case):
    answer = ask(cast, case, words=" ")
    assert answer.status_code == 422
    assert "Please say why" in answer.content.decode()
    assert not BreakGlass.objects.exists()


def test_for_whoever_moderates_a_circle_alone_there_are_no_such_pages(cast, case):
    glass = ask_whose(by=cast.bel, case=case, persona=case.author, why="A threat.")
    for name, args in (
        ("glasses", []),
        ("glass", [glass.ref]),
        ("whose", [case.ref]),
    ):
        assert cast.client(cast.ada).get(reverse(f"forums:{name}", args=args)).status_code == 404
    for name in ("grant_glass", "refuse_glass", "look_behind"):
        answer = cast.client(cast.ada).post(reverse(f"forums:{name}", args=[glass.ref]))
        assert answer.status_code == 404
    glass.refresh_from_db()
    assert glass.granted_at is None
    assert glass.refused_at is None
