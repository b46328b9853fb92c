"""By which clock something was."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@cache
def zones() -> list[tuple[str, str]]:
    """Looked up once: they lie in six hundred files."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class ZoneSelect(forms.Select):
    """Drawn in one piece: a template for each option takes longer than the rest of the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = str(value or "")
        known = list(self.choices)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((zone, flatatt({"selected": zone == chosen}), label) for zone, label in known),
        )
        given = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        return format_html("<select{}>{}</select>", flatatt(given), options)
