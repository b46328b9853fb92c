from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.choices import Reading, Role
from forums.models import Circle, Membership, Persona
from forums.refusals import PersonaRefused
from forums.validators import fold_name


@transaction.atomic
def choose_persona(*, by: User, name: str) -> Persona:
    """Take the name that others see, or change it. Raises ValidationError or PersonaRefused."""
    persona = Persona.objects.worn_everywhere().filter(owner=by).first() or Persona(owner=by)
    persona.name = " ".join(name.split())
    persona.clean_fields(exclude=["owner"])
    if Persona.objects.filter(name_folded=fold_name(name)).exclude(pk=persona.pk).exists():
        raise PersonaRefused(_("Somebody here has this name already. Please choose another."))
    try:
        with transaction.atomic():
            persona.save()
    except IntegrityError as taken:
        raise PersonaRefused(
            _("Somebody here has this name already. Please choose another.")
        ) from taken
    return persona


@transaction.atomic
def open_circle(
    *,
    by: User | None,
    name: str,
    about: str = "",
    guidelines: str = "",
    reading: str = Reading.MEMBERS,
) -> Circle:
    """Open a circle; whoever opens it moderates it. Nobody, where a command does."""
    circle = Circle(name=name, about=about, guidelines=guidelines, reading=reading)
    circle.full_clean()
    circle.save()
    if by is not None:
        Membership.objects.create(circle=circle, user=by, role=Role.MODERATOR)
    leave_trail(by=by, verb="open_circle", kind="circle", ref=circle.ref)
    return circle


@transaction.atomic
def join(*, by: User, circle: Circle) -> Membership:
    """Become a member, which accepts the guidelines. Joining again changes nothing."""
    membership, joined = Membership.objects.get_or_create(circle=circle, user=by)
    if joined:
        leave_trail(by=by, verb="join", kind="circle", ref=circle.ref)
    return membership


@transaction.atomic
def part(*, by: User, circle: Circle) -> None:
    """Leave a circle. What one wrote stays."""
    if Membership.objects.filter(circle=circle, user=by).delete()[0]:
        leave_trail(by=by, verb="part", kind="circle", ref=circle.ref)


@transaction.atomic
def appoint(*, by: User | None, user: User, circle: Circle, role: Role) -> Membership:
    """Give somebody a role in a circle. Nobody as `by`, where a command does."""
    membership, _made = Membership.objects.update_or_create(
        circle=circle, user=user, defaults={"role": role}
    )
    leave_trail(by=by, verb="appoint", kind="circle", ref=circle.ref, role=role)
    return membership
