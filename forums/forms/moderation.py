from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Concern, Outcome
from forums.models import Rule


class ReportForm(forms.Form):
    concern = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Concern.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This cannot be chosen here any more.")},
    )
    words = forms.CharField(
        label=_("Anything else we should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, concerns: Iterable[Concern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(concern.value, concern.label) for concern in concerns]
        cast(forms.ChoiceField, self.fields["concern"]).choices = offered


class DecisionForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What becomes of it"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    rule = forms.ModelChoiceField(
        label=_("By which rule"), queryset=Rule.objects.order_by("place"), empty_label=None
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For the record: moderators read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    statement_to_author = forms.CharField(
        label=_("What the author reads"),
        help_text=_("Needed where something is taken out. Plain, kind, without blame."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    statement_to_reporter = forms.CharField(
        label=_("What whoever reported it reads"),
        help_text=_("It says nothing about the author."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement_to_author"].initial = _(
            "We took out a post of yours, because it does not go with the rule named here. It "
            "says nothing about you as a person. Your words are still yours: you can read them, "
            "and you are welcome to say it in another way."
        )
        self.fields["statement_to_reporter"].initial = _(
            "Thank you for telling us. A moderator has read it, with what was said around it, "
            "and has decided."
        )
