"""The small lists, as forms: one for each, and the table that says which belongs to which."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

import msgspec
from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trackers.choices import Fate, HelperRole, PlaceVariant
from trackers.forms.fields import day, line, words
from trackers.models import (
    Belonging,
    BelongingContents,
    HandOver,
    HandOverContents,
    Helper,
    HelperContents,
    Instead,
    InsteadContents,
    PlacePlan,
    PlacePlanContents,
    Reason,
    ReasonContents,
    ShelfContents,
    ShelfRow,
    Step,
    StepContents,
)


class ShelfForm(forms.Form):
    # What the page was given, so that a button pressed twice adds one.
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    holds: ClassVar[type[ShelfContents]]

    def contents(self) -> ShelfContents:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "item"}
        return self.holds(**typed)


class ReasonForm(ShelfForm):
    holds = ReasonContents
    text = words(_("Why I left"))


class InsteadForm(ShelfForm):
    holds = InsteadContents
    text = line(_("Something to do instead"))


class HelperForm(ShelfForm):
    holds = HelperContents
    name = line(_("Who"), help_text=_("A first name or a letter is enough."))
    roles = forms.MultipleChoiceField(
        label=_("What they do"),
        choices=HelperRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    reached_by = line(_("How to reach them"), required=False)
    code_word = line(
        _("The word between you"),
        required=False,
        help_text=_("One that you can say in front of anybody, and they know what to do."),
    )
    words = words(_("Anything else"), required=False)


class PlacePlanForm(ShelfForm):
    holds = PlacePlanContents
    where = line(_("Where"))
    variant = forms.ChoiceField(
        label=_("What I mean to do"),
        choices=PlaceVariant.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    sentence = line(
        _("The one sentence"),
        required=False,
        help_text=_("Short, and nothing that can be answered: “Please leave me alone.”"),
    )
    words = words(
        _("The way out, and who is near"),
        required=False,
    )


class HandOverForm(ShelfForm):
    holds = HandOverContents
    what = line(_("What was handed over, and where"))
    when = day(_("Day"))
    who = line(_("Who was there"), required=False)
    words = words(_("How it went"), required=False)


class StepForm(ShelfForm):
    holds = StepContents
    text = line(_("What there is to see to"))
    done = forms.BooleanField(label=_("Done"), required=False)
    words = words(_("Anything else"), required=False)


class BelongingForm(ShelfForm):
    holds = BelongingContents
    what = line(_("What it is"))
    fate = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("", _("Not decided yet")), *Fate.choices],
        required=False,
    )
    words = words(_("Anything else"), required=False)


def _in_words(field: forms.Field, value: str | date | list[str]) -> str:
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    labels = dict(cast(Any, field).choices) if isinstance(field, forms.ChoiceField) else {}
    if isinstance(value, date):
        return date_format(value, "j F Y")
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(one, one)) for one in values)


@dataclass(frozen=True)
class Shelf:
    """One of the small lists, as its pages show it."""

    slug: str
    model: type[ShelfRow]
    form: type[ShelfForm]
    name: Promise
    what_for: Promise
    add: Promise
    empty: Promise

    @property
    def holds(self) -> type[ShelfContents]:
        return self.form.holds

    def lines_of(self, contents: ShelfContents) -> list[str]:
        """What stands below the headline: choices in words, and what was typed."""
        typed = msgspec.structs.asdict(contents)
        values = ((field, typed.get(name)) for name, field in self.form.base_fields.items())
        return [
            _in_words(field, value)
            for field, value in values
            if value and value != contents.headline
        ]


SHELVES = {
    shelf.slug: shelf
    for shelf in (
        Shelf(
            "reasons",
            Reason,
            ReasonForm,
            _("Reasons"),
            _("Why you left, in your words, for the hours in which it is hard to remember."),
            _("Add a reason"),
            _("Nothing here yet. One sentence is enough to begin with."),
        ),
        Shelf(
            "instead",
            Instead,
            InsteadForm,
            _("Instead"),
            _("What you could do while a pull lasts. Put what works best first."),
            _("Add something"),
            _("Nothing here yet. What has ever helped you to let ten minutes pass?"),
        ),
        Shelf(
            "helpers",
            Helper,
            HelperForm,
            _("Helpers"),
            _("Who stands by you, and for what. Nobody is told that they are on this list."),
            _("Add somebody"),
            _("Nobody here yet. One person who opens your post is a beginning."),
        ),
        Shelf(
            "places",
            PlacePlan,
            PlacePlanForm,
            _("Places"),
            _("Where they could turn up, and what you mean to do then, thought out in calm."),
            _("Add a place"),
            _("Nothing here yet. Home, work and the way between them are usual ones."),
        ),
        Shelf(
            "handovers",
            HandOver,
            HandOverForm,
            _("Hand-overs"),
            _("When children or things changed hands, who was there, and how it went."),
            _("Add one"),
            _("Nothing here yet. A line right after it is worth more than a page a week later."),
        ),
        Shelf(
            "things",
            Belonging,
            BelongingForm,
            _("Belongings"),
            _("Things of theirs, and of both of you: what becomes of each."),
            _("Add a thing"),
            _("Nothing here yet. What is in your way most often?"),
        ),
        Shelf(
            "steps",
            Step,
            StepForm,
            _("Next steps"),
            _("What there is to see to, when there is strength for it. One a week is a lot."),
            _("Add a step"),
            _("Nothing here yet. A self-check can put something here, or you do."),
        ),
    )
}


def as_typed(contents: ShelfContents) -> dict[str, Any]:
    return msgspec.structs.asdict(contents)
