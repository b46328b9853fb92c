import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from forums.actions.conversation import reply, revise, withdraw
from forums.actions.deciding import decide
from forums.actions.reporting import report
from forums.choices import Concern, Outcome
from forums.models import Post, Revision, Trail
from forums.refusals import ReplyRefused, RevisionRefused, WithdrawalRefused
from forums.rules import Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(cast, opening):
    return reply(by=cast.cy, parent=opening, words="The zebra slept.")


def test_a_revised_post_says_something_else_and_remembers_what_it_said(cast, said):
    revise(by=cast.cy, post=said, words="The *heron* slept.")
    said.refresh_from_db()
    assert "<em>heron</em>" in said.html
    assert said.edited_at is not None
    assert [revision.source for revision in said.revisions.all()] == ["The zebra slept."]


def test_saying_the_same_again_is_no_revision(cast, said):
    revise(by=cast.cy, post=said, words="The zebra slept.")
    said.refresh_from_db()
    assert said.edited_at is None
    assert not Revision.objects.exists()


def test_nobody_revises_or_withdraws_somebody_elses_post(cast, said):
    with pytest.raises(RevisionRefused):
        revise(by=cast.bel, post=said, words="Mine now.")
    with pytest.raises(WithdrawalRefused):
        withdraw(by=cast.bel, post=said)
    for name in ("revise", "withdraw"):
        url = reverse(f"forums:{name}", args=[said.ref])
        assert cast.client(cast.bel).post(url, {"words": "Mine now."}).status_code == 404
    said.refresh_from_db()
    assert said.source == "The zebra slept."


def test_a_hidden_post_is_not_revised_but_can_be_withdrawn(cast, said):
    Post.objects.filter(pk=said.pk).update(hidden_at=said.said_at, hidden_by=cast.bel)
    with pytest.raises(RevisionRefused):
        revise(by=cast.cy, post=said, words="Another.")
    withdraw(by=cast.cy, post=said)
    said.refresh_from_db()
    assert said.source == ""


def test_withdrawn_words_are_gone_everywhere_and_the_answers_stay(cast, topic, said):
    revise(by=cast.cy, post=said, words="The zebra slept well.")
    answer = reply(by=cast.ada, parent=said, words="Good for it.")
    withdraw(by=cast.cy, post=said)
    assert not Post.objects.filter(source__contains="zebra").exists()
    assert not Revision.objects.exists()
    assert not Trail.objects.filter(detail__icontains="zebra").exists()
    page = cast.client(cast.ada).get(topic.get_absolute_url()).content.decode()
    assert "zebra" not in page
    assert "Withdrawn" in page
    assert "Good for it." in page
    assert Post.objects.get(pk=answer.pk).parent == said


def test_a_report_keeps_what_it_froze_for_the_moderators_alone(cast, said):
    case = report(by=cast.ada, subject=said, concern=Concern.OTHER).case
    withdraw(by=cast.cy, post=said)
    page = cast.client(cast.bel).get(case.get_absolute_url()).content.decode()
    assert "The zebra slept." in page


def test_the_database_refuses_a_withdrawn_post_that_still_says_something(cast, said):
    with pytest.raises(IntegrityError, match="withdrawn_words_are_gone"), transaction.atomic():
        Post.objects.filter(pk=said.pk).update(withdrawn_at=said.said_at)


def test_what_was_withdrawn_a_second_ago_cannot_be_answered(cast, said):
    stale = Post.objects.get(pk=said.pk)
    withdraw(by=cast.cy, post=said)
    with pytest.raises(ReplyRefused, match="withdrew"):
        reply(by=cast.ada, parent=stale, words="Good for it.")


def test_withdrawing_twice_says_so(cast, said):
    withdraw(by=cast.cy, post=said)
    with pytest.raises(WithdrawalRefused):
        withdraw(by=cast.cy, post=said)


def test_members_of_the_circle_read_what_stood_there_before_and_nobody_else(cast, said):
    revise(by=cast.cy, post=said, words="The heron slept.")
    url = reverse("forums:revisions", args=[said.ref])
    assert "zebra" in cast.client(cast.ada).get(url).content.decode()
    assert cast.client(cast.dov).get(url).status_code == 302
    Post.objects.filter(pk=said.pk).update(hidden_at=said.said_at, hidden_by=cast.bel)
    assert cast.client(cast.ada).get(url).status_code == 302
    assert "zebra" in cast.client(cast.bel).get(url).content.decode()


def test_a_refused_revision_keeps_the_words(cast, said):
    url = reverse("forums:revise", args=[said.ref])
    page = cast.client(cast.cy).post(url, {"words": "long " * 5000})
    assert page.status_code == 422
    assert "long " * 5000 in page.content.decode()


def test_a_title_goes_with_its_opening_post(cast, topic, opening):
    withdraw(by=cast.ada, post=opening)
    for url in (topic.get_absolute_url(), cast.circle.get_absolute_url()):
        for part in ("ada", "cy", "bel"):
            page = cast.client(getattr(cast, part)).get(url).content.decode()
            assert "Day nine" not in page
            assert "A topic whose beginning is gone" in page


def test_a_title_is_hidden_with_its_opening_post(cast, topic, opening, rule):
    case = report(by=cast.cy, subject=opening, concern=Concern.IDENTIFIES).case
    decide(
        by=cast.bel,
        case=case,
        seen_version=case.version,
        steps=[Step(Outcome.HIDE)],
        rule=rule,
        reason="x",
        statement_to_author="x",
        statement_to_reporter="x",
    )
    for url in (topic.get_absolute_url(), cast.circle.get_absolute_url()):
        assert "Day nine" not in cast.client(cast.cy).get(url).content.decode()
    topic.refresh_from_db()
    assert topic.hidden_title == "Day nine"
