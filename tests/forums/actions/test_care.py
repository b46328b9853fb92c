"""Care for those who moderate: shifts, what they met, passing on, looking together, the mix."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.care import begin_shift, end_shift, meet, pair, pass_on, take_next, unpair
from forums.actions.cases import claim
from forums.actions.circles import appoint, open_circle
from forums.actions.conversation import reply
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report
from forums.choices import Concern, Role
from forums.models import Case, Exposure, Notice, Pairing, Post, Shift, Trail
from forums.queries.care import at_work, hand_overs_for, hard_ones_in, next_for, weeks_of
from forums.refusals import CareRefused, CaseRefused
from forums.rules.care import LONGEST_SHIFT

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderators(cast):
    """bel and cy moderate the circle."""
    appoint(by=None, user=cast.cy, circle=cast.circle, role=Role.MODERATOR)


@pytest.fixture
def make(cast, opening):
    """Cases about answers of eve's."""

    def make(concern=Concern.OTHER, *, due=60):
        number = Post.objects.count()
        post = reply(by=cast.eve, parent=opening, words=f"x {number} {concern}")
        case = report(by=cast.ada, subject=post, concern=concern).case
        case.due_at = timezone.now() + timedelta(minutes=due)
        case.save(update_fields=["due_at"])
        return case

    return make


def left_in_trail(since):
    return set(Trail.objects.filter(pk__gt=since).values_list("verb", flat=True))


def last_trail():
    return Trail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# --- Shifts -----------------------------------------------------------------------------------


def test_a_shift_goes_on_until_it_is_ended(cast):
    first = begin_shift(by=cast.bel)
    assert begin_shift(by=cast.bel) == first
    assert at_work(cast.bel, now=timezone.now()).since == first.started_at
    ended = end_shift(by=cast.bel, hand_over="  Two wait for their author. ")
    assert ended.hand_over == "Two wait for their author."
    assert at_work(cast.bel, now=timezone.now()).since is None
    with pytest.raises(CareRefused, match="No shift"):
        end_shift(by=cast.bel)


def test_a_forgotten_shift_is_over_when_somebody_begins_again(cast):
    long_ago = timezone.now() - LONGEST_SHIFT - timedelta(hours=30)
    forgotten = Shift.objects.create(moderator=cast.bel, started_at=long_ago)
    assert at_work(cast.bel, now=timezone.now()).since is None
    assert begin_shift(by=cast.bel) != forgotten
    forgotten.refresh_from_db()
    assert forgotten.ended_at == long_ago + LONGEST_SHIFT


def test_what_is_handed_over_reaches_those_who_moderate_the_same_circles(cast, moderators):
    elsewhere = open_circle(by=None, name="Elsewhere")
    appoint(by=None, user=cast.dov, circle=elsewhere, role=Role.MODERATOR)
    appoint_to_house(by=None, user=cast.ada)
    begin_shift(by=cast.bel)
    end_shift(by=cast.bel, hand_over="One waits.")
    read = {
        user: [shift.hand_over for shift in hand_overs_for(user, now=timezone.now())]
        for user in (cast.ada, cast.bel, cast.cy, cast.dov, cast.eve)
    }
    told = {cast.ada: ["One waits."], cast.cy: ["One waits."]}
    assert read == told | {cast.bel: [], cast.dov: [], cast.eve: []}
    assert not hand_overs_for(cast.cy, now=timezone.now() + timedelta(days=4))


# --- What somebody met ------------------------------------------------------------------------


def test_a_case_is_met_once_as_it_stood_then(cast, make):
    case = make(Concern.AT_RISK)
    meet(by=cast.bel, case=case)
    Case.objects.update(harm="none")
    meet(by=cast.bel, case=Case.objects.get())
    exposure = Exposure.objects.get()
    assert (exposure.harm, exposure.is_hard) == ("crisis", True)


def test_words_with_a_content_note_are_hard_and_others_are_not(cast, make):
    ordinary, noted = make(), make()
    Post.objects.filter(pk=noted.post.pk).update(notes=["violence"])
    for case in (ordinary, noted):
        meet(by=cast.bel, case=Case.objects.get(pk=case.pk))
    assert Exposure.objects.get(case=noted).is_hard
    assert not Exposure.objects.get(case=ordinary).is_hard


def test_what_was_met_counts_for_the_shift_and_for_the_week(cast, make):
    meet(by=cast.bel, case=make(Concern.AT_RISK))
    Exposure.objects.update(met_at=timezone.now() - timedelta(days=2))
    shift = begin_shift(by=cast.bel)
    meet(by=cast.bel, case=make(Concern.AT_RISK))
    meet(by=cast.bel, case=make())
    work = at_work(cast.bel, now=timezone.now())
    assert (work.hard_in_shift, work.hard_in_week) == (1, 2)
    assert hard_ones_in(end_shift(by=cast.bel)) == 1
    assert shift.moderator == cast.bel
    assert at_work(cast.cy, now=timezone.now()).hard_in_week == 0


def test_the_weeks_show_kinds_and_what_was_passed_on_to_oneself_alone(cast, moderators, make):
    hard, mild = make(Concern.AT_RISK), make()
    for case in (hard, mild):
        meet(by=cast.bel, case=case)
    pass_on(by=cast.bel, case=mild)
    (week,) = weeks_of(cast.bel, now=timezone.now())
    assert (week.opened, week.hard, week.passed_on) == (2, 1, 1)
    assert [count for _kind, count in week.kinds] == [1, 1]
    assert weeks_of(cast.cy, now=timezone.now()) == []


# --- Passing on, and looking together ---------------------------------------------------------


def test_what_somebody_passes_on_is_free_for_others_and_not_offered_again(cast, moderators, make):
    first, second = make(due=5), make(due=10)
    claim(by=cast.bel, case=first)
    before = last_trail()
    pass_on(by=cast.bel, case=first)
    assert next_for(cast.bel, now=timezone.now()) == second
    assert next_for(cast.cy, now=timezone.now()) == first
    # That it is free again is seen; that it was passed on is not.
    assert left_in_trail(before) == {"release"}


def test_what_the_only_one_passes_on_goes_to_the_house_without_a_name(cast, make):
    appoint_to_house(by=None, user=cast.dov)
    appoint_to_house(by=None, user=cast.bel)
    case, before = make(), last_trail()
    pass_on(by=cast.bel, case=case)
    pass_on(by=cast.bel, case=case)
    told = Notice.objects.filter(kind="case", case=case)
    assert list(told.values_list("user", flat=True)) == [cast.dov.pk]
    lines = Trail.objects.filter(pk__gt=before)
    assert list(lines.values_list("verb", "by")) == [("escalate", None)]
    assert next_for(cast.bel, now=timezone.now()) is None
    with pytest.raises(CaseRefused, match="what you left to others"):
        take_next(by=cast.bel)


def test_what_nobody_else_can_see_to_comes_back_once_nothing_else_is_left(cast, make):
    left, other = make(due=5), make(due=10)
    pass_on(by=cast.bel, case=left)
    assert take_next(by=cast.bel) == other
    assert take_next(by=cast.bel) == left
    with pytest.raises(CaseRefused, match="Nothing is left to take"):
        take_next(by=cast.bel)


def test_nobody_but_oneself_leaves_traces_of_shifts_and_of_what_was_met(cast, make):
    case, before = make(Concern.AT_RISK), last_trail()
    begin_shift(by=cast.bel)
    meet(by=cast.bel, case=case)
    pass_on(by=cast.bel, case=case)
    end_shift(by=cast.bel, hand_over="x")
    assert left_in_trail(before) == set()


def test_two_look_together(cast, moderators, make):
    case = make()
    pair(by=cast.cy, case=case)
    pair(by=cast.cy, case=case)
    assert Pairing.objects.get().moderator == cast.cy
    unpair(by=cast.cy, case=case)
    unpair(by=cast.cy, case=case)
    assert not Pairing.objects.exists()
    verbs = list(Trail.objects.filter(subject_ref=case.ref).values_list("verb", flat=True))
    assert (verbs.count("pair"), verbs.count("unpair")) == (1, 1)


def test_nobody_looks_at_what_they_may_not_handle(cast, make):
    with pytest.raises(CaseRefused, match="somebody else"):
        pair(by=cast.ada, case=make())


# --- The next one -----------------------------------------------------------------------------


def test_the_next_one_is_what_is_due_first_and_is_taken(cast, make):
    make(due=30)
    soon = make(due=5)
    assert take_next(by=cast.bel) == soon
    soon.refresh_from_db()
    assert soon.claimed_by == cast.bel


def test_after_two_hard_ones_the_next_is_ordinary(cast, make):
    crises = [make(Concern.AT_RISK, due=minutes) for minutes in (5, 6, 7)]
    mild = make(due=600)
    for case in crises[:2]:
        assert take_next(by=cast.bel) == case
        meet(by=cast.bel, case=case)
    assert take_next(by=cast.bel) == mild
    meet(by=cast.bel, case=mild)
    assert take_next(by=cast.bel) == crises[2]


def test_an_overdue_crisis_comes_even_after_two_hard_ones(cast, make):
    hard = [make(Concern.AT_RISK, due=minutes) for minutes in (5, 6)]
    make(due=2)
    overdue = make(Concern.AT_RISK, due=-3)
    for case in hard:
        meet(by=cast.bel, case=case)
    assert take_next(by=cast.bel) == overdue


def test_where_nothing_ordinary_is_left_the_hard_one_comes(cast, make):
    crises = [make(Concern.AT_RISK, due=minutes) for minutes in (5, 6, 7)]
    for case in crises[:2]:
        claim(by=cast.bel, case=case)
        meet(by=cast.bel, case=case)
    assert take_next(by=cast.bel) == crises[2]
    with pytest.raises(CaseRefused, match="Nothing is left"):
        take_next(by=cast.bel)
