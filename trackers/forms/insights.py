from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trackers.forms.fields import day
from trackers.rules.events import EARLIEST
from trackers.rules.insights import Span, why_not_span

ALL, OWN = "all", "own"
USUAL = "90"
DAYS = {"30": 30, "90": 90, "365": 365}
EVERYBODY = ""


class SpanForm(forms.Form):
    """Of which time, and of whom."""

    time = forms.ChoiceField(
        label=_("Of which time"),
        choices=[
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("A year")),
            (ALL, _("All of it")),
            (OWN, _("From … to …")),
        ],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    since = day(_("From"), required=False)
    until = day(_("To"), required=False)
    who = forms.ChoiceField(label=_("Attempts of whom"), required=False)

    def __init__(self, asked: Any, *, people: list[tuple[str, str]]) -> None:
        """`people` are (id, name) of those whom the member steps away from."""
        super().__init__({"time": USUAL} | asked)
        if len(people) > 1:
            self.fields["who"].choices = [(EVERYBODY, _("Everybody")), *people]  # type: ignore[attr-defined]  # it is a field of choices
        else:
            del self.fields["who"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if no := why_not_span(cleaned.get("since"), cleaned.get("until")):
            self.add_error("until", no)
        return cleaned

    def span(self, *, today: date) -> Span:
        """As asked for; the usual one where that made no sense."""
        time = self.cleaned_data.get("time", USUAL) if self.is_valid() else USUAL
        if time == OWN:
            until = self.cleaned_data["until"] or today
            return Span(max(min(self.cleaned_data["since"] or EARLIEST, until), EARLIEST), until)
        first = EARLIEST if time == ALL else today - timedelta(days=DAYS[time] - 1)
        return Span(first, today)

    def person(self) -> str:
        return self.cleaned_data.get("who", EVERYBODY) if self.is_valid() else EVERYBODY
