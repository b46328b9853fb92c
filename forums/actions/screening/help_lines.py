"""Whom one can turn to: from the data file at first, then as the operator keeps it."""

from typing import Any

from django.db import transaction

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.models import HelpLine
from forums.refusals import ScreenRefused
from forums.rules import why_not_offer
from forums.screen import lines_known


@transaction.atomic
def read_help_lines() -> int:
    """Put in from the data file whatever is not there, renew what was checked before the file
    was, and return how many changed. What the operator has checked since stays as it is."""
    there = {(line.country, line.name): line for line in HelpLine.objects.select_for_update()}
    changed = 0
    for place, known in enumerate(lines_known()):
        line = there.get((known.country, known.name))
        if line is not None and line.checked_on >= known.checked_on:
            continue
        line = line or HelpLine(country=known.country, name=known.name)
        line.number, line.address, line.about = known.number, known.address, known.about
        line.source, line.checked_on, line.place = known.source, known.checked_on, place
        line.save()
        changed += 1
    return changed


@transaction.atomic
def add_help_line(*, by: User, **fields: Any) -> HelpLine:
    """Raises ScreenRefused."""
    return _save(HelpLine(), fields, by=by, verb="add_help_line")


@transaction.atomic
def change_help_line(*, by: User, line: HelpLine, **fields: Any) -> HelpLine:
    """Raises ScreenRefused."""
    line = HelpLine.objects.select_for_update().get(pk=line.pk)
    return _save(line, fields, by=by, verb="change_help_line")


@transaction.atomic
def remove_help_line(*, by: User, line: HelpLine) -> None:
    leave_trail(by=by, verb="remove_help_line", kind="help_line", ref=line.ref)
    HelpLine.objects.filter(pk=line.pk).delete()


def _save(line: HelpLine, fields: dict[str, Any], *, by: User, verb: str) -> HelpLine:
    for name, value in fields.items():
        setattr(line, name, value)
    alike = HelpLine.objects.filter(country=line.country, name=line.name).exclude(pk=line.pk)
    if no := why_not_offer(line, is_there=alike.exists()):
        raise ScreenRefused(no)
    line.save()
    leave_trail(by=by, verb=verb, kind="help_line", ref=line.ref)
    return line
