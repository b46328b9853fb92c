"""Looking after a circle."""

from datetime import timedelta

from django.utils.translation import gettext as _

from forums.choices import Reading, Role
from forums.models import Circle
from forums.rules.holding import MOST_NEWCOMER_POSTS

LONGEST_GUIDELINES = 10_000
LONGEST_WAIT = timedelta(days=60)
LONGEST_PAUSE = timedelta(days=1)
LONGEST_OPEN = timedelta(days=3650)


def why_not_look_after(role: Role | None) -> str | None:
    if role not in (Role.HOST, Role.MODERATOR):
        return _("Only the hosts and moderators of this circle can do this.")
    return None


def why_not_part(role: Role | None, *, other_moderators: bool) -> str | None:
    if role == Role.MODERATOR and not other_moderators:
        return _(
            "You are the only moderator of this circle. Give the role to somebody else first, "
            "so that it is looked after."
        )
    return None


def why_not_appoint(
    role: Role | None,
    *,
    to_role: Role,
    is_member: bool,
    is_self: bool,
    other_moderators: bool,
) -> str | None:
    """Why somebody with this role cannot give another role to somebody in the circle."""
    if role != Role.MODERATOR:
        return _("Only the moderators of this circle give roles and take them.")
    if not is_member:
        return _("Nobody in this circle has this name. Whoever gets a role has to be in it.")
    if is_self and to_role != Role.MODERATOR:
        return why_not_part(role, other_moderators=other_moderators)
    return None


def why_not_change_circle(
    role: Role | None,
    *,
    before: Circle,
    reading: str,
    is_as_seen: bool,
) -> str | None:
    """Why somebody with this role cannot change what holds in a circle."""
    if no := why_not_look_after(role):
        return no
    if reading != before.reading and role != Role.MODERATOR:
        return _("Only the moderators of this circle decide who may read in it.")
    if reading != before.reading and reading == Reading.ANYONE:
        return _(
            "Only whoever runs this site can open a circle to people without an account: what is "
            "said in it is then found by search engines."
        )
    if not is_as_seen:
        return _(
            "Somebody else has changed something here in the meantime. What you typed is still "
            "below; look at both, then save again."
        )
    return None


def why_not_set(circle: Circle) -> str | None:
    """Why nothing could be set up like this, whoever wanted it."""
    if len(circle.guidelines) > LONGEST_GUIDELINES:
        return _("Guidelines of more than %(most)d characters are read by nobody.") % {
            "most": LONGEST_GUIDELINES
        }
    if timedelta(days=circle.wait_days) > LONGEST_WAIT:
        return _("Please let nobody wait for more than %(most)d days.") % {
            "most": LONGEST_WAIT.days
        }
    if timedelta(minutes=circle.pause_minutes) > LONGEST_PAUSE:
        return _("Between two posts there is a day at most.")
    if not 1 <= circle.newcomer_posts <= MOST_NEWCOMER_POSTS:
        return _("Of somebody new, 1 to %(most)d posts can wait for a moderator.") % {
            "most": MOST_NEWCOMER_POSTS
        }
    open_days = circle.closes_after_days
    if open_days is not None and not 1 <= open_days <= LONGEST_OPEN.days:
        return _("Topics can take answers for 1 to %(most)d days, or for ever.") % {
            "most": LONGEST_OPEN.days
        }
    return None
