from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def coarse(when: datetime) -> str:
    """When something was said, no more exactly than anybody needs: times tell on people."""
    day, today = timezone.localdate(when), timezone.localdate()
    days_ago = (today - day).days
    if days_ago <= 0:
        return _("today")
    if days_ago == 1:
        return _("yesterday")
    if days_ago < 7:
        return _("this week")
    if days_ago < 14:
        return _("last week")
    return date_format(day, "F Y")
