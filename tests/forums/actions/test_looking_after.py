"""Roles, and what holds in a circle."""

import pytest
from django.core.exceptions import ValidationError

from forums.actions.circles import appoint, appoint_named, change_circle, join, part
from forums.choices import Reading, Role
from forums.models import ContentNote, Membership, Persona, Topic, Trail
from forums.queries.circles import seen_of
from forums.refusals import CircleRefused

pytestmark = pytest.mark.django_db


def role_of(user, circle):
    return Membership.objects.get(user=user, circle=circle).role


# Roles


def test_a_moderator_gives_a_role_by_name_and_takes_it_again(cast, closed):
    appoint_named(by=cast.bel, circle=closed, name=" wREN ", role=Role.HOST)
    assert role_of(cast.ada, closed) == Role.HOST
    appoint(by=cast.bel, user=cast.ada, circle=closed, role=Role.MEMBER)
    assert role_of(cast.ada, closed) == Role.MEMBER
    given, taken = Trail.objects.filter(verb="appoint", by=cast.bel).order_by("pk")
    ref = cast.ada.personas.get().ref
    assert given.detail == {"role": Role.HOST, "persona": ref}
    assert taken.detail == {"role": Role.MEMBER, "persona": ref}


def test_giving_the_same_role_again_changes_nothing(cast, closed):
    before = Trail.objects.count()
    appoint_named(by=cast.bel, circle=closed, name="Marlow", role=Role.HOST)
    assert Trail.objects.count() == before


@pytest.mark.parametrize("part", ["ada", "cy", "dov"])
def test_only_moderators_give_roles(cast, closed, part):
    by = getattr(cast, part)
    for name in ("Wren", "Marlow", "Nobody Here"):
        with pytest.raises(CircleRefused, match="Only the moderators"):
            appoint_named(by=by, circle=closed, name=name, role=Role.MODERATOR)
    with pytest.raises(CircleRefused, match="Only the moderators"):
        appoint(by=by, user=cast.bel, circle=closed, role=Role.MEMBER)


def test_a_name_tells_nothing_but_that_somebody_of_this_name_is_in_the_circle(cast, closed, topic):
    """Not who is elsewhere on the site, and above all not whose a name for one topic is."""
    Persona.objects.create(owner=cast.ada, only_in=topic, name="Willow")
    said = set()
    for name in ("Juniper", "Willow", "No Such Name", "\0", ""):
        with pytest.raises(CircleRefused) as refusal:
            appoint_named(by=cast.bel, circle=closed, name=name, role=Role.HOST)
        said.add(str(refusal.value))
    assert len(said) == 1
    assert role_of(cast.ada, closed) == Role.MEMBER


def test_the_last_moderator_keeps_the_role(cast, closed):
    for give_up in (
        lambda: appoint(by=cast.bel, user=cast.bel, circle=closed, role=Role.MEMBER),
        lambda: appoint_named(by=cast.bel, circle=closed, name="Linden", role=Role.HOST),
        lambda: part(by=cast.bel, circle=closed),
    ):
        with pytest.raises(CircleRefused, match="only moderator"):
            give_up()
    appoint(by=cast.bel, user=cast.cy, circle=closed, role=Role.MODERATOR)
    appoint(by=cast.bel, user=cast.bel, circle=closed, role=Role.MEMBER)
    part(by=cast.bel, circle=closed)
    assert not Membership.objects.filter(user=cast.bel, circle=closed).exists()


# What holds


def test_a_host_changes_what_holds_and_the_trail_has_facts_and_no_words(cast, closed):
    circle = change_circle(
        by=cast.cy, circle=closed, about="Smaller.", wait_days=3, closes_after_days=30
    )
    circle.refresh_from_db()
    assert (circle.about, circle.wait_days, circle.closes_after_days) == ("Smaller.", 3, 30)
    assert circle.guidelines_version == 1
    left = Trail.objects.get(verb="change_circle")
    assert left.detail == {"changed": ["about", "closes_after_days", "wait_days"]}


def test_other_guidelines_are_a_new_version_and_the_same_ones_are_not(cast, closed):
    same = change_circle(by=cast.cy, circle=closed, guidelines="Leave out names.")
    assert same.guidelines_version == 1
    two_lines = change_circle(by=cast.cy, circle=closed, guidelines="One.\r\nTwo.")
    assert two_lines.guidelines_version == 2
    assert change_circle(by=cast.cy, circle=closed, guidelines="One.\nTwo.").guidelines_version == 2
    # None at all: there is nothing to read.
    assert change_circle(by=cast.cy, circle=closed, guidelines="").guidelines_version == 2


def test_nothing_changed_leaves_no_trail(cast, closed):
    change_circle(by=cast.cy, circle=closed, about=closed.about)
    assert not Trail.objects.filter(verb="change_circle").exists()


@pytest.mark.parametrize("part", ["ada", "dov"])
def test_only_those_who_look_after_a_circle_change_it(cast, closed, part):
    with pytest.raises(CircleRefused, match="hosts and moderators"):
        change_circle(by=getattr(cast, part), circle=closed, about="Mine.")


@pytest.mark.parametrize(
    "settings",
    [
        {"wait_days": 61},
        {"pause_minutes": 24 * 60 + 1},
        {"closes_after_days": 0},
        {"closes_after_days": 4_000},
        {"guidelines": "x" * 10_001},
        {"notes": ["No such note"]},
    ],
    ids=str,
)
def test_what_would_do_nobody_good_is_refused_with_a_sentence(cast, closed, settings):
    with pytest.raises(CircleRefused):
        change_circle(by=cast.cy, circle=closed, **settings)
    closed.refresh_from_db()
    assert closed.guidelines_version == 1


@pytest.mark.parametrize(
    "settings", [{"about": "x" * 301}, {"wait_days": -1}, {"language": "klingon"}], ids=str
)
def test_what_cannot_be_kept_is_refused(cast, closed, settings):
    with pytest.raises(ValidationError):
        change_circle(by=cast.cy, circle=closed, **settings)


def test_content_notes_come_from_the_operators_list(cast, closed):
    ContentNote.objects.get_or_create(name="A note", defaults={"place": 99})
    assert change_circle(by=cast.cy, circle=closed, notes=["A note"]).notes == ["A note"]


def test_a_page_that_was_overtaken_changes_nothing(cast, closed):
    seen = seen_of(closed)
    change_circle(by=cast.bel, circle=closed, seen=seen, about="Theirs.")
    with pytest.raises(CircleRefused, match="in the meantime"):
        change_circle(by=cast.cy, circle=closed, seen=seen, about="Mine.")
    closed.refresh_from_db()
    assert closed.about == "Theirs."


def test_moderators_alone_decide_who_may_read(cast, closed, topic):
    with pytest.raises(CircleRefused, match="Only the moderators"):
        change_circle(by=cast.cy, circle=closed, reading=Reading.MEMBERS)
    circle = change_circle(by=cast.bel, circle=closed, reading=Reading.MEMBERS)
    # Who may read is said with the guidelines, which everybody reads again.
    assert circle.guidelines_version == 2
    assert Trail.objects.get(verb="change_circle").detail == {
        "changed": ["reading"],
        "reading": Reading.MEMBERS,
    }
    with pytest.raises(CircleRefused, match="whoever runs this site"):
        change_circle(by=cast.bel, circle=circle, reading=Reading.ANYONE)
    assert change_circle(by=None, circle=circle, reading=Reading.ANYONE).is_open_to_anyone()


def test_what_is_said_follows_who_may_read(cast, topic):
    assert Topic.objects.visible_to(cast.dov).exists()
    circle = change_circle(by=cast.bel, circle=cast.circle, reading=Reading.CLOSED)
    assert not Topic.objects.visible_to(cast.dov).exists()
    circle = change_circle(by=cast.bel, circle=circle, reading=Reading.MEMBERS)
    join(by=cast.dov, circle=circle)
    assert Topic.objects.visible_to(cast.dov).exists()
