"""The shape of a conversation: who answers whom, and the places that follow from it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from forums.paths import ROOT, child_path
from forums.rules import DEEPEST

# Depth of the post beneath which nearly all of the longest conversation hangs.
NECK = 12


@dataclass
class Said:
    """One post of a conversation: its number in it, and that of the post it answers."""

    number: int
    answers: int | None = None
    path: str = ROOT
    depth: int = 0
    answers_count: int = 0


def converse(length: int, answered: Callable[[int], int]) -> list[Said]:
    """A conversation in which the n-th post answers the post that `answered` names."""
    said = [Said(0)]
    for number in range(1, length):
        parent = said[answered(number)]
        while parent.depth >= DEEPEST and parent.answers is not None:
            parent = said[parent.answers]
        parent.answers_count += 1
        path = child_path(parent.path, parent.answers_count)
        said.append(Said(number, parent.number, path, parent.depth + 1))
    return said


def talk(length: int, random: Random) -> list[Said]:
    """As people talk: to the last one who spoke, to whoever began, or to somebody between."""

    def answered(number: int) -> int:
        way = random.random()
        return number - 1 if way < 0.4 else 0 if way < 0.7 else random.randrange(number)

    return converse(length, answered)


def long_talk(length: int, random: Random) -> list[Said]:
    """Nested as deep as it may be, and nearly all of it beneath one post that is deep itself."""

    def answered(number: int) -> int:
        if number <= NECK:
            return number - 1
        if random.random() < 0.05:
            return random.randrange(NECK)
        return number - 1 if random.random() < 0.6 else random.randrange(NECK, number)

    return converse(length, answered)
