from datetime import datetime

from django import template
from django.utils import timezone

from forums.rendering.pieces import coarse_day

register = template.Library()


@register.filter
def coarse(when: datetime) -> str:
    return coarse_day(timezone.localdate(when), today=timezone.localdate())
