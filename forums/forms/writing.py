from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.faces import FaceForm
from forums.forms.wishes import NotesForm, WishesForm
from forums.models import Topic
from forums.rules import why_not_say

MARKDOWN_HELP = _(
    "A blank line makes a paragraph, *stars* make words lean, a > in front quotes. "
    "Please leave out names, places and numbers that could show who you are."
)


def validate_words(words: str) -> None:
    """Before they are shown, too: a preview is as much work as a post."""
    if no := why_not_say(words):
        raise forms.ValidationError(no)


class FoldedForm(forms.Form):
    """A form of which a tired person sees little: the rest is folded away under one line, and
    opens by itself where something in it is chosen or wrong."""

    in_view_names = ("title", "words")

    def in_view(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.in_view_names]

    def folded(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.in_view_names]

    def opens_by_itself(self) -> bool:
        left_open: list[Any] = [None, "", []]
        return any(
            field.errors or field.value() not in [*left_open, field.field.initial]
            for field in self.folded()
        )

    def fold_label(self) -> str:
        """What is folded away, in a few words."""
        has_name = "face_name" in self.fields
        if "notes" in self.fields:
            return str(_("Notes and name") if has_name else _("Content notes"))
        return str(_("Another name"))


class TopicForm(FoldedForm, WishesForm, NotesForm, FaceForm):
    title = forms.CharField(label=_("Title"), max_length=Topic._meta.get_field("title").max_length)
    words = forms.CharField(
        label=_("What you want to say"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
        validators=[validate_words],
    )

    field_order = ("title", "words", "wish", "please_not", "answerers", "notes", "face_name")

    def fold_label(self) -> str:
        return str(_("Wishes, notes and name"))


class ReplyForm(FoldedForm, NotesForm, FaceForm):
    words = forms.CharField(
        label=_("Your answer"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        validators=[validate_words],
    )

    field_order = ("words", "notes", "face_name")


class RevisionForm(FoldedForm, NotesForm):
    # While nobody reads it: others know a conversation by its title.
    title = forms.CharField(label=_("Title"), max_length=Topic._meta.get_field("title").max_length)
    words = forms.CharField(
        label=_("Your words"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
        validators=[validate_words],
    )

    field_order = ("title", "words", "notes")

    def __init__(self, *args: Any, with_title: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_title:
            del self.fields["title"]
