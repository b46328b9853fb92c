from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Circle


class AskForm(forms.Form):
    answer = forms.CharField(
        help_text=_(
            "Those who look after this circle read it, with the name that others see here. They "
            "learn nothing else about you. Please leave out what could show who you are."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please answer the question. A sentence is enough.")},
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        answer.label = circle.question or _("What would you like to say to them?")
        answer.required = bool(circle.question)


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("They read this. Plain, kind, without blame. Your name is not shown."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say why, in a sentence or two. They will read it.")},
    )


class InvitationForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("How long it can be used"),
        choices=[(1, _("A day")), (7, _("A week")), (30, _("30 days"))],
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
    )
    people = forms.IntegerField(
        label=_("For how many people"),
        help_text=_("1 to 50. Whoever has the link can use it, or pass it on."),
        initial=1,
        widget=forms.NumberInput(attrs={"min": 1, "max": 50}),
    )
