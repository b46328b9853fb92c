"""How long what is held in a circle has waited for an answer of a person."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from forums.choices import Concern, Holding, Maker, Outcome, Source
from forums.models import Case, Decision, Report
from forums.queries.holding import expected_wait, read_first
from forums.queries.readers import reader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(opening, rule):
    """Writes a case in which what was held was answered, so many hours later and days ago."""

    def answer(hours, *, days_ago=1, source=Source.HOLDING, maker=Maker.PERSON):
        decided_at = timezone.now() - timedelta(days=days_ago)
        case = Case.objects.create(
            circle=opening.topic.circle, post=opening, harm="none", due_at=decided_at,
            state="decided", decided_at=decided_at,
        )  # fmt: skip
        Report.objects.create(
            case=case, source=source, concern=Concern.WAITS,
            filed_at=decided_at - timedelta(hours=hours),
        )  # fmt: skip
        Decision.objects.create(
            case=case, outcomes=[Outcome.KEEP], rule=rule, reason="x", maker=maker,
            statement_to_author="x", statement_to_reporter="x", decided_at=decided_at,
        )  # fmt: skip

    return answer


def test_four_of_five_waited_no_longer_than_what_is_expected(cast, answered):
    for hours in (1, 2, 3, 5, 90):
        answered(hours)
    assert expected_wait(cast.circle, now=timezone.now()) == timedelta(hours=5)


def test_what_was_long_ago_or_was_not_held_or_was_no_persons_answer_does_not_count(cast, answered):
    for _ in range(4):
        answered(1)
    answered(70, days_ago=29)
    answered(70, source=Source.MEMBER)
    answered(70, maker=Maker.MACHINE)
    assert expected_wait(cast.circle, now=timezone.now()) is None


def test_it_is_reckoned_once_a_day(cast, answered, django_assert_num_queries):
    for _ in range(5):
        answered(1)
    now = timezone.now()
    with django_assert_num_queries(1):
        for _ in range(3):
            assert expected_wait(cast.circle, now=now) == timedelta(hours=1)
    for _ in range(5):
        answered(9)
    assert expected_wait(cast.circle, now=now + timedelta(days=1)) == timedelta(hours=9)


def test_that_nothing_is_known_is_remembered_too(cast, opening, django_assert_num_queries):
    now = timezone.now()
    with django_assert_num_queries(1):
        assert expected_wait(cast.circle, now=now) is None
        assert expected_wait(cast.circle, now=now) is None
    cache.clear()


def test_only_whoever_may_write_and_would_wait_is_told_so(cast):
    cast.circle.holding = Holding.EVERYTHING
    now = timezone.now()
    told = read_first(reader_of(cast.circle, cast.ada), now=now)
    assert told.why == "In this circle, a moderator reads everything before it appears."
    assert read_first(reader_of(cast.circle, cast.bel), now=now) is None
    assert read_first(reader_of(cast.circle, cast.dov), now=now) is None
