from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Order, Within
from forums.models import Circle


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("What you look for"),
        help_text=_(
            "Words in “quotes” are looked for side by side. “or” between two words finds either, "
            "and a - in front of a word leaves it out."
        ),
        max_length=200,
        # The browser is not to remember what somebody looked for.
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "required": _("Please type a word or two."),
            "max_length": _("That is too much to look for at once. A few words are enough."),
            "null_characters_not_allowed": _(
                "There is a character in it that cannot be searched. Please type it again."
            ),
        },
    )
    circle = forms.ChoiceField(
        label=_("Circle"),
        required=False,
        error_messages={"invalid_choice": _("This circle is not here. Please choose another.")},
    )
    when = forms.ChoiceField(
        label=_("Time"), required=False, choices=[("", _("Any time")), *Within.choices]
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=Order.choices)
    mine = forms.BooleanField(label=_("Only what I wrote"), required=False)

    def __init__(
        self, *args: Any, circles: Iterable[Circle], has_own_posts: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        where = [("", _("Every circle")), *((circle.ref, circle.name) for circle in circles)]
        cast(forms.ChoiceField, self.fields["circle"]).choices = where
        if not has_own_posts:
            del self.fields["mine"]

    def narrowing(self) -> list[forms.BoundField]:
        """What nobody has to choose: it stands there with an answer already."""
        return [self["circle"], self["when"], self["order"]]
