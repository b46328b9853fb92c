"""What a moderator finds at the desk, in which order, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forums.actions.cases import claim, wait_for_author
from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.deciding import decide
from forums.actions.distance import block, choose_muted_notes
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import Concern, Harm, Outcome, Role
from forums.models import Case, ContentNote, Exposure, Post
from forums.queries.cases import (
    CASES_PER_PAGE,
    Filters,
    desk_page,
    handlers_in_circle,
    house_handlers,
    next_case,
)
from forums.rules import Step

pytestmark = pytest.mark.django_db


def made(cast, opening, *due, concern=Concern.OTHER):
    """Cases about answers of eve's, due in so many minutes each."""
    now, cases = timezone.now(), []
    for number, minutes in enumerate(due):
        post = reply(by=cast.eve, parent=opening, words=f"x {number} {minutes} {concern}")
        case = report(by=cast.ada, subject=post, concern=concern).case
        Case.objects.filter(pk=case.pk).update(due_at=now + timedelta(minutes=minutes))
        cases.append(case)
    return cases


def on_desk(moderator, **filters):
    page = desk_page(moderator, now=timezone.now(), filters=Filters(**filters))
    return [case.pk for case in page.cases]


def test_overdue_crises_come_first_and_then_whatever_is_due_first(cast, opening):
    mild = made(cast, opening, -600, 30, 5)
    grave = made(cast, opening, -1, 10, concern=Concern.AT_RISK)
    expected = [grave[0], mild[0], mild[2], grave[1], mild[1]]
    assert on_desk(cast.bel) == [case.pk for case in expected]


@given(st.lists(st.tuples(st.booleans(), st.integers(-3, 3)), max_size=12), st.integers(1, 5))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_pages_one_after_the_other_show_everything_once_in_the_same_order(
    cast, push, monkeypatch, cases, per_page
):
    monkeypatch.setattr("forums.queries.cases.CASES_PER_PAGE", per_page)
    Case.objects.all().delete()
    now = timezone.now()
    posts = Post.objects.bulk_create(
        Post(topic=push.topic, parent=push, path=f"{push.path}{n:04}", depth=2, author=push.author)
        for n in range(len(cases))
    )
    Case.objects.bulk_create(
        Case(
            circle=cast.circle,
            post=post,
            harm=Harm.CRISIS if is_crisis else Harm.NONE,
            due_at=now + timedelta(hours=hours),
        )
        for post, (is_crisis, hours) in zip(posts, cases, strict=True)
    )

    def key(case):
        return (case.harm != Harm.CRISIS or case.due_at >= now, case.due_at, case.pk)

    expected = [case.pk for case in sorted(Case.objects.all(), key=key)]
    seen, after = [], ""
    while True:
        page = desk_page(cast.bel, now=now, after=after)
        seen += [case.pk for case in page.cases]
        if not (after := page.more):
            break
        assert len(page.cases) == per_page
    assert seen == expected
    Case.objects.all().delete()
    Post.objects.filter(pk__in=[post.pk for post in posts]).delete()


def test_filters_leave_what_they_say(cast, opening, push):
    mild, crisis = made(cast, opening, 10)[0], made(cast, opening, 20, concern=Concern.AT_RISK)[0]
    waiting = made(cast, opening, 30, concern=Concern.SPAM)[0]
    wait_for_author(by=cast.bel, case=waiting, until=timezone.now() + timedelta(days=1))
    claim(by=cast.bel, case=mild)
    assert on_desk(cast.bel, mine=True) == [mild.pk]
    assert on_desk(cast.bel, free=True) == [crisis.pk]
    assert on_desk(cast.bel, harm=Harm.CRISIS) == [crisis.pk]
    assert on_desk(cast.bel, state="author") == [waiting.pk]
    assert on_desk(cast.bel, concern=Concern.SPAM) == [waiting.pk]
    assert on_desk(cast.bel, passed_on=True) == []
    assert len(on_desk(cast.bel, circle=cast.circle.ref)) == 3
    assert on_desk(cast.bel, circle="23456789bcdf") == []


def test_what_touches_on_a_muted_note_is_left_out_and_the_page_says_so(cast, push):
    name = ContentNote.objects.order_by("place").values_list("name", flat=True)[0]
    case = report(by=cast.ada, subject=push, concern=Concern.OTHER).case
    Post.objects.filter(pk=push.pk).update(notes=[name])
    choose_muted_notes(by=cast.bel, notes=[name])
    page = desk_page(cast.bel, now=timezone.now())
    assert (list(page.cases), page.left_out) == ([], [name])
    assert next_case(cast.bel, now=timezone.now()) is None
    assert on_desk(cast.bel, with_muted=True) == [case.pk]
    choose_muted_notes(by=cast.bel, notes=[])
    page = desk_page(cast.bel, now=timezone.now())
    assert ([shown.pk for shown in page.cases], page.left_out) == ([case.pk], [])


def test_the_next_case_is_one_that_nobody_is_on_and_that_was_not_passed_on(cast, opening):
    first, second, third = made(cast, opening, 10, 20, 30)
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    claim(by=cast.cy, case=first)
    now = timezone.now()
    assert next_case(cast.bel, now=now) == second
    Exposure.objects.create(moderator=cast.bel, case=second, harm=second.harm, skipped_at=now)
    assert next_case(cast.bel, now=now) == third
    assert next_case(cast.cy, now=now) == second


def test_an_edge_that_is_nobodys_business_begins_at_the_beginning(cast, opening):
    case = made(cast, opening, 10)[0]
    elsewhere = open_circle(by=None, name="Elsewhere")
    appoint(by=None, user=cast.dov, circle=elsewhere, role=Role.MODERATOR)
    assert not desk_page(cast.dov, now=timezone.now(), after=case.ref).cases
    for after in ("", "nothing", "23456789bcdf"):
        assert len(desk_page(cast.bel, now=timezone.now(), after=after).cases) == 1


def test_every_kind_of_subject_stands_in_the_list(cast, push, closed):
    appoint_to_house(by=None, user=cast.dov)
    for subject in (push, push.topic, push.author, closed):
        report(by=cast.cy, subject=subject, concern=Concern.OTHER, seen_in=push)
    page = desk_page(cast.dov, now=timezone.now())
    assert {case.subject for case in page.cases} == {push, push.topic, push.author, closed}
    assert [case.reports_count for case in page.cases] == [1] * 4


@pytest.mark.parametrize("cases", [1, 3, 9])
def test_the_desk_asks_as_many_questions_for_one_case_as_for_many(
    cast, opening, cases, django_assert_num_queries
):
    made(cast, opening, *range(cases))
    with django_assert_num_queries(3):
        page = desk_page(cast.bel, now=timezone.now())
        assert len([case.subject.author.name for case in page.cases]) == cases


def test_a_full_page_of_crises_asks_for_nothing_else(cast, push, django_assert_num_queries):
    posts = Post.objects.bulk_create(
        Post(topic=push.topic, parent=push, path=f"{push.path}{n:04}", depth=2, author=push.author)
        for n in range(CASES_PER_PAGE + 1)
    )
    late = timezone.now() - timedelta(hours=1)
    Case.objects.bulk_create(
        Case(circle=cast.circle, post=post, harm=Harm.CRISIS, due_at=late) for post in posts
    )
    with django_assert_num_queries(2):
        page = desk_page(cast.bel, now=timezone.now())
    assert len(page.cases) == CASES_PER_PAGE
    with django_assert_num_queries(4):
        assert len(desk_page(cast.bel, now=timezone.now(), after=page.more).cases) == 1


def test_who_is_called_to_a_case_is_who_may_see_it(cast, opening, push, closed, rule):
    """The queryset asks for one person, the call for all of them: they must agree."""
    people = [cast.ada, cast.bel, cast.cy, cast.dov, cast.eve]
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)
    appoint_to_house(by=None, user=cast.dov)
    appoint_to_house(by=None, user=cast.eve)
    block(by=cast.cy, persona=push.author)
    own = reply(by=cast.bel, parent=opening, words="Mine.")
    topic = open_topic(
        by=cast.cy, circle=cast.circle, title="Quiet", words="Hm.", face_name="Small Lantern"
    )
    opened = topic.posts.get()
    cases = [
        report(by=cast.ada, subject=push, concern=Concern.OTHER).case,
        report(by=cast.ada, subject=own, concern=Concern.OTHER).case,
        report(by=cast.ada, subject=topic, concern=Concern.OTHER).case,
        report(by=cast.ada, subject=opened.author, concern=Concern.OTHER, seen_in=opened).case,
        report(by=cast.ada, subject=closed, concern=Concern.OTHER).case,
    ]
    of_cy = reply(by=cast.cy, parent=opening, words="Go back.")
    cases.append(report(by=cast.ada, subject=of_cy, concern=Concern.OTHER).case)
    decide(
        by=cast.bel,
        case=cases[-1],
        seen_version=cases[-1].version,
        steps=[Step(Outcome.SUSPEND, until=timezone.now() + timedelta(days=1))],
        rule=rule,
        reason="So.",
        statement_to_author="Sorry.",
        statement_to_reporter="Thank you.",
    )
    for case in cases:
        called = {*handlers_in_circle(case), *house_handlers(case)}
        assert called == {
            user for user in people if Case.objects.visible_to(user).filter(pk=case.pk).exists()
        }
