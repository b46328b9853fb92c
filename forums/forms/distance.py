from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Post


class MutedNotesForm(forms.Form):
    notes = forms.MultipleChoiceField(
        label=_("What touches on"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={
            "invalid_choice": _(
                "The list of content notes has changed. Please look once more what to leave out."
            )
        },
    )

    def __init__(self, *args: Any, notes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(note, note) for note in notes]
        cast(forms.MultipleChoiceField, self.fields["notes"]).choices = choices


class MuteForm(forms.Form):
    """One thing of a post: who wrote it, its topic, its circle, or what it touches on."""

    what = forms.ChoiceField(
        label=_("What would you rather not meet?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one."),
            "invalid_choice": _("This has changed in between. Please choose once more."),
        },
    )

    def __init__(self, *args: Any, post: Post, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things: dict[str, tuple[Any, dict[str, Any]]] = {
            "topic": (_("This topic"), {"topic": post.topic}),
            "circle": (
                _("The circle “%(name)s”") % {"name": post.topic.circle.name},
                {"circle": post.topic.circle},
            ),
        }
        if not is_own:
            words = _("What %(name)s says, anywhere") % {"name": post.author.name}
            self.things = {"persona": (words, {"persona": post.author}), **self.things}
        for note in post.notes:
            words = _("What touches on “%(note)s”") % {"note": note}
            self.things[f"note {note}"] = (words, {"note": note})
        choices = [(key, words) for key, (words, _what) in self.things.items()]
        cast(forms.ChoiceField, self.fields["what"]).choices = choices

    def chosen(self) -> dict[str, Any]:
        return self.things[self.cleaned_data["what"]][1]
