"""The demo's people. Nobody here is real."""

from dataclasses import dataclass

from accounts.actions.enrolment import enrol
from accounts.models import User
from forums.actions.circles import choose_persona
from forums.models import Persona


@dataclass(frozen=True)
class Player:
    sign_in_name: str
    passphrase: str
    persona: str
    part: str


ADA = Player("ada", "seven quiet boats at dusk", "Wren", "a member, with pages of her own")
BEL = Player("bel", "copper kettle on the stairs", "Linden", "moderates every circle")
CY = Player("cy", "a window over the orchard", "Marlow", "a member")
DOV = Player("dov", "first frost on the meadow", "Juniper", "new here, in no circle yet")
EVE = Player("eve", "the long way round the lake", "Someone", "the one somebody is hiding from")
CAST = [ADA, BEL, CY, DOV, EVE]

# Those who are there once the desk is filled: what needs another moderator can be tried with them.
FAY = Player("fay", "a kite above the brickyard", "Aspen", "moderates every circle as well")
GUS = Player("gus", "the lamp in the boathouse", "Rowan", "moderates the whole house")
HAL = Player("hal", "nine pears on a tin plate", "Alder", "moderates the whole house as well")
IDA = Player("ida", "wet gloves by the stove", "Clover", "new here: what they write waits")
AT_DESK = [FAY, GUS, HAL, IDA]

# Opens ada's own pages.
ADAS_PAGES = "eleven lanterns by the river"


def arrive(player: Player) -> User:
    user = enrol(sign_in_name=player.sign_in_name, passphrase=player.passphrase)
    choose_persona(by=user, name=player.persona)
    return user


def sign_in_names() -> dict[str, str]:
    """The sign-in names as they came out, with their four digits, by persona."""
    owners = Persona.objects.filter(name__in=[player.persona for player in CAST + AT_DESK])
    return dict(owners.values_list("name", "owner__sign_in_name"))
