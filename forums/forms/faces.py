from collections.abc import Iterable

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from forums.validators import validate_name_is_plain

FACE_HELP = [
    _("Nobody can see whose name it is, nor can the moderators of this circle."),
    _("Choose one that you use nowhere else. It stands over all that you write here, for good."),
    _("Somebody whom you block under your everyday name can read what stands under this one."),
]


class PersonaForm(forms.Form):
    name = forms.CharField(
        label=_("The name others see"),
        help_text=_("Not your own, and none that you use elsewhere. You can change it later."),
        max_length=40,
        validators=[validate_name_is_plain],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


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
        """For whoever has a name in this topic already; what was just typed is not lost."""
        if not (self.is_bound and self["face_name"].value()):
            del self.fields["face_name"]
