"""Names: how a persona gets one, and how one is worn in a single topic."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import Role
from forums.models import Membership, Persona, Topic
from forums.queries.faces import why_not_wear_in
from forums.queries.readers import Reader
from forums.refusals import PersonaRefused
from forums.rules import why_not_be_called
from forums.validators import fold_name


def give_name(persona: Persona, name: str) -> Persona:
    """Write a persona under a name that nobody else has. For verbs of this package only.

    Raises ValidationError or PersonaRefused.
    """
    persona.name = " ".join(name.split())
    persona.clean_fields(exclude=["owner"])
    if no := why_not_be_called(persona.name, is_staff=_looks_after_a_circle(persona.owner)):
        raise PersonaRefused(no)
    if Persona.objects.filter(name_folded=fold_name(name)).exclude(pk=persona.pk).exists():
        raise PersonaRefused(_taken())
    try:
        with transaction.atomic():
            persona.save()
    except IntegrityError as taken:
        raise PersonaRefused(_taken()) from taken
    return persona


def hold_persona(by: User) -> None:
    """What somebody writes, they write one after the other: so they have one name in a topic, and
    a button pressed twice says things once. For verbs of this package only."""
    worn = Persona.objects.worn_everywhere().filter(owner=by)
    worn.select_for_update(no_key=True).values_list("pk", flat=True).first()


def new_face(name: str) -> Persona:
    """A name that nobody wears yet: the topic in which it will be worn may still have to be
    opened. For verbs of this package only. Raises PersonaRefused."""
    try:
        return give_name(Persona(), name)
    except ValidationError as invalid:
        raise PersonaRefused(" ".join(invalid.messages)) from invalid


def put_on(face: Persona, *, by: User, topic: Topic) -> Persona:
    """Wear a new face in a topic. For verbs of this package only."""
    face.owner, face.only_in = by, topic
    face.save(update_fields=["owner", "only_in"])
    leave_trail(by=by, verb="wear", kind="persona", ref=face.ref)
    return face


def wear(*, writer: Reader, topic: Topic, name: str) -> Persona:
    """Take another name for one topic, in which somebody has not written yet.

    For verbs of this package that write in it in the same transaction, and hold the persona.
    Raises PersonaRefused.
    """
    if no := why_not_wear_in(topic, writer):
        raise PersonaRefused(no)
    assert isinstance(writer.user, User)  # noqa: S101 (why_not_write has said so)
    return put_on(new_face(name), by=writer.user, topic=topic)


def _looks_after_a_circle(user: User | None) -> bool:
    """Nobody does whose face is for one topic: it tells nothing about who wears it."""
    roles = (Role.HOST, Role.MODERATOR)
    return user is not None and Membership.objects.filter(user=user, role__in=roles).exists()


def _taken() -> str:
    return _(
        "Somebody here has this name already, or one that looks like it. Please choose another."
    )
