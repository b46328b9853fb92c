from django import template

from forums.rendering.pieces import persona

register = template.Library()

register.filter(persona)
