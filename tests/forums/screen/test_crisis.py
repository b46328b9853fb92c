# ruff: noqa: RUF001 (letters that can be taken for others are what this is about)
"""Who may be in danger, and who is only speaking of it."""

import tomllib

import pytest

from forums.screen.crisis import DATA, crisis_in, read_wordings

SAID = [
    "I want to die.",
    "i just want to die",
    "Just want to die",
    "I really don't want to live anymore",
    "I don’t want to live any more",
    "honestly I wish I was dead",
    "I am going to kill myself tonight",
    "I'm gonna end it all",
    "I have been thinking about killing myself",
    "I'm so suicidal right now",
    "The kids would be better off without me",
    "There is no reason to live",
    "I have nothing left to live for",
    "I took all my pills an hour ago",
    "I cut myself again last night",
    "I tried to kill myself yesterday",
    "I can't stop thinking of ending my life",
    "He doesn't care and I want to die",
    "I don't want to wake up tomorrow",
    "I wanted to die years ago but now I want to die again",
    'I told him "I want to die" and he laughed',
    "I want\u200b to die",
    "He said he's going to kill me",
    "he will kill me if he finds me",
    "my ex threatened to kill me",
    "He has a gun",
    "He is outside my house right now",
    "he strangled me last night",
    "I'm scared for my life",
    # German
    "Ich will sterben",
    "Ich möchte einfach nur noch sterben",
    "ich will nicht mehr leben",
    "weil ich nicht mehr leben will",
    "Ich bring mich um",
    "Ich habe Selbstmordgedanken",
    "ich denke oft an Suizid",
    "Ich wäre am liebsten tot",
    "Ich werde mir heute das Leben nehmen",
    "Die Kinder wären ohne mich besser dran",
    "ich habe mich gestern wieder geritzt",
    "Ich hab zu viele Tabletten genommen",
    "Er hat gedroht, mich umzubringen",
    "er wird mich umbringen",
    "Er steht vor meiner Tür",
    "Er hat ein Messer",
    "Er hat mich gestern gewürgt",
    "Ich habe Angst um mein Leben",
]
ONLY_SPOKEN_OF = [
    "This kills me",
    "it kills me that he moved on",
    "to die for",
    "I want to die laughing",
    "My boss will kill me",
    "I could kill myself for texting him",
    "I am dying to know",
    "My phone is dead",
    "Dead tired today",
    "He'd kill for a coffee",
    "I want to end it with him",
    "I am ready to end this chapter",
    "I want my life back",
    "I cut myself off from his family",
    "he moved out without me noticing",
    "I took my pills like every day",
    "I want to live",
    "I don't want to live with him any more",
    "I don't want to live like this",
    # Over
    "I wanted to die back then",
    "I used to want to die every morning",
    "When I was with him I wanted to die",
    "Years ago I tried to kill myself",
    "He had a gun in those days",
    # Not so
    "I don't want to die",
    "I no longer want to die",
    "I never wanted to die",
    "It's not that I want to die",
    # Somebody else's
    "he says he will kill himself if I leave",
    'He wrote "I want to die without you" again',
    '"I\'ll kill myself", he said, and I stayed',
    "> I want to die\n\nI am here for you",
    "if you want to die please call someone",
    "people who want to kill themselves",
    # Made up
    'The song goes "I want to die" and I cried',
    "that line from the song, I wanna die, stays with me",
    "♪ I want to die ♪",
    # German
    "Das bringt mich um",
    "Ich wollte damals sterben",
    "Früher wollte ich sterben",
    "Vor drei Jahren wollte ich mich umbringen",
    "Ich will nicht sterben",
    "nicht dass ich sterben will",
    "Ich will so nicht mehr leben",
    "Ich will nicht mehr mit ihm leben",
    "ich könnte sterben vor Lachen",
    "Ich bringe mich um den Schlaf",
    'Er sagte "ich bring mich um" und ich blieb',
    "In dem Lied heißt es ich will sterben",
    "Er kümmert sich nicht um mich",
    "Mein Handy ist tot",
    "Ich möchte leben",
]
FILES = sorted(DATA.glob("crisis.*.toml"))


@pytest.mark.parametrize("text", SAID)
def test_it_is_heard(text):
    assert crisis_in(text)


@pytest.mark.parametrize("text", ONLY_SPOKEN_OF)
def test_what_only_speaks_of_it_is_no_alarm(text):
    assert crisis_in(text) is None


def test_the_sentence_is_told_where_it_stands():
    text = "A long day.  I want to die… Tomorrow is Monday."
    found = crisis_in(text)
    assert text[found.start : found.end] == "I want to die"


def test_what_is_said_in_one_sentence_takes_nothing_back_in_the_next():
    assert crisis_in("I am not that sad. I want to die. Years ago it was worse.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_wording_can_be_reached_by_a_word_that_is_looked_for_first(path):
    known = read_wordings(path)
    for wording in tomllib.loads(path.read_text())["wordings"]:
        parts = [part.split("|") for part in wording.split() if part not in ("...", "^")]
        sure = [part for part in parts if not part[-1].endswith("?") and "$" not in part]
        assert any(known.anchors.issuperset(part) for part in sure), wording
