"""What is said in the demo's hard night, and what others say to the moderators about it. Nobody in
it is real."""

from config.demo.people import ADA, CY, EVE, Player
from forums.choices import Concern

# Who says what, who reports it as what, and what they say to it.
Said = tuple[Player, str, Player, Concern, str]

# Something else happens to these.
GRAVE: Said = (
    ADA,
    "I have thought about how I would do it.",
    CY,
    Concern.AT_RISK,
    "Please look soon.",
)
THREAT: Said = (
    EVE,
    "One day I stand at your door, and then you talk.",
    ADA,
    Concern.THREAT,
    "It is me.",
)
BICYCLE: Said = (
    EVE,
    "You are the one with the red bicycle, are you not?",
    CY,
    Concern.IDENTIFIES,
    "",
)
VET: Said = (
    CY,
    "My sister is the only vet in our village.",
    ADA,
    Concern.IDENTIFIES,
    "It is easy to find.",
)
SCHOOL: Said = (ADA, "The school with the blue gate, where mine go.", CY, Concern.IDENTIFIES, "")
CARDS: Said = (
    EVE,
    "I read your cards for you. First one is free.",
    ADA,
    Concern.SPAM,
    "Third time.",
)
CODE: Said = (CY, "Here is how I got my brother's code.", ADA, Concern.ILLEGAL, "")
UNSURE: Said = (CY, "I do not know what to say to that.", ADA, Concern.OTHER, "Is this for us?")
FUNNY: Said = (
    ADA,
    "This kills me, it is so funny.",
    CY,
    Concern.OTHER,
    "I was not sure what it means.",
)

# The newest first.
SAID: list[Said] = [
    (ADA, "I do not see why I should get up tomorrow. Or at all.", CY, Concern.AT_RISK, ""),
    (CY, "He stood in front of my house again tonight. I am scared.", ADA, Concern.AT_RISK, "Now."),
    GRAVE,
    THREAT,
    (EVE, "People like you get what they ask for.", CY, Concern.THREAT, ""),
    (EVE, "Whoever tells on me here will be sorry.", ADA, Concern.THREAT, "I am not the only one."),
    BICYCLE,
    VET,
    SCHOOL,
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
    (EVE, "People from there are all like that.", ADA, Concern.HATE, ""),
    (EVE, "Nobody needs your sort here.", CY, Concern.HATE, "This hurts."),
    (EVE, "A crystal against bad memories, half price today.", CY, Concern.SPAM, ""),
    CARDS,
    (
        EVE,
        "I have pictures of her that I could put here.",
        CY,
        Concern.ILLEGAL,
        "He said it before.",
    ),
    CODE,
    (
        EVE,
        "Leave today, or you never will.",
        ADA,
        Concern.AGAINST_WISHES,
        "They asked for the opposite.",
    ),
    (CY, "Have you thought of a lawyer? You should.", ADA, Concern.AGAINST_WISHES, ""),
    UNSURE,
    FUNNY,
    (CY, "Mine said the very same words.", ADA, Concern.OTHER, "It is close to what I wrote."),
]
