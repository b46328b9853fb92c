"""Forty cases of all kinds, so that the desk can be tried with something on it.

Asked for by `manage.py seed_demo --cases` alone: a site that somebody looks at for the first time
is not full of trouble. Nobody in it is real.
"""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from config.demo.people import ADA, BEL, CAST, CY, EVE, Player
from forums.actions.cases import claim, note, set_harm, wait_for_author
from forums.actions.conversation import open_topic, reply
from forums.actions.reporting import report, report_as_visitor
from forums.actions.seeding import GOOD_NEWS, HEALING
from forums.choices import Concern, Harm, PleaseNot, Wish
from forums.models import Case, Circle, Post, Topic

TITLE = "The small hours"

# Who says what, who reports it as what, and what they say to it.
Said = tuple[Player, str, Player, Concern, str]
SAID: list[Said] = [
    (ADA, "I do not see why I should get up tomorrow. Or at all.", CY, Concern.AT_RISK, ""),
    (CY, "He stood in front of my house again tonight. I am scared.", ADA, Concern.AT_RISK, "Now."),
    (ADA, "I have thought about how I would do it.", CY, Concern.AT_RISK, "Please look soon."),
    (EVE, "One day I stand at your door, and then you talk.", ADA, Concern.THREAT, "It is me."),
    (EVE, "People like you get what they ask for.", CY, Concern.THREAT, ""),
    (EVE, "Whoever tells on me here will be sorry.", ADA, Concern.THREAT, "I am not the only one."),
    (EVE, "You are the one with the red bicycle, are you not?", CY, Concern.IDENTIFIES, ""),
    (
        CY,
        "My sister is the only vet in our village.",
        ADA,
        Concern.IDENTIFIES,
        "It is easy to find.",
    ),
    (ADA, "The school with the blue gate, where mine go.", CY, Concern.IDENTIFIES, ""),
    (EVE, "She works in the bakery behind the station.", ADA, Concern.IDENTIFIES, "That is me."),
    (EVE, "Write to him once, and you will be at peace.", ADA, Concern.URGES_CONTACT, ""),
    (EVE, "You owe him a talk. Call him tonight.", CY, Concern.URGES_CONTACT, "Again."),
    (CY, "I would meet him, if only to say it to his face.", ADA, Concern.URGES_CONTACT, ""),
    (EVE, "It takes two. What did you do to make him so?", ADA, Concern.BLAMES, "I cried."),
    (EVE, "If it was so bad, you would have gone.", CY, Concern.BLAMES, ""),
    (CY, "You knew what he was like when you moved in.", ADA, Concern.BLAMES, "Maybe clumsy."),
    (EVE, "That is a narcissist, clearly. They never change.", ADA, Concern.DIAGNOSES, ""),
    (
        ADA,
        "Sounds like borderline to me.",
        CY,
        Concern.DIAGNOSES,
        "I do not think they meant harm.",
    ),
    (EVE, "You are bipolar, that is all it is.", CY, Concern.DIAGNOSES, ""),
    (EVE, "People from there are all like that.", ADA, Concern.HATE, ""),
    (EVE, "Nobody needs your sort here.", CY, Concern.HATE, "This hurts."),
    (EVE, "My course wins them back in ten days. Ask me how.", ADA, Concern.SPAM, ""),
    (EVE, "A crystal against bad memories, half price today.", CY, Concern.SPAM, ""),
    (EVE, "I read your cards for you. First one is free.", ADA, Concern.SPAM, "Third time."),
    (
        EVE,
        "I have pictures of her that I could put here.",
        CY,
        Concern.ILLEGAL,
        "He said it before.",
    ),
    (EVE, "I know how to get into a telephone. Ask me.", ADA, Concern.ILLEGAL, ""),
    (CY, "Here is how I got my brother's code.", ADA, Concern.ILLEGAL, ""),
    (
        EVE,
        "Leave today, or you never will.",
        ADA,
        Concern.AGAINST_WISHES,
        "They asked for the opposite.",
    ),
    (CY, "Have you thought of a lawyer? You should.", ADA, Concern.AGAINST_WISHES, ""),
    (EVE, "Why are you still there?", CY, Concern.AGAINST_WISHES, ""),
    (CY, "I do not know what to say to that.", ADA, Concern.OTHER, "Is this for us?"),
    (ADA, "This kills me, it is so funny.", CY, Concern.OTHER, "I was not sure what it means."),
    (EVE, "First.", ADA, Concern.OTHER, ""),
    (CY, "Mine said the very same words.", ADA, Concern.OTHER, "It is close to what I wrote."),
]


def has_cases() -> bool:
    return Topic.objects.filter(title=TITLE).exists()


@transaction.atomic
def seed_cases() -> None:
    """On top of the demo, for the people who are in it."""
    people = {player: User.objects.get(personas__name=player.persona) for player in CAST}
    circle = Circle.objects.get(name=str(HEALING.name))
    topic = open_topic(
        by=people[ADA],
        circle=circle,
        title=TITLE,
        words="It is past two, and I am awake again. I only want to say so.",
        wish=Wish.LISTEN,
        please_not=[PleaseNot.URGE_TO_LEAVE],
    )
    cases = [_case(topic, people, said) for said in SAID]
    _about_other_things(topic, people)
    _begun(cases, people[BEL])


def _case(topic: Topic, people: dict[Player, User], said: Said) -> Case:
    writer, words, reporter, concern, more = said
    post = reply(by=people[writer], parent=_opening(topic), words=words)
    return report(by=people[reporter], subject=post, concern=concern, words=more).case


def _about_other_things(topic: Topic, people: dict[Player, User]) -> None:
    """A topic, a person, a circle, and something that a visitor came upon."""
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


def _begun(cases: list[Case], moderator: User) -> None:
    """Some of them are not new any more."""
    note(by=moderator, case=cases[0], words="Wrote like that in spring as well, and came through.")
    claim(by=moderator, case=cases[6])
    set_harm(by=moderator, case=cases[31], harm=Harm.EXPOSED)
    until = cases[8].due_at + timedelta(days=2)
    wait_for_author(by=moderator, case=cases[8], until=until)


def _opening(topic: Topic) -> Post:
    return topic.posts.get(parent=None)
