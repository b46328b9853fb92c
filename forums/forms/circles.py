from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.choices import Reading, Role
from forums.models import Circle


class CircleForm(forms.ModelForm):
    # What stood on the page when it was opened.
    seen = forms.CharField(widget=forms.HiddenInput)
    notes = forms.MultipleChoiceField(
        label=_("Content notes in use"),
        help_text=_("Whoever writes here can put them on a post, so that others can keep away."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )

    class Meta:
        model = Circle
        fields = [
            "about",
            "guidelines",
            "question",
            "wait_days",
            "pause_minutes",
            "holding",
            "newcomer_posts",
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
            "holding": _(
                "Others see it once a moderator has read it. What hosts and moderators write "
                "appears at once. What waits already goes on waiting."
            ),
            "newcomer_posts": _(
                "Whoever has had so many posts appear in this circle is not new any more. "
                "It counts where the first posts wait."
            ),
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
