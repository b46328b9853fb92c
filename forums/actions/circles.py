from collections.abc import Collection, Mapping
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import User
from forums.actions.personas import give_name
from forums.actions.quotes import owe_new_name
from forums.actions.traces import leave_trail
from forums.choices import NoticeKind, Reading, Role
from forums.models import Circle, ContentNote, Invitation, JoinRequest, Membership, Notice, Persona
from forums.queries.circles import seen_of
from forums.queries.readers import reader_of, why_not_go_by_another_name
from forums.refusals import CircleRefused, JoinRefused, PersonaRefused
from forums.rules import (
    why_not_accept,
    why_not_appoint,
    why_not_change_circle,
    why_not_join,
    why_not_note,
    why_not_part,
    why_not_set,
)
from forums.validators import fold_name, legible_line, legible_lines

KIND_OF_ROLE = {
    Role.MEMBER: NoticeKind.NO_ROLE,
    Role.HOST: NoticeKind.HOST,
    Role.MODERATOR: NoticeKind.MODERATOR,
}


@transaction.atomic
def choose_persona(*, by: User, name: str) -> Persona:
    """Take the name that others see, or change it. Raises ValidationError or PersonaRefused.

    What is worn in one topic only stays as it is: two names that change at once are one person's.
    """
    if no := why_not_go_by_another_name(by):
        raise PersonaRefused(no)
    worn = Persona.objects.worn_everywhere().filter(owner=by).select_for_update()
    persona = worn.first() or Persona(owner=by)
    before = persona.name
    give_name(persona, name)
    if before and before != persona.name:
        owe_new_name(persona, before=before)
    return persona


@transaction.atomic
def open_circle(
    *,
    by: User | None,
    name: str,
    about: str = "",
    guidelines: str = "",
    reading: str = Reading.MEMBERS,
    question: str = "",
) -> Circle:
    """Open a circle; whoever opens it moderates it. Nobody, where a command does."""
    said: Settings = {"about": about, "guidelines": guidelines, "question": question}
    circle = Circle(name=legible_line(name), reading=reading, **_legible(said))
    circle.full_clean()
    circle.save()
    if by is not None:
        Membership.objects.create(circle=circle, user=by, role=Role.MODERATOR)
    leave_trail(by=by, verb="open_circle", kind="circle", ref=circle.ref)
    return circle


@transaction.atomic
def join(*, by: User, circle: Circle, seen_version: int | None = None) -> Membership:
    """Become a member, which accepts the guidelines. Raises JoinRefused.

    `seen_version` is the version of the guidelines that was on the page; who joins without a page
    accepts what stands. Joining again changes nothing.
    """
    seen_version = circle.guidelines_version if seen_version is None else seen_version
    comer = reader_of(circle, by)
    if no := comer.why_not_take_part or why_not_join(
        circle, persona=comer.persona, seen_version=seen_version
    ):
        raise JoinRefused(no)
    membership, joined = admit(user=by, circle=circle, accepted_version=seen_version)
    if joined:
        leave_trail(by=by, verb="join", kind="circle", ref=circle.ref)
    return membership


def admit(*, user: User, circle: Circle, accepted_version: int) -> tuple[Membership, bool]:
    """Make somebody a member, asking no rule, and say whether they were none. For verbs of this
    package only.

    Whoever had asked to come in need not wait any more. The request is locked before there is a
    membership, in the order in which a host who lets them in does it.
    """
    waiting = JoinRequest.objects.select_for_update().awaiting_answer()
    for request in waiting.filter(circle=circle, user=user):
        request.delete()
    return Membership.objects.get_or_create(
        circle=circle,
        user=user,
        defaults={
            # Where there are none, there is nothing to accept.
            "accepted_version": accepted_version if circle.guidelines else circle.guidelines_version
        },
    )


@transaction.atomic
def accept_guidelines(*, by: User, circle: Circle, seen_version: int) -> None:
    """Accept the guidelines as they were on the page. Raises JoinRefused where they changed."""
    if no := why_not_accept(circle, seen_version=seen_version):
        raise JoinRefused(no)
    accepted = Membership.objects.filter(
        circle=circle, user=by, accepted_version__lt=seen_version
    ).update(accepted_version=seen_version)
    if accepted:
        leave_trail(
            by=by, verb="accept_guidelines", kind="circle", ref=circle.ref, version=seen_version
        )


@transaction.atomic
def part(*, by: User, circle: Circle) -> None:
    """Leave a circle. What one wrote stays. Raises CircleRefused for its last moderator."""
    _hold(circle)
    membership = Membership.objects.filter(circle=circle, user=by).first()
    if membership is None:
        return
    if no := why_not_part(Role(membership.role), other_moderators=_others_moderate(circle, but=by)):
        raise CircleRefused(no)
    membership.delete()
    _end_invitations(by, circle)
    leave_trail(by=by, verb="part", kind="circle", ref=circle.ref)


@transaction.atomic
def appoint(*, by: User | None, user: User, circle: Circle, role: Role) -> Membership:
    """Give somebody a role in a circle, or take it. Raises CircleRefused.

    Nobody as `by`, where a command does: it also brings in whoever is no member.
    """
    _hold(circle)
    present = Membership.objects.filter(circle=circle, user=user).first()
    if by is not None and (
        no := reader_of(circle, by).why_not_take_part
        or why_not_appoint(
            _role_of(by, circle),
            to_role=role,
            is_member=present is not None,
            is_self=user == by,
            other_moderators=_others_moderate(circle, but=user),
        )
    ):
        raise CircleRefused(no)
    if present is not None and present.role == role:
        return present
    membership, _made = Membership.objects.update_or_create(
        circle=circle, user=user, defaults={"role": role}
    )
    if role == Role.MEMBER:
        _end_invitations(user, circle)
    persona = Persona.objects.worn_everywhere().filter(owner=user).first()
    leave_trail(
        by=by,
        verb="appoint",
        kind="circle",
        ref=circle.ref,
        role=role,
        persona=persona.ref if persona else "",
    )
    if user != by and (present is not None or role != Role.MEMBER):
        _tell_of_role(membership)
    return membership


def _tell_of_role(membership: Membership) -> None:
    """They hear what they are now, and not by whose hand. What they were told before of a role in
    this circle does not hold any more."""
    user, circle = membership.user, membership.circle
    Notice.objects.filter(user=user, circle=circle).delete()
    kind = KIND_OF_ROLE[Role(membership.role)]
    Notice.objects.create(user=user, circle=circle, kind=kind)


def appoint_named(*, by: User, circle: Circle, name: str, role: Role) -> Membership:
    """The same for somebody by the name that is worn everywhere. Raises CircleRefused.

    A name that nobody has, that is worn in one topic only, or whose owner is not in the circle:
    it is all the same.
    """
    named = Persona.objects.worn_everywhere().filter(name_folded=fold_name(name))
    user = User.objects.filter(personas__in=named, memberships__circle=circle).first()
    if user is None:
        raise CircleRefused(
            why_not_appoint(
                _role_of(by, circle),
                to_role=role,
                is_member=False,
                is_self=False,
                other_moderators=True,
            )
        )
    return appoint(by=by, user=user, circle=circle, role=role)


def _hold(circle: Circle) -> None:
    """Of two moderators who give up their role at once, the second sees that the first has."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)


def _role_of(user: User, circle: Circle) -> Role | None:
    role = Membership.objects.filter(circle=circle, user=user).values_list("role", flat=True)
    return Role(role[0]) if role else None


def _others_moderate(circle: Circle, *, but: User) -> bool:
    return Membership.objects.moderating().filter(circle=circle).exclude(user=but).exists()


def _end_invitations(user: User, circle: Circle) -> None:
    """Whoever looks after a circle no more leaves no way in behind."""
    Invitation.objects.filter(circle=circle, made_by=user).delete()


class Settings(TypedDict, total=False):
    """What holds in a circle, and can be changed."""

    about: str
    guidelines: str
    reading: str
    question: str
    language: str
    wait_days: int
    pause_minutes: int
    holding: str
    newcomer_posts: int
    closes_after_days: int | None
    allows_images: bool
    notes: list[str]


def _legible(settings: Settings) -> Settings:
    """What everybody reads who may know of the circle, without what hides in it."""
    if "about" in settings:
        settings["about"] = legible_line(settings["about"])
    if "question" in settings:
        settings["question"] = legible_line(settings["question"])
    if "guidelines" in settings:
        settings["guidelines"] = legible_lines(settings["guidelines"])
    return settings


@transaction.atomic
def change_circle(
    *, by: User | None, circle: Circle, seen: str | None = None, **settings: Unpack[Settings]
) -> Circle:
    """Change what holds in a circle. Raises ValidationError or CircleRefused.

    `seen` says what stood on the page that it was changed from (`seen_of`). Where the guidelines
    are others, or other people may read, every member is asked to read them again before they
    write. Nobody as `by`, where a command does.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    settings = _legible(settings)
    if by is not None and (
        no := reader_of(circle, by).why_not_take_part
        or why_not_change_circle(
            _role_of(by, circle),
            before=circle,
            reading=settings.get("reading", circle.reading),
            is_as_seen=seen in (None, seen_of(circle)),
        )
    ):
        raise CircleRefused(no)
    changed = {name: value for name, value in settings.items() if getattr(circle, name) != value}
    if changed:
        _set_up(circle, changed)
        told = changed.keys() & {"reading", "holding"}
        facts = {name: getattr(circle, name) for name in sorted(told)}
        leave_trail(
            by=by,
            verb="change_circle",
            kind="circle",
            ref=circle.ref,
            changed=sorted(changed),
            **facts,
        )
    return circle


def _set_up(circle: Circle, changed: Mapping[str, object]) -> None:
    for name, value in changed.items():
        setattr(circle, name, value)
    circle.full_clean()
    if no := why_not_set(circle) or _why_not_note(circle.notes if "notes" in changed else []):
        raise CircleRefused(no)
    if "reading" in changed or changed.get("guidelines"):
        circle.guidelines_version += 1
    circle.save(update_fields=[*changed, "guidelines_version"])


def _why_not_note(notes: Collection[str]) -> str | None:
    return why_not_note(set(notes).difference(ContentNote.objects.values_list("name", flat=True)))
