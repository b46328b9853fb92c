"""What the screen looks for, whom one can turn to, and what somebody never wants to show."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.choices import Harm, ScreenAction, ScreenKind
from forums.models import Circle, HelpLine, NeverReveal, Rule, ScreenRule
from forums.screen import MOST_WORDS


class CircleField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Circle) -> str:
        return obj.name


class ScreenRuleForm(forms.ModelForm):
    circle = CircleField(
        label=_("Where"),
        queryset=Circle.objects.order_by("name"),
        required=False,
        empty_label=_("Everywhere"),
    )

    class Meta:
        model = ScreenRule
        fields = [
            "name",
            "kind",
            "watched",
            "most",
            "within_minutes",
            "circle",
            "newcomers_only",
            "action",
            "harm",
            "rule",
        ]
        labels = {"rule": _("Which rule of the house it is about")}
        widgets = {
            "kind": forms.RadioSelect(attrs={"class": "chips"}),
            "action": forms.RadioSelect,
            "harm": forms.RadioSelect,
            "watched": forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        }
        help_texts = {
            "name": _("Moderators read it in the case. It is never shown to whoever wrote."),
            "watched": _(
                "Words: one word or phrase in each line; stalk* finds all that begins like it. "
                "Patterns: without accents, capitals or not are the same; what looks around "
                "itself or back is not possible. Links: the sites that matter, or nothing for "
                "all. Nothing for the other kinds."
            ),
            "most": _("For the same again, and for very much: more than so many are found."),
            "newcomers_only": _("Until so many of their posts have appeared as the circle says."),
            "rule": _("Cited to whoever wrote it, where it waits."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("kind", ScreenKind.choices),
            ("action", ScreenAction.choices),
            ("harm", Harm.choices),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        rule = cast("forms.ModelChoiceField[Rule]", self.fields["rule"])
        rule.queryset, rule.empty_label = Rule.objects.order_by("place"), None


class HelpLineForm(forms.ModelForm):
    country = forms.ChoiceField(label=_("Country"))
    address = forms.URLField(
        label=_("Address on the web"), required=False, max_length=200, assume_scheme="https"
    )
    source = forms.URLField(
        label=_("Where this was read"),
        help_text=_("A page of theirs, so that the next one who checks finds it."),
        max_length=200,
        assume_scheme="https",
    )

    class Meta:
        model = HelpLine
        fields = ["country", "name", "number", "address", "about", "source", "checked_on", "place"]
        widgets = {
            "number": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "checked_on": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["country"]).choices = countries
        self.initial.setdefault("checked_on", timezone.now().date())


class NeverRevealForm(forms.ModelForm):
    words = forms.CharField(
        label=_("The words or the number"),
        help_text=_(
            "%(most)d words at most. They are forgotten at once: what is kept can tell them when "
            "they come by, and can be read by nobody."
        )
        % {"most": MOST_WORDS},
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = NeverReveal
        fields = ["hint"]
        help_texts = {
            "hint": _("So that you know which it is: “my street”. It is kept as you write it."),
        }


class CountryForm(forms.Form):
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, countries: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["country"]).choices = countries
