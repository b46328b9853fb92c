"""The demo's circles: what was said in them, one case that is decided, and one that waits."""

from accounts.models import User
from config.demo.people import ADA, BEL, CY, EVE, Player
from forums.actions.circles import appoint, join, open_circle
from forums.actions.conversation import open_topic, reply
from forums.actions.moderation import decide, report
from forums.choices import Concern, Outcome, Reading, Role
from forums.models import Circle, Post, Rule, Topic

GUIDELINES = (
    "Leave out names and places, yours and theirs.\n\n"
    "Nobody here is pushed to go, to stay, or to talk to anybody.\n\n"
    "Say how it was for you. Ask before you advise."
)

CIRCLES = [
    ("Thinking about it", "You have not decided anything, and nobody here will decide for you."),
    ("The first thirty days", "Day by day, with people who count them too."),
    ("Children between us", "One channel, business only, and how to keep it that way."),
    ("Law and safety", "Orders, reports, lawyers, locks. Experience, not legal advice."),
    ("Mending", "Sleep, work, friends, trust: what comes back, and how."),
    ("Good news", "Small and large. Open for anyone to read."),
]
OPEN_TO_ANYONE = "Good news"


def seed_circles(people: dict[Player, User]) -> None:
    circles = {name: _circle(name, about, people[BEL]) for name, about in CIRCLES}
    for player in (ADA, CY, EVE):
        for circle in circles.values():
            join(by=people[player], circle=circle)
    _first_thirty_days(people, circles["The first thirty days"])
    _children(people, circles["Children between us"])
    _good_news(people, circles["Good news"])
    _moderation(people, circles["Mending"])


def _circle(name: str, about: str, moderator: User) -> Circle:
    reading = Reading.ANYONE if name == OPEN_TO_ANYONE else Reading.MEMBERS
    circle = open_circle(by=None, name=name, about=about, guidelines=GUIDELINES, reading=reading)
    appoint(by=None, user=moderator, circle=circle, role=Role.MODERATOR)
    return circle


def _opening(topic: Topic) -> Post:
    return topic.posts.get(parent=None)


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
    )
    push = reply(
        by=people[EVE],
        parent=_opening(topic),
        words="Just call and get your answers. You owe them a talk, and you will feel better.",
    )
    report(
        by=people[ADA],
        post=push,
        concern=Concern.URGES_CONTACT,
        words="This is what kept me going back for years.",
    )
    decide(
        by=people[BEL],
        case=push.cases.get(),
        seen_version=1,
        outcome=Outcome.HIDE,
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
        post=hint,
        concern=Concern.IDENTIFIES,
        words="Please take this out soon. It is close to the truth.",
    )
