"""What is left to whoever is suspended, or whose account is closed: every verb that somebody does
stands in one of these lists, or this test fails."""

import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from forums import actions, views
from forums.actions import (
    appeals,
    care,
    cases,
    circles,
    claims,
    conversation,
    deciding,
    distance,
    doors,
    drafts,
    erasing,
    following,
    glass,
    house,
    images,
    letting_appear,
    notices,
    parting,
    reactions,
    reporting,
    saving,
    sending_in,
    wishes,
)
from forums.actions.deciding import decide
from forums.actions.holding import give_back, hold
from forums.actions.screening import never_reveal
from forums.choices import (
    AppealAnswer,
    Concern,
    Harm,
    HeldFor,
    Outcome,
    ReactionKind,
    Role,
)
from forums.models import Case, Circle, Invitation, JoinRequest, Post
from forums.queries.cases import moderates_house
from forums.refusals import Refused
from forums.rules import Step
from tests.accounts.decoding import files
from tests.forums.deciding import case_about, decided, in_days, measure_of, ruling

pytestmark = pytest.mark.django_db

# What they cannot do: whatever others meet, and whatever decides about others.
STOPPED = {
    "circles.choose_persona": lambda w: circles.choose_persona(by=w.eve, name="Another Name"),
    "circles.join": lambda w: circles.join(by=w.eve, circle=w.elsewhere),
    "circles.appoint": lambda w: circles.appoint(
        by=w.eve, user=w.cy, circle=w.circle, role=Role.HOST
    ),
    "circles.appoint_named": lambda w: circles.appoint_named(
        by=w.eve, circle=w.circle, name="Marlow", role=Role.HOST
    ),
    "circles.change_circle": lambda w: circles.change_circle(
        by=w.eve, circle=w.circle, about="Mine now."
    ),
    "conversation.open_topic": lambda w: conversation.open_topic(
        by=w.eve, circle=w.circle, title="Me", words="Again."
    ),
    "conversation.reply": lambda w: conversation.reply(by=w.eve, parent=w.opening, words="Me."),
    "conversation.revise": lambda w: conversation.revise(by=w.eve, post=w.push, words="Call."),
    "doors.ask_to_join": lambda w: doors.ask_to_join(by=w.eve, circle=w.closed, answer="Please."),
    "doors.let_in": lambda w: doors.let_in(by=w.eve, request=w.request),
    "doors.refuse": lambda w: doors.refuse(by=w.eve, request=w.request, reason="No."),
    "doors.invite": lambda w: doors.invite(by=w.eve, circle=w.circle, days=1, people=1),
    "doors.withdraw_invitation": lambda w: doors.withdraw_invitation(
        by=w.eve, invitation=w.invitation
    ),
    "doors.come_in": lambda w: doors.come_in(
        by=w.eve, invitation=w.way_in, seen_version=w.closed.guidelines_version
    ),
    "images.add_image": lambda w: images.add_image(
        by=w.eve, upload=w.upload, alt="A heron", circle=w.circle
    ),
    "reactions.react": lambda w: reactions.react(
        by=w.eve, post=w.opening, kind=ReactionKind.HELPED
    ),
    "sending_in.send_in_again": lambda w: sending_in.send_in_again(
        by=w.eve, post=w.returned, words="Better."
    ),
    "wishes.change_wishes": lambda w: wishes.change_wishes(by=w.eve, topic=w.own, wish="listen"),
    # As a moderator, of the circle or of the house.
    "appeals.answer_appeal": lambda w: appeals.answer_appeal(
        by=w.eve, appeal=w.appeal, outcome=AppealAnswer.STANDS, words="No."
    ),
    "care.pair": lambda w: care.pair(by=w.eve, case=w.case),
    "care.take_next": lambda w: care.take_next(by=w.eve),
    "cases.claim": lambda w: cases.claim(by=w.eve, case=w.case),
    "cases.set_harm": lambda w: cases.set_harm(by=w.eve, case=w.case, harm=Harm.CRISIS),
    "cases.set_rule": lambda w: cases.set_rule(by=w.eve, case=w.case, rule=w.rule),
    "cases.note": lambda w: cases.note(by=w.eve, case=w.case, words="Hm."),
    "cases.ask_opinion": lambda w: cases.ask_opinion(by=w.eve, case=w.case, words="Hm?"),
    "cases.give_opinion": lambda w: cases.give_opinion(by=w.eve, case=w.case, words="Hm."),
    "cases.wait_for_author": lambda w: cases.wait_for_author(
        by=w.eve, case=w.case, until=in_days(1)
    ),
    "deciding.decisions.decide": lambda w: decide(by=w.eve, **ruling(w.case, w.rule)),
    "deciding.undoing.undo": lambda w: deciding.undo(by=w.eve, measure=w.measure),
    "glass.ask_whose": lambda w: glass.ask_whose(
        by=w.eve, case=w.case, persona=w.case.author, why="I want to know."
    ),
    "glass.grant_glass": lambda w: glass.grant_glass(by=w.eve, glass=w.glass),
    "glass.refuse_glass": lambda w: glass.refuse_glass(by=w.eve, glass=w.glass),
    "glass.look_behind": lambda w: glass.look_behind(by=w.eve, glass=w.glass, now=timezone.now()),
    "house.set_due_times": lambda w: house.set_due_times(by=w.eve, within={}),
    "letting_appear.let_appear": lambda w: letting_appear.let_appear(
        by=w.eve, case=w.waiting, seen_version=w.waiting.version
    ),
}

# What they can do: of all this others see nothing, or only that something of theirs is gone.
LEFT = {
    # Saying that something is wrong, and that they see it differently.
    "appeals.appeal": lambda w: appeals.appeal(by=w.eve, decision=w.stop, words="Please."),
    "reporting.report": lambda w: reporting.report(
        by=w.eve, subject=w.news, concern=Concern.THREAT
    ),
    # Keeping away.
    "distance.block": lambda w: distance.block(
        by=w.eve, persona=w.news.author, in_topic=w.news.topic
    ),
    "distance.unblock": lambda w: distance.unblock(by=w.eve, persona=w.opening.author),
    "distance.mute": lambda w: distance.mute(by=w.eve, circle=w.news.topic.circle),
    "distance.unmute": lambda w: distance.unmute(by=w.eve, circle=w.news.topic.circle),
    "distance.choose_muted_notes": lambda w: distance.choose_muted_notes(by=w.eve, notes=[]),
    "screening.never_reveal.keep_from_showing": lambda w: never_reveal.keep_from_showing(
        by=w.eve, hint="street", words="Hazel Lane"
    ),
    "screening.never_reveal.keep_no_more": lambda w: never_reveal.keep_no_more(
        by=w.eve,
        kept=never_reveal.keep_from_showing(by=w.eve, hint="street", words="Hazel Lane"),
    ),
    # Taking back what is theirs, and leaving.
    "circles.part": lambda w: circles.part(by=w.eve, circle=w.circle),
    "conversation.withdraw": lambda w: conversation.withdraw(by=w.eve, post=w.push),
    "doors.take_back_request": lambda w: doors.take_back_request(by=w.eve, circle=w.closed),
    "erasing.erase_posts": lambda w: erasing.erase_posts(by=w.eve, leave_words=False),
    "parting.part_for_good": lambda w: parting.part_for_good(by=w.eve, leave_words=False),
    "reactions.take_back": lambda w: reactions.take_back(
        by=w.eve, post=w.opening, kind=ReactionKind.HELPED
    ),
    # What they once wrote elsewhere stands here already: under which name, or not at all, is theirs
    # to say. Each asks for a link first; who has none is told so.
    "claims.asking.claim": lambda w: claims.claim(
        by=w.eve, address="eve@mail.example", now=timezone.now()
    ),
    "claims.choosing.take_over": None,
    "claims.choosing.withdraw_all": None,
    "claims.choosing.leave_alone": None,
    # Reading, and their own pages.
    "circles.accept_guidelines": lambda w: circles.accept_guidelines(
        by=w.eve, circle=w.circle, seen_version=w.circle.guidelines_version
    ),
    "drafts.keep_draft": lambda w: drafts.keep_draft(by=w.eve, parent=w.opening, words="For me."),
    "following.follow": lambda w: following.follow(by=w.eve, topic=w.opening.topic),
    "following.unfollow": lambda w: following.unfollow(by=w.eve, topic=w.opening.topic),
    "following.mark_read": lambda w: following.mark_read(
        by=w.eve, topic=w.opening.topic, up_to=w.opening.pk
    ),
    "notices.read_notices": lambda w: notices.read_notices(by=w.eve, up_to="2" * 12),
    "saving.save_post": lambda w: saving.save_post(by=w.eve, post=w.opening),
    "saving.forget_post": lambda w: saving.forget_post(by=w.eve, post=w.opening),
    # Ending what they did as a moderator.
    "care.begin_shift": lambda w: care.begin_shift(by=w.eve),
    "care.end_shift": lambda w: care.end_shift(by=w.eve),
    "care.pass_on": lambda w: care.pass_on(by=w.eve, case=w.case),
    "care.unpair": lambda w: care.unpair(by=w.eve, case=w.case),
    "cases.release": lambda w: cases.release(by=w.eve, case=w.case),
}

# Pages for whoever may handle a case, or moderates the house, ask that themselves; and then they
# write down that somebody looked, or do what they are for.
BEHIND_A_CASE = {"care.meet", "cases.look_at", "originals.look_at_original"}
BEHIND_THE_HOUSE = {
    f"screening.{verb}"
    for verb in (
        "rules.add_screen_rule",
        "rules.change_screen_rule",
        "rules.try_screen_rule",
        "rules.switch_on",
        "rules.switch_off",
        "rules.remove_screen_rule",
        "help_lines.add_help_line",
        "help_lines.change_help_line",
        "help_lines.remove_help_line",
    )
}
# The operator does these on the machine itself: no page leads there.
COMMANDS = {
    "circles.open_circle",
    "house.appoint_to_house",
    "house.dismiss_from_house",
    "importing.community.import_community",
    "notes.add_note",
    "notes.rename_note",
    "notes.drop_note",
    "seeding.seed_circles",
    "seeding.open_seed",
}
# These do a part of a verb, and say so in other words than the rest.
PARTS = {"deciding.decisions.may_handle", "traces.leave_trail"}


def verbs():
    """Everything in the package of verbs that somebody does, but for what is only for the other
    verbs in there."""
    found = set()
    for module in pkgutil.walk_packages(actions.__path__, f"{actions.__name__}."):
        loaded = import_module(module.name)
        for name, verb in vars(loaded).items():
            if inspect.isfunction(verb) and verb.__module__ == module.name:
                said = f"{loaded.__doc__} {verb.__doc__}".replace("\n", " ")
                is_part = name.startswith("_") or "of this package" in " ".join(said.split())
                if not is_part and "User" in str(inspect.signature(verb).parameters.get("by")):
                    found.add(f"{module.name.removeprefix(f'{actions.__name__}.')}.{name}")
    return found


def test_every_verb_is_decided_about():
    lists = [set(STOPPED), set(LEFT), BEHIND_A_CASE, BEHIND_THE_HOUSE, COMMANDS, PARTS]
    assert sum(map(len, lists)) == len(set().union(*lists))
    assert verbs() - set().union(*lists) == set()
    assert set().union(*lists) - verbs() == set()


@pytest.fixture
def world(cast, closed, open_to_anyone, rule, settings, tmp_path):
    """eve looks after the circle and the house, until dov stops her everywhere."""
    settings.MEDIA_ROOT = tmp_path
    circle = cast.circle
    circle.allows_images = True
    circle.save()
    circles.appoint(by=None, user=cast.eve, circle=circle, role=Role.MODERATOR)
    for user in (cast.dov, cast.eve, cast.bel):
        house.appoint_to_house(by=None, user=user)
    topic = conversation.open_topic(by=cast.ada, circle=circle, title="Day nine", words="Hello.")
    own = conversation.open_topic(by=cast.eve, circle=circle, title="Mine", words="Earlier.")
    news = conversation.open_topic(by=cast.ada, circle=open_to_anyone, title="Sun", words="Out.")
    opening = topic.posts.get()

    def says(user, words):
        return conversation.reply(by=user, parent=opening, words=words)

    waiting = hold(says(cast.cy, "Wait."), held_for=HeldFor.NEWCOMER)
    past = decided(case_about(says(cast.cy, "Past."), by=cast.ada), rule, by=cast.bel)
    case = case_about(says(cast.cy, "Now."), by=cast.ada)
    request = JoinRequest.objects.create(circle=circle, user=cast.dov)
    invitation, _token = doors.invite(by=cast.eve, circle=circle, days=1, people=1)
    way_in, _token = doors.invite(by=cast.bel, circle=closed, days=1, people=1)
    push = says(cast.eve, "Just call.")
    return SimpleNamespace(
        eve=cast.eve,
        cy=cast.cy,
        dov=cast.dov,
        rule=rule,
        circle=circle,
        closed=closed,
        elsewhere=circles.open_circle(by=None, name="Elsewhere"),
        opening=opening,
        own=own,
        news=news.posts.get(),
        push=push,
        returned=give_back(says(cast.eve, "Call them."), by=cast.bel),
        upload=SimpleUploadedFile("a.jpg", files.talkative_jpeg()),
        case=case,
        waiting=Case.objects.get(post=waiting),
        measure=measure_of(past, Outcome.HIDE),
        appeal=appeals.appeal(by=cast.cy, decision=past, words="Please."),
        glass=glass.ask_whose(by=cast.bel, case=case, persona=case.author, why="A threat."),
        request=request,
        invitation=invitation,
        way_in=way_in,
        about_eve=case_about(push, by=cast.ada),
    )


@pytest.fixture(params=[Outcome.SUSPEND, Outcome.CLOSE])
def stopped(request, world):
    step = (
        Step(Outcome.SUSPEND, until=in_days(3), everywhere=True)
        if request.param == Outcome.SUSPEND
        else Step(Outcome.CLOSE)
    )
    world.stop = decided(world.about_eve, world.rule, step, by=world.dov)
    care.begin_shift(by=world.eve)
    return world


def refused(world, verbs):
    """Those that were refused, each tried as if it were the first."""
    found = set()
    for name, does in verbs.items():
        try:
            with transaction.atomic():
                does(world)
                transaction.set_rollback(True)
        except Refused:
            found.add(name)
    return found


def test_whoever_is_stopped_does_not(stopped):
    assert set(STOPPED) - refused(stopped, STOPPED) == set()


def test_and_would_otherwise(world):
    """So it is the decision that keeps them from it, and nothing else; but for what somebody else
    has to ask for, or not to have asked, before."""
    waits_for_others = {"cases.give_opinion", "glass.look_behind", "glass.ask_whose"}
    assert refused(world, STOPPED) == waits_for_others


def test_what_is_left_to_them_is(stopped):
    assert refused(stopped, {verb: does for verb, does in LEFT.items() if does}) == set()


def test_pages_for_those_who_look_after_something_are_not_there_for_them(stopped):
    eve = stopped.eve
    assert not Case.objects.visible_to(eve).exists()
    assert not moderates_house(eve)
    assert not Circle.objects.looked_after_by(eve).exists()
    assert not Circle.objects.moderated_by(eve).exists()
    assert not JoinRequest.objects.visible_to(eve).exists()
    assert not Invitation.objects.visible_to(eve).exists()


def test_no_page_leads_to_what_only_a_command_does():
    pages = "".join(page.read_text() for page in Path(views.__path__[0]).glob("*.py"))
    assert {verb for verb in COMMANDS if f" {verb.rpartition('.')[2]}(" in pages} == set()


def test_in_one_circle_alone_they_are_stopped_there_alone(world, cast):
    circles.appoint(by=None, user=cast.eve, circle=world.elsewhere, role=Role.HOST)
    world.stop = decided(
        world.about_eve, world.rule, Step(Outcome.SUSPEND, until=in_days(3)), by=world.dov
    )
    assert list(Circle.objects.looked_after_by(cast.eve)) == [world.elsewhere]
    assert moderates_house(cast.eve)
    circles.change_circle(by=cast.eve, circle=world.elsewhere, about="Still mine.")
    with pytest.raises(Refused, match="Until"):
        circles.change_circle(by=cast.eve, circle=world.circle, about="Mine.")
    # A name is the same everywhere.
    with pytest.raises(Refused, match="stays as it is"):
        circles.choose_persona(by=cast.eve, name="Another Name")
    assert Post.objects.visible_to(cast.eve).filter(pk=world.opening.pk).exists()


def test_the_pages_of_a_circle_are_gone_for_its_suspended_host(stopped, cast):
    client = cast.client(cast.eve)
    for page in ("settings", "requests", "invitations", "roles", "waiting"):
        assert client.get(f"{stopped.circle.get_absolute_url()}{page}/").status_code == 404
