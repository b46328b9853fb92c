from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Concern, Order, Outcome, Within
from forums.models import Circle, Rule, Topic
from forums.validators import validate_name_is_plain

MARKDOWN_HELP = _(
    "A blank line makes a paragraph, *stars* make words lean, a > in front quotes. "
    "Please leave out names, places and numbers that could show who you are."
)


class PersonaForm(forms.Form):
    name = forms.CharField(
        label=_("The name others see"),
        help_text=_("Not your own, and none that you use elsewhere. You can change it later."),
        max_length=40,
        validators=[validate_name_is_plain],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class TopicForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=Topic._meta.get_field("title").max_length)
    words = forms.CharField(
        label=_("What you want to say"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
    )


class ReplyForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
    )


class RevisionForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"),
        help_text=MARKDOWN_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
    )


class ReportForm(forms.Form):
    concern = forms.ChoiceField(
        label=_("What is wrong?"), choices=Concern.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything else we should know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


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
