"""A compiled query answers as its queryset does, whatever the values."""

import pytest
from django.db.models import Q
from django.utils import timezone

from forums.actions.conversation import open_topic, reply
from forums.actions.distance import block, mute
from forums.choices import NoticeKind
from forums.models import Notice, Persona, Topic
from forums.queries.compiled import CompiledQuery, columns, made
from forums.queries.following import OPENED, opened
from forums.queries.navigation import member_with_standing, standing_of
from forums.queries.readers import reader_of

pytestmark = pytest.mark.django_db


def topics_of(given, *, most):
    return Topic.objects.filter(title=given.title).values_list("ref")[:most]


def test_values_are_never_part_of_the_text(cast):
    ask = CompiledQuery(topics_of)
    for title in ("O'Hara %s", "{title}", '"; drop table forums_topic; --', "\\", "%(title)s"):
        topic = open_topic(by=cast.ada, circle=cast.circle, title=title, words="x")
        assert ask.rows({"title": title}, most=3) == [(topic.ref,)]
    assert ask.rows({"title": "%"}, most=3) == []


def test_each_shape_has_its_own_text(cast):
    for _number in range(3):
        open_topic(by=cast.ada, circle=cast.circle, title="Same", words=f"{_number}")
    ask = CompiledQuery(topics_of)
    assert [len(ask.rows({"title": "Same"}, most=most)) for most in (1, 3, 1)] == [1, 3, 1]


def test_it_is_built_once(cast):
    built = []

    def personas(given):
        built.append(given)
        return Persona.objects.filter(Q(pk=given.one) | Q(pk=given.other)).values_list("pk")

    ask, pks = CompiledQuery(personas), list(Persona.objects.values_list("pk", flat=True))
    for one in pks:
        for other in pks:
            assert {pk for (pk,) in ask.rows({"one": one, "other": other})} == {one, other}
    assert len(built) == 1


def test_a_row_is_made_of_its_columns(cast):
    values = Persona.objects.filter(name="Wren").values_list(*columns(Persona))[0]
    persona = made(Persona, values)
    assert persona == Persona.objects.get(name="Wren")
    assert (persona.name, persona.ref, persona._state.adding) == ("Wren", persona.ref, False)


@pytest.mark.parametrize("part", ["ada", "bel", "cy", "dov", "eve"])
def test_who_may_open_a_topic_is_what_visibility_says(cast, topic, opening, part):
    reply(by=cast.cy, parent=opening, words="Here.")
    block(by=cast.ada, persona=cast.eve.personas.get())
    mute(by=cast.cy, topic=topic)
    somebody = getattr(cast, part)
    seen = Topic.objects.visible_to(somebody).filter(pk=topic.pk).exists()
    found = opened(topic.ref, somebody)
    assert (found is not None) == seen
    if found:
        assert (found[0], found[0].circle) == (topic, cast.circle)


def test_the_reader_and_the_navigation_know_the_same_as_ever(cast, topic):
    assert reader_of(cast.circle, cast.bel, topic=topic).is_moderator
    assert reader_of(cast.circle, cast.dov).role is None
    assert standing_of(cast.bel).is_moderator
    assert not standing_of(cast.ada).is_moderator


def test_whoever_is_signed_in_comes_with_their_standing(cast, django_assert_num_queries):
    for user, moderates in ((cast.bel, True), (cast.ada, False)):
        with django_assert_num_queries(1):
            member = member_with_standing(user.pk)
            assert member == user
            assert (member.password, member.time_zone) == (user.password, user.time_zone)
            assert standing_of(member).is_moderator is moderates
    assert member_with_standing(0) is None


def test_a_notice_that_was_read_since_is_no_news(cast, opening):
    said = reply(by=cast.cy, parent=opening, words="Here.")
    Notice.objects.get_or_create(user=cast.ada, post=said, defaults={"kind": NoticeKind.ANSWER})
    member = member_with_standing(cast.ada.pk)
    assert standing_of(member).has_unread_notices
    Notice.objects.update(read_at=timezone.now())
    assert not standing_of(member).has_unread_notices


def test_the_question_of_every_page_is_short_enough_to_be_kept(cast, topic):
    """psycopg keeps what it made of statements up to a length, and takes longer ones apart anew
    each time."""
    opened(topic.ref, cast.ada)
    assert OPENED._written
    assert max(len(sql) for sql, _names, _params in OPENED._written.values()) <= 4096
