"""What a fresh site shows to somebody who tries it: a few people, and what they said.

Everything is done through the actions, so this is a test of them as well. Nobody in it is real.
"""

from django.db import transaction
from django.utils import timezone

from config.demo.circles import seed_circles
from config.demo.own_pages import seed_own_pages
from config.demo.people import ADA, CAST, arrive
from forums.models import Persona


def is_seeded() -> bool:
    return Persona.objects.filter(name=ADA.persona).exists()


@transaction.atomic
def seed() -> None:
    people = {player: arrive(player) for player in CAST}
    seed_circles(people)
    seed_own_pages(people[ADA], now=timezone.now())
