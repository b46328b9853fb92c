"""Forty cases of all kinds, so that the desk can be tried with something on it.

Asked for by `manage.py seed_demo --cases` alone: a site that somebody looks at for the first time
is not full of trouble. Nobody in it is real.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from config.demo.people import (
    ADA,
    AT_DESK,
    BEL,
    CAST,
    CY,
    EVE,
    FAY,
    GUS,
    HAL,
    IDA,
    Player,
    arrive,
)
from config.demo.reported import (
    BICYCLE,
    CARDS,
    CODE,
    FUNNY,
    GRAVE,
    SAID,
    SCHOOL,
    THREAT,
    UNSURE,
    VET,
    Said,
)
from forums.actions.appeals import appeal
from forums.actions.cases import ask_opinion, claim, note, set_harm, wait_for_author
from forums.actions.circles import appoint, change_circle, join
from forums.actions.conversation import open_topic, reply, revise
from forums.actions.deciding import decide
from forums.actions.escalating import escalate, follow_up
from forums.actions.house import appoint_to_house
from forums.actions.reporting import report, report_as_visitor
from forums.actions.screening import add_screen_rule, screen_posts, switch_on, try_screen_rule
from forums.actions.seeding import FIRST_THIRTY_DAYS, GOOD_NEWS, HEALING, THINKING_ABOUT_IT
from forums.choices import (
    Concern,
    Harm,
    Holding,
    Outcome,
    PleaseNot,
    Role,
    ScreenAction,
    ScreenKind,
    Wish,
)
from forums.models import Case, Circle, Decision, Post, Rule, Topic
from forums.rules import Step, drafts

TITLE = "The small hours"
# Between one report and the next.
A_WHILE = timedelta(minutes=40)


@dataclass(frozen=True)
class Night:
    """Where it all happens, and with whom."""

    people: dict[Player, User]
    topic: Topic

    def says(self, player: Player, words: str, *, to: Post | None = None) -> Post:
        parent = to or self.topic.posts.get(parent=None)
        return reply(by=self.people[player], parent=parent, words=words)

    def reported(self, said: Said) -> Case:
        writer, words, reporter, concern, more = said
        post = self.says(writer, words)
        return report(by=self.people[reporter], subject=post, concern=concern, words=more).case

    def decided(self, player: Player, said: Said, *steps: Step, rule: int, why: str) -> Decision:
        case = self.reported(said)
        to_author, to_reporter = drafts(steps)
        return decide(
            by=self.people[player],
            case=case,
            seen_version=case.version,
            steps=steps,
            rule=Rule.objects.get(place=rule),
            reason=why,
            statement_to_author=to_author,
            statement_to_reporter=to_reporter,
        )


def has_cases() -> bool:
    return Topic.objects.filter(title=TITLE).exists()


@transaction.atomic
def seed_cases() -> None:
    """On top of the demo, for the people who are in it, and for a few more."""
    people = {player: User.objects.get(personas__name=player.persona) for player in CAST}
    people |= {player: arrive(player) for player in AT_DESK}
    _appointed(people)
    topic = open_topic(
        by=people[ADA],
        circle=Circle.objects.get(name=str(HEALING.name)),
        title=TITLE,
        words="It is past two, and I am awake again. I only want to say so.",
        wish=Wish.LISTEN,
        please_not=[PleaseNot.URGE_TO_LEAVE],
    )
    night = Night(people, topic)
    cases = {said: night.reported(said) for said in SAID}
    for number, case in enumerate(cases.values()):
        _came_earlier(case, number * A_WHILE)
    _about_other_things(night)
    _by_the_site(night)
    _begun(cases, night)
    _waiting_to_appear(people)
    _decided(night)
    _overdue(cases)


def _appointed(people: dict[Player, User]) -> None:
    for circle in Circle.objects.order_by("pk"):
        appoint(by=None, user=people[FAY], circle=circle, role=Role.MODERATOR)
    for player in (GUS, HAL):
        appoint_to_house(by=None, user=people[player])


def _came_earlier(case: Case, ago: timedelta) -> None:
    """Time is the one thing that no action makes."""
    earlier = {"opened_at": F("opened_at") - ago, "due_at": F("due_at") - ago}
    Case.objects.filter(pk=case.pk).update(**earlier)
    case.refresh_from_db()


def _about_other_things(night: Night) -> None:
    """A topic, a person, a circle, a name for one topic, words that touch on something hard, and
    what a visitor came upon."""
    people, topic = night.people, night.topic
    report(by=people[CY], subject=topic, concern=Concern.AT_RISK, words="Every night the same.")
    by_eve = topic.posts.filter(author__owner=people[EVE]).order_by("pk")[0]
    report(
        by=people[CY],
        subject=by_eve.author,
        concern=Concern.HATE,
        seen_in=by_eve,
        words="All that they say.",
    )
    good_news = Circle.objects.get(name=str(GOOD_NEWS.name))
    report(by=people[CY], subject=good_news, concern=Concern.OTHER, words="Who looks after it?")
    read_by_all = Post.objects.filter(topic__circle=good_news, parent=None).order_by("pk")[0]
    report_as_visitor(subject=read_by_all, concern=Concern.ILLEGAL, words="I hold the rights.")
    went_back = Topic.objects.get(circle__name=str(THINKING_ABOUT_IT.name))
    report(by=people[CY], subject=went_back, concern=Concern.OTHER, words="Is this the circle?")
    told_off = reply(
        by=people[EVE], parent=went_back.posts.get(parent=None), words="So nothing has changed."
    )
    report(by=people[ADA], subject=told_off, concern=Concern.BLAMES)


def _by_the_site(night: Night) -> None:
    """What it tells the moderators, and what it lets wait."""
    gus = night.people[GUS]
    # What was said so far is not looked at again.
    screen_posts(now=timezone.now())
    rule = add_screen_rule(
        by=gus,
        kind=ScreenKind.PHRASE,
        name="Wins them back",
        watched="wins them back",
        action=ScreenAction.HOLD,
        harm=Harm.NONE,
        rule=Rule.objects.get(place=6),
    )
    try_screen_rule(by=gus, rule=rule)
    switch_on(by=gus, rule=rule)
    night.says(CY, "Some nights I wish I was dead. Then the cat comes in.")
    night.says(EVE, "My course wins them back in ten days. Ask me how.")
    screen_posts(now=timezone.now())


def _begun(cases: dict[Said, Case], night: Night) -> None:
    """Some of them are not new any more."""
    bel, fay = night.people[BEL], night.people[FAY]
    note(by=bel, case=cases[GRAVE], words="Wrote like that in spring as well, and came through.")
    claim(by=fay, case=cases[BICYCLE])
    set_harm(by=bel, case=cases[FUNNY], harm=Harm.EXPOSED)
    wait_for_author(by=bel, case=cases[SCHOOL], until=timezone.now() + timedelta(days=2))
    ask_opinion(by=bel, case=cases[VET], words="Half a village could know. Is one word enough?")
    ask_opinion(by=fay, case=cases[CODE], words="Harmless, or the first step? I cannot tell.")
    # Two said the same, and whoever wrote it has changed it meanwhile.
    threat = cases[THREAT]
    report(by=night.people[CY], subject=threat.subject, concern=Concern.AT_RISK, words="I saw it.")
    assert threat.post is not None  # noqa: S101 (all that is said here is said in posts)
    revise(by=night.people[EVE], post=threat.post, words="One day we will have to talk, you know.")


def _waiting_to_appear(people: dict[Player, User]) -> None:
    """Somebody new, whose first posts wait; and whom cy believes to know."""
    thirty_days = Circle.objects.get(name=str(FIRST_THIRTY_DAYS.name))
    join(by=people[IDA], circle=thirty_days)
    day_nine = thirty_days.topics.order_by("pk")[0]
    knows = reply(
        by=people[IDA],
        parent=day_nine.posts.get(parent=None),
        words="I know somebody whose phone lies in the kitchen as well. Small world.",
    )
    report(by=people[CY], subject=knows, concern=Concern.KNOWS_ME, words="Only one person knows.")
    circle = change_circle(
        by=None,
        circle=Circle.objects.get(name=str(HEALING.name)),
        holding=Holding.NEWCOMERS,
    )
    join(by=people[IDA], circle=circle)
    open_topic(
        by=people[IDA],
        circle=circle,
        title="Is it normal to miss the dog most?",
        words="I miss the dog. Not the rest.",
    )
    reply(
        by=people[IDA],
        parent=circle.topics.get(title=TITLE).posts.get(parent=None),
        words="Awake as well. You are not the only window with a light in it.",
    )


def _decided(night: Night) -> None:
    """What is decided: of two, somebody asks for another look, and somebody is to be asked again
    how they are."""
    people = night.people
    hidden = night.decided(
        BEL,
        (EVE, "Whoever stays so long must like it.", ADA, Concern.BLAMES, "Not again, please."),
        Step(Outcome.HIDE),
        Step(Outcome.WARN),
        rule=3,
        why="Blames, and not for the first time.",
    )
    appeal(by=people[EVE], decision=hidden, words="I spoke of myself, and nobody asked me.")
    kept = night.decided(
        FAY,
        (CY, "Maybe you could read it back to yourself first?", ADA, Concern.BLAMES, ""),
        Step(Outcome.KEEP),
        rule=3,
        why="Clumsy, and kindly meant.",
    )
    appeal(by=people[ADA], decision=kept, words="It reads differently when you have been told so.")
    night.decided(
        BEL,
        (EVE, "Ten minutes, one card, all your answers.", CY, Concern.SPAM, ""),
        Step(Outcome.REMOVE),
        rule=6,
        why="An offer of their own, for the second time.",
    )
    asked = night.decided(
        FAY,
        (ADA, "I sat on the kitchen floor until it was light.", CY, Concern.AT_RISK, ""),
        Step(Outcome.WELFARE, until=timezone.now() + timedelta(days=1)),
        rule=1,
        why="Not in danger now, as far as we can tell.",
    )
    Case.objects.filter(pk=asked.case_id).update(follow_up_at=timezone.now())
    follow_up(now=timezone.now())


def _overdue(cases: dict[Said, Case]) -> None:
    """Nobody came in time, so that the house was called."""
    _came_earlier(cases[UNSURE], timedelta(days=2))
    _came_earlier(cases[CARDS], timedelta(days=3))
    escalate(now=timezone.now())
