from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Persona
from forums.queries.log import TOLD, called
from forums.refs import is_ref


class LogForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("What was done"), required=False, choices=[("", _("Anything")), *TOLD.items()]
    )
    case = forms.CharField(label=_("Case"), required=False, max_length=12)
    by = forms.CharField(
        label=_("By whom: their letters here"),
        required=False,
        max_length=40,
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def narrows(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def clean_case(self) -> str:
        case: str = self.cleaned_data["case"].strip().lower()
        if case and not is_ref(case):
            raise forms.ValidationError(_("A case has twelve letters and digits: see its address."))
        return case

    def clean_by(self) -> list[int]:
        """“Moderator K4TX9”, or the letters alone."""
        said = self.cleaned_data["by"].split()
        found = called(said[-1].upper()) if said else []
        if said and not found:
            raise forms.ValidationError(_("Nobody is called that here. Please look once more."))
        return found


class AskWhoseForm(forms.Form):
    whom = forms.ChoiceField(label=_("Whose name"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Why it has to be known"),
        help_text=_("Somebody else decides by it, and it stays in the log for good."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Please say why it has to be known: somebody else decides by it.")
        },
    )

    def __init__(self, *args: Any, names: Mapping[str, Persona], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        self.fields["whom"].choices = [  # type: ignore[attr-defined]  # it is a field of choices
            (key, names[key].name if key == "author" else key) for key in names
        ]
        if "author" in names:
            self.fields["whom"].initial = "author"

    def persona(self) -> Persona:
        return self.names[self.cleaned_data["whom"]]
