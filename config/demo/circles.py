"""The demo's circles: what was said in them, one case that is decided, and one that waits."""

from accounts.models import User
from config.demo.people import ADA, BEL, CY, DOV, EVE, Player
from forums.actions.circles import accept_guidelines, appoint, join
from forums.actions.conversation import open_topic, reply
from forums.actions.deciding import decide
from forums.actions.doors import ask_to_join, let_in, refuse
from forums.actions.reporting import report
from forums.actions.seeding import (
    FIRST_THIRTY_DAYS,
    GOOD_NEWS,
    HEALING,
    SEEDS,
    SHARED_CUSTODY,
    THINKING_ABOUT_IT,
    Seed,
    open_seed,
)
from forums.choices import Concern, Outcome, PleaseNot, Reading, Role, Wish
from forums.models import Circle, Post, Rule, Topic
from forums.rules import Step

# How two of them differ from the rest: one that anyone may read, and one with a door.
DIFFERENT: dict[Seed, dict[str, str]] = {
    GOOD_NEWS: {"reading": Reading.ANYONE},
    SHARED_CUSTODY: {
        "reading": Reading.CLOSED,
        "question": "What should we know about you and the children before you come in?",
    },
}


def seed_circles(people: dict[Player, User]) -> None:
    circles = {seed: _circle(seed, people[BEL]) for seed in SEEDS}
    for player in (ADA, CY, EVE):
        for circle in circles.values():
            if not circle.is_closed():
                join(by=people[player], circle=circle)
    _closed(people, circles[SHARED_CUSTODY])
    _thinking_about_it(people, circles[THINKING_ABOUT_IT])
    _first_thirty_days(people, circles[FIRST_THIRTY_DAYS])
    _children(people, circles[SHARED_CUSTODY])
    _good_news(people, circles[GOOD_NEWS])
    _moderation(people, circles[HEALING])


def _circle(seed: Seed, moderator: User) -> Circle:
    circle = open_seed(seed, by=None, **DIFFERENT.get(seed, {}))
    appoint(by=None, user=moderator, circle=circle, role=Role.MODERATOR)
    return circle


def _closed(people: dict[Player, User], circle: Circle) -> None:
    """Two were let in, one was not, and one waits for whoever tries it as a moderator."""
    for player, answer in (
        (ADA, "Two of them, every other week. I want fewer messages, not more."),
        (CY, "One, four years old. We hand over at school."),
    ):
        asked = ask_to_join(by=people[player], circle=circle, answer=answer)
        let_in(by=people[BEL], request=asked)
        accept_guidelines(by=people[player], circle=circle, seen_version=circle.guidelines_version)
    curious = ask_to_join(by=people[EVE], circle=circle, answer="I just want to see who is here.")
    refuse(
        by=people[BEL],
        request=curious,
        reason="This circle is for people who bring up children between two homes, and small.",
    )
    ask_to_join(by=people[DOV], circle=circle, answer="A girl and a boy. It is all very new.")


def _opening(topic: Topic) -> Post:
    return topic.posts.get(parent=None)


def _thinking_about_it(people: dict[Player, User], circle: Circle) -> None:
    """Under a name for this topic alone: nobody but ada sees that it is hers."""
    topic = open_topic(
        by=people[ADA],
        circle=circle,
        title="I went back last year, and I want to say it once",
        words=(
            "Nobody knows. I told everybody that I was done, and I was, for six weeks.\n\n"
            "I do not need anything. I only want it to stand somewhere."
        ),
        wish=Wish.LISTEN,
        please_not=[PleaseNot.URGE_TO_LEAVE],
        notes=["Threats", "Court and police"],
        face_name="Small Lantern",
    )
    reply(
        by=people[CY],
        parent=_opening(topic),
        words="It stands here now. Thank you for saying it where I can read it.",
    )


def _first_thirty_days(people: dict[Player, User], circle: Circle) -> None:
    topic = open_topic(
        by=people[ADA],
        circle=circle,
        title="Day nine, and the evenings are the worst",
        words=(
            "Mornings are fine. I go to work, I talk to people, I even laughed today.\n\n"
            "Then it is eight in the evening and my hand is on the phone before I know it. "
            "I have not written. But I have *composed* about forty messages in my head.\n\n"
            "What do you do with the hour between eight and nine?"
        ),
    )
    first = reply(
        by=people[CY],
        parent=_opening(topic),
        words=(
            "I moved the phone to the kitchen and myself to the other room. It sounds silly. "
            "It was the walk back that saved me: by the time I was there, I knew why I was there."
        ),
    )
    second = reply(
        by=people[ADA],
        parent=first,
        words="Not silly at all. I am putting the charger next to the oven tonight.",
    )
    reply(
        by=people[BEL],
        parent=second,
        words=(
            "Another one for the oven. And write those forty messages, in your own pages, "
            "where there is no button that sends them. Mine got shorter every day."
        ),
    )
    reply(
        by=people[BEL],
        parent=_opening(topic),
        words=(
            "Day nine. I remember mine.\n\n> What do you do with the hour between eight and nine?"
            "\n\nA bath, a friend on the phone who knows that I only want to hear about her cat, "
            "and bed at a quarter past."
        ),
    )


def _children(people: dict[Player, User], circle: Circle) -> None:
    topic = open_topic(
        by=people[CY],
        circle=circle,
        title="Hand-overs without talking",
        words=(
            "We hand over at the school gate now instead of at the door. School does the "
            "handing; I never have to stand there. It took one letter from the counsellor.\n\n"
            "Has anyone got it down to **one** message a week?"
        ),
    )
    reply(
        by=people[ADA],
        parent=_opening(topic),
        words=(
            "Two a week, and I answer at fixed hours:\n\n"
            "- times and places\n- health\n- school\n\n"
            "Everything else gets no answer. It was loud for a month and then it was quiet."
        ),
    )


def _good_news(people: dict[Player, User], circle: Circle) -> None:
    topic = open_topic(
        by=people[BEL],
        circle=circle,
        title="I slept through",
        words="Seven hours. No dream, no listening for the door. I had forgotten that it is free.",
    )
    reply(by=people[CY], parent=_opening(topic), words="I am so glad. May it be the first of many.")


def _moderation(people: dict[Player, User], circle: Circle) -> None:
    """One case that is decided, and one that waits for whoever tries the desk."""
    topic = open_topic(
        by=people[CY],
        circle=circle,
        title="Does it ever stop being on my mind?",
        words="Five months. Most days I do not think of it until noon. Then I do.",
        wish=Wish.LISTEN,
        please_not=[PleaseNot.URGE_CONTACT],
    )
    push = reply(
        by=people[EVE],
        parent=_opening(topic),
        words="Just call and get your answers. You owe them a talk, and you will feel better.",
    )
    report(
        by=people[ADA],
        subject=push,
        concern=Concern.URGES_CONTACT,
        words="This is what kept me going back for years.",
    )
    decide(
        by=people[BEL],
        case=push.cases.get(),
        seen_version=1,
        steps=[Step(Outcome.HIDE)],
        rule=Rule.objects.get(place=2),
        reason="Urges contact, under a post that asks for the opposite.",
        statement_to_author=(
            "We took out your answer, because nobody here is urged to make contact. You are "
            "welcome to say what helped you, as your own story."
        ),
        statement_to_reporter=(
            "Thank you. We have read it and taken it out. We hope the circle is a quiet place "
            "for you again."
        ),
    )
    reply(
        by=people[ADA],
        parent=_opening(topic),
        words="For me it went from all day, to noon, to Sundays. Noon is further than it feels.",
    )
    hint = reply(
        by=people[EVE],
        parent=_opening(topic),
        words="I think I know you. Are you the one who works at the bakery by the station?",
    )
    report(
        by=people[CY],
        subject=hint,
        concern=Concern.IDENTIFIES,
        words="Please take this out soon. It is close to the truth.",
    )
