"""What the screen looks for: written, tried, switched on by whoever moderates the house."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from forums.actions.traces import leave_trail
from forums.models import ScreenRule
from forums.queries.dry_run import DryRun, dry_run
from forums.refusals import ScreenRefused
from forums.rules import TRIED_WITH, why_not_set_rule, why_not_switch_on


@transaction.atomic
def add_screen_rule(*, by: User, **fields: Any) -> ScreenRule:
    """Write a rule. It looks for nothing until it was tried and switched on. Raises
    ScreenRefused."""
    rule = ScreenRule(**fields)
    if no := why_not_set_rule(rule):
        raise ScreenRefused(no)
    rule.save()
    _leave_trail(rule, by=by, verb="add_rule")
    return rule


@transaction.atomic
def change_screen_rule(*, by: User, screen_rule: ScreenRule, **fields: Any) -> ScreenRule:
    """Change a rule. Where it would find something else from now on, it is off until it is tried
    again. Raises ScreenRefused.

    Among its fields is the rule of the house that it cites, which is called `rule`.
    """
    rule = _locked(screen_rule)
    before = [getattr(rule, name) for name in TRIED_WITH]
    for name, value in fields.items():
        setattr(rule, name, value)
    if no := why_not_set_rule(rule):
        raise ScreenRefused(no)
    if before != [getattr(rule, name) for name in TRIED_WITH]:
        rule.tried_at = rule.on_at = None
    rule.save()
    _leave_trail(rule, by=by, verb="change_rule", is_on=rule.is_on())
    return rule


@transaction.atomic
def try_screen_rule(*, by: User, rule: ScreenRule) -> DryRun:
    """See what a rule would have found in what was said last. Nothing else follows from it."""
    rule = _locked(rule)
    found = dry_run(rule, by)
    rule.tried_at = timezone.now()
    rule.save(update_fields=["tried_at"])
    _leave_trail(rule, by=by, verb="try_rule", found=found.hits)
    return found


@transaction.atomic
def switch_on(*, by: User, rule: ScreenRule) -> ScreenRule:
    """From now on the rule is asked about everything that is posted. Raises ScreenRefused."""
    rule = _locked(rule)
    if no := why_not_switch_on(rule):
        raise ScreenRefused(no)
    if not rule.is_on():
        rule.on_at = timezone.now()
        rule.save(update_fields=["on_at"])
        _leave_trail(rule, by=by, verb="switch_on")
    return rule


@transaction.atomic
def switch_off(*, by: User, rule: ScreenRule) -> ScreenRule:
    rule = _locked(rule)
    if rule.is_on():
        rule.on_at = None
        rule.save(update_fields=["on_at"])
        _leave_trail(rule, by=by, verb="switch_off")
    return rule


@transaction.atomic
def remove_screen_rule(*, by: User, rule: ScreenRule) -> None:
    """Take a rule away with what is known of its hits; cases that it opened stay."""
    rule = _locked(rule)
    _leave_trail(rule, by=by, verb="remove_rule")
    rule.delete()


def _locked(rule: ScreenRule) -> ScreenRule:
    return ScreenRule.objects.select_for_update().get(pk=rule.pk)


def _leave_trail(rule: ScreenRule, *, by: User, verb: str, **detail: Any) -> None:
    leave_trail(by=by, verb=verb, kind="screen_rule", ref=rule.ref, **detail)
