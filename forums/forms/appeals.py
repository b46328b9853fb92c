from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import AppealAnswer, Outcome
from forums.models import Decision, Measure
from forums.queries.decisions import undoable


class Measures(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Measure) -> str:
        return str(Outcome(obj.outcome).label)


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("What should we see differently?"),
        help_text=_("Somebody else reads it, together with what was decided and why."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please say it in a sentence or two.")},
    )


class AppealAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What becomes of it"), choices=AppealAnswer.choices, widget=forms.RadioSelect
    )
    undo = Measures(
        label=_("What is taken back, if it is undone"),
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("Whoever asked reads it. Plain, kind, without blame. No name is shown."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please answer in words, even if nothing changes.")},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = undoable(decision)
        cast(Measures, self.fields["undo"]).queryset = measures
        self.initial.setdefault("undo", measures)

    def clean(self) -> dict[str, Any]:
        """Where the decision stands, nothing is taken back: the marks are there from the start."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == AppealAnswer.STANDS:
            cleaned["undo"] = Measure.objects.none()
        return cleaned
