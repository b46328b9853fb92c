from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Concern

# The same, of somebody rather than of something.
OF_SOMEBODY = {
    Concern.IDENTIFIES: _("They show who somebody is, or where"),
    Concern.URGES_CONTACT: _("They urge contact or confrontation"),
    Concern.BLAMES: _("They blame the person it happened to"),
    Concern.DIAGNOSES: _("They diagnose others"),
    Concern.THREAT: _("They threaten somebody"),
    Concern.AT_RISK: _("They may be in danger"),
    Concern.KNOWS_ME: _("I may know them, and they may know me"),
    Concern.HATE: _("They are hateful"),
    Concern.SPAM: _("They advertise"),
    Concern.ILLEGAL: _("What they do is against the law"),
    Concern.AGAINST_WISHES: _("They go against what the person asked for"),
}


class ReportForm(forms.Form):
    concern = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what comes closest."),
            "invalid_choice": _("This cannot be chosen here any more."),
        },
    )
    words = forms.CharField(
        label=_("Anything else we should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        concerns: Collection[Concern],
        of_somebody: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = OF_SOMEBODY if of_somebody else {}
        choice = cast(forms.ChoiceField, self.fields["concern"])
        choice.choices = [(each.value, told.get(each, each.label)) for each in concerns]
        if Concern.KNOWS_ME in concerns:
            choice.help_text = _(
                "Where it may be somebody who knows you, choose the first: you and they stop "
                "meeting here at once, before anybody has looked at it."
            )
