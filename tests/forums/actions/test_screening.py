"""The screen while somebody writes, and afterwards."""

import pytest
from django.utils import timezone

from forums.actions.circles import appoint
from forums.actions.conversation import open_topic, reply, revise, withdraw
from forums.actions.following import announce
from forums.actions.screening import keep_from_showing, screen_posts
from forums.choices import (
    Concern,
    Harm,
    HeldFor,
    Maker,
    Outcome,
    Role,
    ScreenAction,
    ScreenKind,
    Source,
)
from forums.models import (
    Announcement,
    Case,
    Decision,
    HelpLine,
    Notice,
    Post,
    Report,
    ScreenHit,
    Screening,
    ScreenRule,
    Topic,
    Trail,
)
from forums.refusals import DetailsFound
from tests.forums.screening import screen_rule

NUMBER = "Ring me: 020 7946 0958."


def screened():
    return screen_posts(now=timezone.now())


@pytest.fixture
def only_rule(db):
    """Makes a rule that is the only one."""
    ScreenRule.objects.all().delete()
    return screen_rule


# --- What its author is shown -----------------------------------------------------------------


def test_nothing_is_posted_that_shows_somebody_before_its_author_has_seen_it(cast, opening):
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words=NUMBER)
    (shown,) = refusal.value.found
    assert (shown.label, shown.text) == ("a telephone number", "020 7946 0958")
    assert not Post.objects.filter(parent=opening).exists()
    said = reply(by=cast.cy, parent=opening, words=NUMBER, seen=[shown.key])
    assert said.source == NUMBER
    assert said.is_standing()


def test_what_was_seen_is_seen_and_something_else_is_not(cast, opening):
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words=NUMBER)
    seen = [shown.key for shown in refusal.value.found]
    # Grouped in another way, it is the same; another number is another.
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words=f"{NUMBER} Or 020 7946 0999", seen=seen)
    assert [shown.text for shown in refusal.value.found] == ["020 7946 0958", "020 7946 0999"]


def test_a_title_is_looked_at_too(cast):
    with pytest.raises(DetailsFound):
        open_topic(by=cast.ada, circle=cast.circle, title="jo.b@mail.example", words="Hello.")
    assert not Topic.objects.exists()


def test_who_changes_a_post_is_asked_about_what_is_new_in_it(cast, opening):
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words=NUMBER)
    seen = [shown.key for shown in refusal.value.found]
    said = reply(by=cast.cy, parent=opening, words=NUMBER, seen=seen)
    said = revise(by=cast.cy, post=said, words=f"{NUMBER} In the evening.")
    with pytest.raises(DetailsFound) as refusal:
        revise(by=cast.cy, post=said, words=f"{NUMBER} 14 Harbour Lane.")
    assert [shown.what for shown in refusal.value.found] == ["address"]
    assert Post.objects.get(pk=said.pk).source == f"{NUMBER} In the evening."


def test_whoever_is_in_the_topic_can_be_spoken_to(cast, opening, push):
    assert reply(by=cast.ada, parent=push, words="No, @someone.")
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.ada, parent=push, words="Write to @some.one_else.")
    assert [shown.what for shown in refusal.value.found] == ["handle"]


def test_the_numbers_of_help_lines_show_nobody(cast, opening):
    HelpLine.objects.get_or_create(
        country="DE",
        name="TelefonSeelsorge",
        defaults={
            "number": "0800 111 0 111",
            "source": "https://www.telefonseelsorge.de/",
            "checked_on": timezone.now().date(),
        },
    )
    assert reply(by=cast.cy, parent=opening, words="Call 0800 1110111, day and night.")


def test_what_somebody_never_wants_to_show_is_asked_of_them_alone(cast, opening):
    keep_from_showing(by=cast.cy, hint="my street", words="Harbour Lane")
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words="I was in harbour lane today.")
    assert [shown.text for shown in refusal.value.found] == ["harbour lane (my street)"]
    assert reply(by=cast.eve, parent=opening, words="I was in harbour lane today.")


def test_what_somebody_else_showed_is_not_asked_of_who_quotes_it(cast, opening):
    with pytest.raises(DetailsFound) as refusal:
        reply(by=cast.cy, parent=opening, words=NUMBER)
    said = reply(
        by=cast.cy, parent=opening, words=NUMBER, seen=[each.key for each in refusal.value.found]
    )
    quote = f"> [Marlow](/p/{said.ref}/)\n>\n> {NUMBER}\n\nPlease take it out."
    assert reply(by=cast.ada, parent=said, words=quote)


# --- What has to wait -------------------------------------------------------------------------


def test_what_must_be_held_never_appears(cast, opening, only_rule):
    rule = only_rule(action=ScreenAction.HOLD, harm=Harm.EXPOSED)
    said = reply(by=cast.cy, parent=opening, words="I sell a Miracle Cure.")
    said.refresh_from_db()
    assert said.held_for == HeldFor.SCREEN
    assert not Post.objects.visible_to(cast.ada).filter(pk=said.pk).exists()
    assert Topic.objects.get(pk=said.topic_id).replies_count == 0
    assert not Announcement.objects.filter(post=said).exists()
    case = Case.objects.get(post=said)
    report = case.reports.get()
    assert (report.source, report.words) == (Source.SCREEN, "Found by: A rule")
    assert case.harm == Harm.EXPOSED
    assert ScreenHit.objects.get(post=said).rule == rule


def test_its_author_reads_that_a_machine_did_it(cast, opening, only_rule):
    rule = only_rule(action=ScreenAction.HOLD)
    said = reply(by=cast.cy, parent=opening, words="A miracle cure!")
    decision = Decision.objects.get(case__post=said)
    assert (decision.maker, decision.outcomes) == (Maker.MACHINE, [Outcome.AWAIT])
    assert decision.rule == rule.rule
    assert decision.case.is_open()
    assert Notice.objects.filter(user=cast.cy, decision=decision).exists()


def test_a_topic_that_must_be_held_is_in_no_list(cast, only_rule):
    only_rule(action=ScreenAction.HOLD)
    topic = open_topic(by=cast.ada, circle=cast.circle, title="Miracle cure", words="Buy it.")
    assert not Topic.objects.visible_to(cast.cy).filter(pk=topic.pk).exists()


def test_what_is_changed_into_something_that_must_wait_waits(cast, opening, only_rule):
    only_rule(action=ScreenAction.HOLD)
    said = reply(by=cast.cy, parent=opening, words="Hello.")
    said = revise(by=cast.cy, post=said, words="A miracle cure.")
    assert Post.objects.get(pk=said.pk).held_for == HeldFor.SCREEN


@pytest.mark.parametrize(
    ("kind", "watched", "words"),
    [
        (ScreenKind.PATTERN, r"cash ?app", "My CashApp"),
        (ScreenKind.LINK, "", "see www.shop.com"),
        (ScreenKind.LINK, "shop.com", "see https://go.shop.com/x"),
        (ScreenKind.DETAIL, "", "B-AB 1234"),
    ],
)
def test_each_kind_that_needs_words_alone_is_asked_at_once(
    cast, opening, only_rule, kind, watched, words
):
    only_rule(kind, watched=watched, action=ScreenAction.HOLD)
    try:
        said = reply(by=cast.cy, parent=opening, words=words)
    except DetailsFound as refusal:
        seen = [each.key for each in refusal.found]
        said = reply(by=cast.cy, parent=opening, words=words, seen=seen)
    assert Post.objects.get(pk=said.pk).held_for == HeldFor.SCREEN


def test_rules_that_are_off_of_other_circles_or_for_newcomers_let_it_be(
    cast, opening, only_rule, open_to_anyone
):
    only_rule(action=ScreenAction.HOLD, is_on=False)
    only_rule(action=ScreenAction.HOLD, circle=open_to_anyone)
    only_rule(ScreenKind.LINK, watched="shop.org", action=ScreenAction.HOLD)
    only_rule(action=ScreenAction.HOLD, newcomers_only=True, watched="known")
    cast.circle.newcomer_posts = 1
    cast.circle.save()
    reply(by=cast.cy, parent=opening, words="Hello.")
    said = reply(by=cast.cy, parent=opening, words="A miracle cure, as is known: shop.com")
    assert Post.objects.get(pk=said.pk).is_standing()
    new = reply(by=cast.eve, parent=opening, words="As is known.")
    assert Post.objects.get(pk=new.pk).held_for == HeldFor.SCREEN


def test_whoever_looks_after_the_circle_does_not_wait_for_themselves(cast, opening, only_rule):
    only_rule(action=ScreenAction.HOLD)
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.HOST)
    said = reply(by=cast.cy, parent=opening, words="No miracle cure, please.")
    screened()
    assert Post.objects.get(pk=said.pk).is_standing()
    assert not Report.objects.exists()


# --- Afterwards -------------------------------------------------------------------------------


def test_what_was_found_afterwards_is_told_and_stays(cast, opening, only_rule):
    only_rule(name="Cures")
    said = reply(by=cast.cy, parent=opening, words="A miracle cure.")
    assert not Report.objects.exists()
    assert screened() == 2
    assert Post.objects.get(pk=said.pk).is_standing()
    assert Report.objects.get().words == "Found by: Cures"
    assert not Decision.objects.exists()
    assert not Notice.objects.filter(user=cast.cy).exists()


def test_looking_twice_tells_nothing_twice(cast, opening, only_rule):
    only_rule()
    said = reply(by=cast.cy, parent=opening, words="A miracle cure.")
    screened()
    assert screened() == 0
    revise(by=cast.cy, post=said, words="A miracle cure, really.")
    screened()
    assert Report.objects.count() == ScreenHit.objects.count() == 1


def test_what_came_to_be_held_afterwards_is_gone_for_others(cast, opening, only_rule):
    only_rule(ScreenKind.RATE, most=1, within_minutes=60, action=ScreenAction.HOLD)
    first = reply(by=cast.cy, parent=opening, words="One.")
    second = reply(by=cast.cy, parent=opening, words="Two.")
    announce(now=timezone.now())
    screened()
    assert Post.objects.get(pk=first.pk).is_standing()
    assert Post.objects.get(pk=second.pk).held_for == HeldFor.SCREEN
    assert Topic.objects.get(pk=opening.topic_id).replies_count == 1
    assert Decision.objects.get(case__post=second).maker == Maker.MACHINE


def test_the_same_again_is_found_whoever_says_it(cast, opening, only_rule):
    only_rule(ScreenKind.REPEAT, most=2, within_minutes=60)
    words = "Come and look at my page, where I help people like you every single day."
    said = [
        reply(by=who, parent=opening, words=f"{words}{end}")
        for who, end in ((cast.cy, ""), (cast.eve, "!"), (cast.ada, " Now"))
    ]
    screened()
    assert [hit.post_id for hit in ScreenHit.objects.all()] == [said[2].pk]
    assert Report.objects.get().concern == Concern.SPAM


def test_what_is_withdrawn_meanwhile_is_not_looked_at(cast, opening, only_rule):
    only_rule()
    said = reply(by=cast.cy, parent=opening, words="A miracle cure.")
    withdraw(by=cast.cy, post=said)
    screened()
    assert not Report.objects.exists()
    assert not Screening.objects.exists()


def test_crisis_is_told_to_moderators_alone_and_leaves_nothing_on_the_person(
    cast, opening, only_rule
):
    only_rule(ScreenKind.CRISIS, harm=Harm.CRISIS)
    said = reply(by=cast.cy, parent=opening, words="I want to die.")
    screened()
    case = Case.objects.get(post=said)
    assert (case.harm, case.state) == (Harm.CRISIS, "open")
    assert Report.objects.get().concern == Concern.AT_RISK
    assert Post.objects.get(pk=said.pk).is_standing()
    assert Post.objects.visible_to(cast.ada).filter(pk=said.pk).exists()
    assert not Notice.objects.filter(user__in=[cast.cy, cast.ada, cast.eve]).exists()


def test_a_moderator_in_danger_is_heard_as_well(cast, opening, only_rule):
    only_rule(ScreenKind.CRISIS, harm=Harm.CRISIS)
    reply(by=cast.bel, parent=opening, words="I want to die.")
    screened()
    assert Case.objects.filter(harm=Harm.CRISIS).exists()


def test_the_house_begins_with_two_rules(db):
    rules = ScreenRule.objects.order_by("kind")
    assert [(rule.kind, rule.action, rule.is_on()) for rule in rules] == [
        ("crisis", "tell", True),
        ("detail", "tell", True),
    ]


def test_it_leaves_a_line_in_the_trail_without_anybodys_words(cast, opening, only_rule):
    rule = only_rule()
    said = reply(by=cast.cy, parent=opening, words="A miracle cure.")
    screened()
    line = Trail.objects.get(verb="screen")
    assert (line.by, line.subject_ref, line.detail) == (None, said.ref, {"rules": [rule.ref]})
