"""What the screen looks for: written, tried, switched on; and what nobody should show."""

import pytest

from forums.actions.conversation import open_topic, reply
from forums.actions.filing import file_report
from forums.actions.screening import (
    add_help_line,
    add_screen_rule,
    change_help_line,
    change_screen_rule,
    keep_from_showing,
    keep_no_more,
    read_help_lines,
    remove_screen_rule,
    settle_hits,
    switch_off,
    switch_on,
    try_screen_rule,
)
from forums.choices import Concern, Harm, ScreenAction, ScreenKind, Source
from forums.models import (
    Case,
    HelpLine,
    NeverReveal,
    Post,
    Report,
    ScreenHit,
    Screening,
    ScreenRule,
    Trail,
)
from forums.refusals import ScreenRefused
from forums.screen import lines_known
from tests.forums.screening import a_house_rule, screen_rule

pytestmark = pytest.mark.django_db


def given(**fields):
    return {
        "kind": ScreenKind.PHRASE,
        "name": "Cures",
        "watched": "miracle cure",
        "action": ScreenAction.TELL,
        "harm": Harm.NONE,
        "rule": a_house_rule(),
    } | fields


def test_a_rule_is_off_until_it_was_tried_and_switched_on(cast):
    rule = add_screen_rule(by=cast.bel, **given())
    assert not rule.is_on()
    with pytest.raises(ScreenRefused, match="try it first"):
        switch_on(by=cast.bel, rule=rule)
    try_screen_rule(by=cast.bel, rule=rule)
    assert switch_on(by=cast.bel, rule=rule).is_on()
    assert not switch_off(by=cast.bel, rule=rule).is_on()
    verbs = Trail.objects.filter(subject_ref=rule.ref).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_rule", "try_rule", "switch_on", "switch_off"]


@pytest.mark.parametrize(
    "fields",
    [
        {"watched": " \n "},
        {"kind": ScreenKind.PATTERN, "watched": ""},
        {"kind": ScreenKind.PATTERN, "watched": "fine\n(?=not)"},
        {"kind": ScreenKind.RATE, "most": 3},
        {"kind": ScreenKind.REPEAT, "most": 3, "within_minutes": 100_000},
        {"kind": ScreenKind.CRISIS, "action": ScreenAction.HOLD},
        {"watched": "a " * 6_000},
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_a_sentence(cast, fields):
    with pytest.raises(ScreenRefused):
        add_screen_rule(by=cast.bel, **given(**fields))
    assert not ScreenRule.objects.filter(name="Cures").exists()


def test_a_rule_that_finds_something_else_is_off_until_it_was_tried_again(cast):
    rule = screen_rule()
    rule = change_screen_rule(by=cast.bel, screen_rule=rule, watched="another cure")
    assert not rule.is_on()
    assert rule.tried_at is None


def test_a_rule_of_which_only_the_rest_changes_stays_on(cast):
    rule = screen_rule()
    rule = change_screen_rule(by=cast.bel, screen_rule=rule, name="Cures", harm=Harm.DANGER)
    assert rule.is_on()


def test_trying_shows_what_it_would_find_and_writes_nothing(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="Buy a *miracle cure*, they said to me.")
    rule = screen_rule(is_on=False)
    before = list(Post.objects.order_by("pk").values())
    found = try_screen_rule(by=cast.ada, rule=rule)
    assert (found.posts, found.hits) == (2, 1)
    (sample,) = found.samples
    assert (sample.post, sample.found) == (said, "miracle cure")
    assert sample.before.endswith("Buy a *")
    assert list(Post.objects.order_by("pk").values()) == before
    assert not Report.objects.exists()
    assert not ScreenHit.objects.exists()
    assert Screening.objects.count() == 2


def test_what_whoever_tries_may_not_read_is_counted_and_not_shown(cast, closed):
    open_topic(by=cast.ada, circle=closed, title="Within", words="A miracle cure.")
    found = try_screen_rule(by=cast.dov, rule=screen_rule(is_on=False))
    assert (found.hits, list(found.samples)) == (1, [])


def test_trying_counts_the_same_again_and_too_much(cast, opening):
    words = "Come and look at my page, where I help people like you every day."
    for end in ("", "!", " Now"):
        reply(by=cast.cy, parent=opening, words=f"{words}{end}")
    repeats = screen_rule(ScreenKind.REPEAT, most=2, within_minutes=60, is_on=False)
    assert try_screen_rule(by=cast.bel, rule=repeats).hits == 1
    rate = screen_rule(ScreenKind.RATE, most=1, within_minutes=60, is_on=False)
    assert try_screen_rule(by=cast.bel, rule=rate).hits == 2


def test_trying_asks_only_what_the_rule_would_be_asked(cast, opening, open_to_anyone):
    reply(by=cast.bel, parent=opening, words="No miracle cure here.")
    assert try_screen_rule(by=cast.bel, rule=screen_rule(is_on=False)).hits == 0
    reply(by=cast.cy, parent=opening, words="A miracle cure.")
    here = screen_rule(is_on=False, circle=cast.circle)
    elsewhere = screen_rule(is_on=False, circle=open_to_anyone)
    assert try_screen_rule(by=cast.bel, rule=here).hits == 1
    assert try_screen_rule(by=cast.bel, rule=elsewhere).posts == 0


def test_trying_for_newcomers_counts_how_much_each_had_said_before(cast, opening):
    cast.circle.newcomer_posts = 1
    cast.circle.save()
    reply(by=cast.cy, parent=opening, words="A miracle cure, first.")
    reply(by=cast.cy, parent=opening, words="A miracle cure, then.")
    found = try_screen_rule(by=cast.bel, rule=screen_rule(is_on=False, newcomers_only=True))
    assert [sample.after for sample in found.samples] == [", first."]


def test_trying_costs_the_same_however_much_was_said(cast, opening, django_assert_max_num_queries):
    for number in range(4):
        reply(by=cast.cy, parent=opening, words=f"A miracle cure, {number}.")
    rule = screen_rule(is_on=False)
    with django_assert_max_num_queries(9):
        try_screen_rule(by=cast.bel, rule=rule)


def test_whether_it_was_right_is_said_by_a_person(cast, opening):
    rule = screen_rule()
    said = reply(by=cast.cy, parent=opening, words="A miracle cure.")
    hit = ScreenHit.objects.create(rule=rule, post=said)
    file_report(subject=said, circle=cast.circle, source=Source.SCREEN, concern=Concern.SPAM)
    settle_hits(Case.objects.get(post=said), upheld=True)
    hit.refresh_from_db()
    assert hit.was_right is True


def test_a_rule_that_is_removed_takes_its_numbers_along(cast, opening):
    rule = screen_rule()
    ScreenHit.objects.create(rule=rule, post=opening)
    remove_screen_rule(by=cast.bel, rule=rule)
    assert not ScreenHit.objects.exists()


# --- Never to be shown ------------------------------------------------------------------------


def test_the_words_are_nowhere_once_they_were_said(cast):
    kept = keep_from_showing(by=cast.ada, hint=" my  street ", words="Harbour Lane 12")
    assert kept.hint == "my street"
    row = NeverReveal.objects.filter(pk=kept.pk).values().get()
    assert "harbour" not in str(row).lower()
    assert "harbour" not in str(list(Trail.objects.values())).lower()


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        ("", "Harbour Lane"),
        ("street", "..."),
        ("street", "one two three four five"),
        ("number", "12"),
        ("letter", "a"),
        ("Harbour", "harbour lane"),
    ],
)
def test_what_would_not_work_is_refused_with_a_sentence(cast, hint, words):
    with pytest.raises(ScreenRefused):
        keep_from_showing(by=cast.ada, hint=hint, words=words)
    assert not NeverReveal.objects.exists()


def test_there_is_an_end_to_how_many(cast):
    for number in range(20):
        keep_from_showing(by=cast.ada, hint="one", words=f"word{number}")
    with pytest.raises(ScreenRefused, match="20"):
        keep_from_showing(by=cast.ada, hint="one", words="another")
    # What is there already can be called something else.
    assert keep_from_showing(by=cast.ada, hint="first", words="Word0").hint == "first"
    assert keep_from_showing(by=cast.cy, hint="one", words="another")


def test_nobody_removes_what_somebody_else_keeps(cast):
    kept = keep_from_showing(by=cast.ada, hint="street", words="Harbour Lane")
    keep_no_more(by=cast.eve, kept=kept)
    assert NeverReveal.objects.exists()
    keep_no_more(by=cast.ada, kept=kept)
    assert not NeverReveal.objects.exists()


# --- Help lines -------------------------------------------------------------------------------


def test_reading_the_file_again_changes_nothing(cast):
    read_help_lines()
    assert HelpLine.objects.count() == len(lines_known())
    assert read_help_lines() == 0


def test_what_the_operator_has_checked_since_stays(cast):
    read_help_lines()
    known = lines_known()[0]
    line = HelpLine.objects.get(country=known.country, name=known.name)
    change_help_line(by=cast.bel, line=line, number="1", checked_on=known.checked_on)
    assert read_help_lines() == 0
    HelpLine.objects.filter(pk=line.pk).update(checked_on="2020-01-01")
    assert read_help_lines() == 1
    line.refresh_from_db()
    assert line.number == known.number


def test_two_of_a_name_in_a_country_and_one_that_cannot_be_reached_are_refused(cast):
    fields = {"country": "SE", "name": "Mind", "source": "https://mind.se/"}
    with pytest.raises(ScreenRefused):
        add_help_line(by=cast.bel, **fields, checked_on="2026-01-01")
    fields["number"] = "90101"
    add_help_line(by=cast.bel, **fields, checked_on="2026-01-01")
    with pytest.raises(ScreenRefused):
        add_help_line(by=cast.bel, **fields, checked_on="2026-01-01")
