from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from forums.choices import (
    Answerers,
    ClaimChoice,
    Concern,
    Order,
    Outcome,
    PleaseNot,
    Reading,
    Role,
    Wish,
    Within,
)
from forums.models import Circle, Claim, Image, Post, Rule, Topic
from forums.rules import LONGEST_ALT, why_not_say
from forums.validators import validate_name_is_plain

MARKDOWN_HELP = _(
    "A blank line makes a paragraph, *stars* make words lean, a > in front quotes. "
    "Please leave out names, places and numbers that could show who you are."
)
FACE_HELP = [
    _("Nobody can see whose name it is, nor can the moderators of this circle."),
    _("Choose one that you use nowhere else. It stands over all that you write here, for good."),
    _("Somebody whom you block under your everyday name can read what stands under this one."),
]

ACCEPTED_PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/avif"


def validate_words(words: str) -> None:
    """Before they are shown, too: a preview is as much work as a post."""
    if no := why_not_say(words):
        raise forms.ValidationError(no)


class PersonaForm(forms.Form):
    name = forms.CharField(
        label=_("The name others see"),
        help_text=_("Not your own, and none that you use elsewhere. You can change it later."),
        max_length=40,
        validators=[validate_name_is_plain],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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


class NotesForm(forms.Form):
    """For a circle without content notes, the field is not there."""

    notes = forms.MultipleChoiceField(
        label=_("Content notes"),
        help_text=_("What it touches on. Whoever has to keep away from that will not meet it."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        error_messages={
            "invalid_choice": _(
                "The list of content notes has changed. Please look once more which ones fit."
            )
        },
    )

    def __init__(self, *args: Any, notes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choices := [(note, note) for note in notes]:
            cast(forms.MultipleChoiceField, self.fields["notes"]).choices = choices
        else:
            del self.fields["notes"]


class FaceForm(forms.Form):
    """Another name, in one topic only."""

    face_name = forms.CharField(
        label=_("Write under another name, in this topic only"),
        required=False,
        max_length=40,
        validators=[validate_name_is_plain],
        # The browser is not to offer it again.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def suggest_names(self, names: Iterable[str]) -> None:
        free = _("Nothing comes to mind? Nobody has these: %(names)s.")
        lines = [*FACE_HELP, free % {"names": ", ".join(names)}]
        # Of the bound field: where the form was checked, that is made already.
        self["face_name"].help_text = format_html_join("", "<p>{}</p>", ((line,) for line in lines))

    def offer_no_name(self) -> None:
        """For whoever has a name in this topic already; what was typed is not lost."""
        if not self["face_name"].value():
            del self.fields["face_name"]


class WishesForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What you hope for"),
        choices=[("", _("I leave it open")), *Wish.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    please_not = forms.MultipleChoiceField(
        label=_("What you ask others not to do"),
        choices=PleaseNot.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answerers = forms.ChoiceField(
        label=_("Who may answer"),
        choices=Answerers.choices,
        initial=Answerers.EVERYONE,
        required=False,
    )

    def clean_answerers(self) -> str:
        return self.cleaned_data["answerers"] or Answerers.EVERYONE


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
    words = forms.CharField(
        label=_("Your words"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
        validators=[validate_words],
    )

    field_order = ("words", "notes")


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


class CircleForm(forms.ModelForm):
    # What stood on the page when it was opened.
    seen = forms.CharField(widget=forms.HiddenInput)
    notes = forms.MultipleChoiceField(
        label=_("Content notes in use"),
        help_text=_("Whoever writes here can put them on a post, so that others can keep away."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Circle
        fields = [
            "about",
            "guidelines",
            "question",
            "wait_days",
            "pause_minutes",
            "closes_after_days",
            "allows_images",
            "language",
        ]
        widgets = {
            "about": forms.Textarea(attrs={"rows": 2}),
            "question": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "guidelines": _(
                "Where these change, everybody in the circle is asked to read them again before "
                "they write."
            ),
            "question": _("Asked where the circle is closed. Their answer is for you alone."),
            "wait_days": _("0 where people may write at once."),
            "pause_minutes": _("0 where there need not be any."),
            "closes_after_days": _("Empty where topics take answers for ever. They stay readable."),
            "allows_images": _("They are stripped of everything but what is seen."),
            "language": _("So that searching for “walked” finds “walking”."),
        }

    def __init__(self, *args: Any, notes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.Meta.fields, "notes", "seen"])
        choices = [(note, note) for note in notes]
        cast(forms.MultipleChoiceField, self.fields["notes"]).choices = choices
        self.initial["notes"] = self.instance.notes
        if not choices:
            del self.fields["notes"]


class ReadingForm(forms.Form):
    reading = forms.ChoiceField(label=_("Who may read"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        kwargs["initial"] = {"reading": circle.reading}
        super().__init__(*args, **kwargs)
        # Only an operator opens a circle to anyone; one that is can stay so.
        offered = {Reading.MEMBERS.value, Reading.CLOSED.value, circle.reading}
        choices = [(value, label) for value, label in Reading.choices if value in offered]
        cast(forms.ChoiceField, self.fields["reading"]).choices = choices


class RoleForm(forms.Form):
    name = forms.CharField(
        label=_("The name that others see"),
        help_text=_("Of somebody who is in this circle."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What they become"),
        choices=[
            (
                Role.HOST.value,
                _("Host: answers requests, invites, keeps guidelines and settings"),
            ),
            (
                Role.MODERATOR.value,
                _("Moderator: all of this, decides about reports, gives roles"),
            ),
        ],
        widget=forms.RadioSelect,
    )


class ClaimForm(forms.Form):
    address = forms.EmailField(
        label=_("The e-mail address that you used there"),
        help_text=_("Upper or lower case makes no difference."),
        max_length=Claim._meta.get_field("address").max_length,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class ClaimChoiceForm(forms.Form):
    """What becomes of what was found; nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_("What is to become of them?"),
        choices=ClaimChoice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the three.")},
    )


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
        label=_("Where"),
        required=False,
        error_messages={"invalid_choice": _("This circle is not here. Please choose another.")},
    )
    when = forms.ChoiceField(
        label=_("Said in"), required=False, choices=[("", _("Any time")), *Within.choices]
    )
    order = forms.ChoiceField(label=_("First"), required=False, choices=Order.choices)
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


class PicturesForm(forms.Form):
    """The pictures of a post that is being written: one to add, and those that are here already.

    Of each, somebody says whether it goes below the post, and what can be seen in it.
    """

    picture = forms.FileField(
        label=_("A picture"),
        help_text=_(
            "Where and when it was taken, and with what, is removed from it. Whatever can be seen "
            "in it stays: faces, places, letters. Please look twice."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_PICTURES}),
    )
    picture_alt = forms.CharField(
        label=_("What can be seen in it?"),
        help_text=_("One sentence, for whoever cannot see it."),
        required=False,
        max_length=LONGEST_ALT,
    )

    def __init__(self, *args: Any, here: Sequence[Image], may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.here = here
        if not may_add:
            del self.fields["picture"], self.fields["picture_alt"]
        for image in here:
            self.fields[f"show_{image.ref}"] = forms.BooleanField(
                label=_("Goes below what I write"),
                required=False,
                initial=image.post_id is not None,
            )
            self.fields[f"alt_{image.ref}"] = forms.CharField(
                label=_("What can be seen in it?"),
                required=False,
                max_length=LONGEST_ALT,
                initial=image.alt,
            )

    def clean(self) -> None:
        for ref, alt in self.chosen().items():
            if not alt and f"alt_{ref}" not in self.errors:
                self.add_error(
                    f"alt_{ref}",
                    _("Please say in a few words what can be seen, so that nobody is left out."),
                )

    def chosen(self) -> dict[str, str]:
        """The refs of the pictures that go below the post, with what can be seen in each."""
        return {
            image.ref: self.cleaned_data.get(f"alt_{image.ref}", "")
            for image in self.here
            if self.cleaned_data.get(f"show_{image.ref}")
        }

    def rows(self) -> list[tuple[Image, forms.BoundField, forms.BoundField]]:
        return [(image, self[f"show_{image.ref}"], self[f"alt_{image.ref}"]) for image in self.here]

    def opens_by_itself(self) -> bool:
        return bool(self.here or self.errors)


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
