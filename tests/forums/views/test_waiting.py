"""The page of what waits in a circle, for those who moderate it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.following import announce, follow
from forums.actions.holding import let_out
from forums.actions.reporting import report
from forums.choices import Concern, Holding, Outcome
from forums.models import Case, Decision, Notice, Post
from tests.forums.holding import now_holds

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"forums:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def holding(cast, opening):
    now_holds(cast.circle, holding=Holding.EVERYTHING)
    return cast.circle


@pytest.fixture
def held(cast, opening, holding):
    return reply(by=cast.cy, parent=Post.objects.get(pk=opening.pk), words="A kingfisher.")


@pytest.fixture
def held_topic(cast, holding):
    return open_topic(by=cast.cy, circle=holding, title="A heron", words="By the water.")


def test_what_waits_is_let_out_with_one_press(cast, held, held_topic):
    follow(by=cast.ada, topic=held.topic)
    client = cast.client(cast.bel)
    page = text(client.get(url("waiting", cast.circle.ref)))
    assert page.index("A kingfisher.") < page.index("A heron")
    assert "everything here is read first" in page
    case = Case.objects.get(post=held)
    answer = client.post(
        url("let_appear", cast.circle.ref, case.ref), {"seen_version": case.version}, follow=True
    )
    assert "It is there for everybody now" in text(answer)
    assert "A kingfisher." not in text(answer)
    announce(now=timezone.now(), most=10)
    assert Post.objects.get(pk=held.pk).is_standing()
    assert Decision.objects.get().outcomes == [Outcome.KEEP]
    assert Notice.objects.filter(user=cast.ada, post=held).exists()
    told = text(cast.client(cast.cy).get(url("notices")))
    assert "What you wrote is there for others now" in told


def test_against_what_somebody_spoke_it_takes_more_than_one_press(cast, held, rule):
    let_out(held, by=cast.bel)
    report(by=cast.ada, subject=held, concern=Concern.HATE)
    Post.objects.filter(pk=held.pk).update(held_at=timezone.now(), held_for="screen")
    client, case = cast.client(cast.bel), Case.objects.get(post=held)
    page = text(client.get(url("waiting", cast.circle.ref)))
    assert "Look at its case" in page
    assert url("let_appear", cast.circle.ref, case.ref) not in page
    client.post(url("let_appear", cast.circle.ref, case.ref), {"seen_version": case.version})
    assert not Decision.objects.exists()


@pytest.mark.parametrize("seen", ["0", "", "x", "²", "9" * 30])
def test_an_odd_or_old_version_lets_nothing_out(cast, held, rule, seen):
    case = Case.objects.get(post=held)
    answer = cast.client(cast.bel).post(
        url("let_appear", cast.circle.ref, case.ref), {"seen_version": seen}
    )
    assert answer.status_code == 302
    assert not Post.objects.get(pk=held.pk).is_standing()


def test_a_moderator_does_not_let_out_their_own(cast, held):
    Post.objects.filter(pk=held.pk).update(author=cast.bel.personas.get())
    case = Case.objects.get(post=held)
    client = cast.client(cast.bel)
    assert "A kingfisher." not in text(client.get(url("waiting", cast.circle.ref)))
    assert client.post(url("let_appear", cast.circle.ref, case.ref)).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_what_waits_costs_the_same_for_one_and_for_three(
    cast, opening, holding, many, django_assert_max_num_queries
):
    for number in range(many):
        reply(by=cast.cy, parent=Post.objects.get(pk=opening.pk), words=f"Number {number}.")
    client = cast.client(cast.bel)
    client.get(url("waiting", holding.ref))
    with django_assert_max_num_queries(8):
        client.get(url("waiting", holding.ref))
