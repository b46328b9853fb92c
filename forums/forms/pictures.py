from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Image
from forums.rules import LONGEST_ALT

ACCEPTED_PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/avif"


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

    def shown(self) -> list[Image]:
        """The same as pictures, with what was just typed for each, whether all of it will do or
        not; nothing of it is stored."""
        self.is_valid()
        chosen = self.chosen()
        return [
            Image(ref=image.ref, alt=chosen[image.ref], width=image.width, height=image.height)
            for image in self.here
            if image.ref in chosen
        ]

    def rows(self) -> list[tuple[Image, forms.BoundField, forms.BoundField]]:
        return [(image, self[f"show_{image.ref}"], self[f"alt_{image.ref}"]) for image in self.here]

    def opens_by_itself(self) -> bool:
        return bool(self.here or self.errors)
