"""What an operator writes for the members, and what a member answers to it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.conf.locale import LANG_INFO
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.countries import names_of_countries
from trackers.choices import (
    CardAction,
    CardKind,
    CardPlace,
    ChannelKind,
)
from trackers.forms.fields import day
from trackers.rules.cards import (
    LAST_DAY,
    LONGEST_TITLE,
    MOST_VARIANTS,
    kept_variants,
)
from trackers.shipped import Piece

NAME_FIELDS = ("key", "language", "country")
# Which fields a kind has, beside its name.
FIELDS = {
    CardKind.CARD: (
        "title", "body", "action", "also", "places", "channels", "opens_fast", "place",
        "source", "checked_on", "is_on",
    ),
    CardKind.CHECK: ("title", "body", "places", "place", "checked_on", "is_on"),
    CardKind.QUESTION: ("group", "title", "body", "step", "channels", "place", "is_on"),
    CardKind.PROMPT: ("body", "is_on"),
}  # fmt: skip


def languages() -> list[tuple[str, str]]:
    named = {
        code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info
    }
    return sorted(named.items(), key=lambda each: each[1].casefold())


def countries() -> list[tuple[str, str]]:
    return sorted(names_of_countries().items(), key=lambda each: each[1])


class CardForm(forms.Form):
    key = forms.CharField(
        label=_("Its name among the others"),
        max_length=40,
        help_text=_("The same in every language and country. Members do not see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, initial="en")
    country = forms.ChoiceField(
        label=_("Where it holds"),
        choices=lambda: [("", _("Everywhere")), *countries()],
        required=False,
        help_text=_("What holds in one country is shown below what holds everywhere."),
    )
    group = forms.ChoiceField(label=_("Which self-check"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"class": "long"}),
        help_text=_("Markdown: **important**, lists with a hyphen or a number."),
        error_messages={"required": _("There are no words in it yet.")},
    )
    step = forms.CharField(
        label=_("What a yes becomes"),
        max_length=200,
        help_text=_("A step on the member's list; or the name of the door, if you choose one."),
    )
    action = forms.ChoiceField(
        label=_("What one can do now"),
        choices=CardAction.choices,
        help_text=_("The button at its end."),
    )
    also = forms.MultipleChoiceField(
        label=_("And also"),
        choices=CardAction.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    places = forms.MultipleChoiceField(
        label=_("On which pages it is offered"),
        choices=CardPlace.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        help_text=_("A page offers three at most. All of them are on the page of cards."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Which ways of contact it is about"),
        choices=ChannelKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    opens_fast = forms.BooleanField(
        label=_("Needed in a hurry"),
        required=False,
        help_text=_("It then opens as a page of its own, small enough for a bad line."),
    )
    place = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=999, initial=500, required=False
    )
    source = forms.URLField(
        label=_("Where this was read"), required=False, max_length=200, assume_scheme="https"
    )
    checked_on = day(_("When it was looked over"), required=False)
    is_on = forms.BooleanField(
        label=_("Shown to members"),
        required=False,
        initial=True,
        help_text=_("Whoever reads another language is still shown it in that one."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        checks: Sequence[Piece] = (),
        known: Piece | None = None,
        **kwargs: Any,
    ) -> None:
        """`known`: what it is named stays as it is."""
        super().__init__(*args, **kwargs)
        self.kind, self.known = kind, known
        kept = FIELDS[CardKind(kind)] if known else (*NAME_FIELDS, *FIELDS[CardKind(kind)])
        if CardKind(kind) == CardKind.CARD:
            self._add_variants()
        for name in list(self.fields):
            if name not in kept and not name.startswith("variant"):
                del self.fields[name]
        if "group" in self.fields:
            group = cast(forms.ChoiceField, self.fields["group"])
            group.choices = [(check.key, check.title) for check in checks]
        if kind == CardKind.PROMPT and not known:
            self.fields["key"] = forms.ChoiceField(
                label=_("Which day"), choices=[(str(n), str(n)) for n in range(1, LAST_DAY + 1)]
            )
        self.initial.setdefault("checked_on", timezone.now().date())

    def piece(self) -> Piece:
        """As it would stand; `is_valid` must have said yes."""
        typed = {name: value for name, value in self.cleaned_data.items() if value is not None}
        names = [name for name in typed if name.startswith("variant_")]
        texts = {name: _lines(typed.pop(name)) for name in names}
        if texts:
            numbers = range(1, MOST_VARIANTS + 1)
            typed["variants"] = kept_variants(
                (texts[f"variant_{n}_name"], texts[f"variant_{n}_body"]) for n in numbers
            )
        for name in typed.keys() & {"also", "places", "channels"}:
            typed[name] = tuple(typed[name])
        typed["body"] = _lines(typed["body"])
        return replace(self.known or Piece(kind=self.kind, key=typed["key"]), **typed)

    def _add_variants(self) -> None:
        for n in range(1, MOST_VARIANTS + 1):
            self.fields[f"variant_{n}_name"] = forms.CharField(
                label=_("Some say: name %(number)d") % {"number": n},
                max_length=LONGEST_TITLE,
                required=False,
                help_text=_("Where guides disagree, each way has its say.") if n == 1 else "",
            )
            self.fields[f"variant_{n}_body"] = forms.CharField(
                label=_("Text %(number)d") % {"number": n},
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def as_typed(piece: Piece) -> dict[str, Any]:
    """The form's first values."""
    names = [*NAME_FIELDS, *FIELDS[CardKind(piece.kind)]]
    typed = {name: getattr(piece, name) for name in names}
    for n, variant in enumerate(piece.variants, start=1):
        typed |= {f"variant_{n}_name": variant.name, f"variant_{n}_body": variant.body}
    return typed
