"""What a moderator looks for at the desk, and what they say of a case before it is decided."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import UNDECIDED, CaseState, Concern, Harm
from forums.models import Circle
from forums.queries.cases import Filters

WHOSE = [
    ("", _("Everything")),
    ("mine", _("What I am on")),
    ("free", _("What nobody is on")),
    ("passed_on", _("What is overdue and was passed on")),
]


class DeskForm(forms.Form):
    """Whatever does not fit is left out: a link from before leads to a desk as well."""

    whose = forms.ChoiceField(label=_("Whose"), required=False, choices=WHOSE)
    harm = forms.ChoiceField(
        label=_("Harm"), required=False, choices=[("", _("Any")), *Harm.choices]
    )
    circle = forms.ChoiceField(label=_("Circle"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *((state, CaseState(state).label) for state in UNDECIDED)],
    )
    concern = forms.ChoiceField(
        label=_("What is said about it"),
        required=False,
        choices=[("", _("Anything")), *Concern.choices],
    )
    with_muted = forms.BooleanField(
        label=_("Also what touches on something that I have muted"), required=False
    )

    def __init__(self, *args: Any, circles: Iterable[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = [("", _("Every circle")), *((circle.ref, circle.name) for circle in circles)]
        cast(forms.ChoiceField, self.fields["circle"]).choices = where

    def choosing(self) -> list[forms.BoundField]:
        return [self["whose"], self["harm"], self["circle"], self["state"], self["concern"]]

    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def filters(self) -> Filters:
        self.is_valid()
        chosen = self.cleaned_data
        whose = chosen.get("whose", "")
        return Filters(
            mine=whose == "mine",
            free=whose == "free",
            passed_on=whose == "passed_on",
            circle=chosen.get("circle", ""),
            harm=chosen.get("harm", ""),
            state=chosen.get("state", ""),
            concern=chosen.get("concern", ""),
            with_muted=chosen.get("with_muted", False),
        )


class CaseNoteForm(forms.Form):
    words = forms.CharField(
        label=_("For the other moderators"),
        help_text=_("Nobody else reads it. It does not say who wrote it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class HarmForm(forms.Form):
    harm = forms.ChoiceField(
        label=_("How grave it is"), choices=Harm.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Asked only where it is less grave than it seemed. Other moderators read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class HandOverForm(forms.Form):
    words = forms.CharField(
        label=_("What whoever comes next should know"),
        help_text=_(
            "Read for three days by those who moderate the same circles as you, and by those who "
            "moderate the house. Please name nobody in it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
