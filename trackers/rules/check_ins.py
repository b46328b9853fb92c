from datetime import date

from django.utils.translation import gettext as _

from trackers.models import CheckInContents
from trackers.rules.events import EARLIEST

URGES = range(11)
LONGEST_LINE = 500


def why_not_check_in(contents: CheckInContents, *, on: date, today: date) -> str | None:
    if not EARLIEST <= on <= today:
        return _("Please choose today or a day before it.")
    if contents.mood is None and contents.urge is None and not contents.sleep and not contents.line:
        return _("Choose one thing, whichever is easiest. The rest can stay open.")
    if len(contents.line) > LONGEST_LINE:
        return _("Please keep your line under %(most)d characters.") % {"most": LONGEST_LINE}
    return None
