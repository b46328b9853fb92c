from django import forms
from django.utils.translation import gettext_lazy as _

AWAY, LEAVE = "away", "leave"


class EraseForm(forms.Form):
    words = forms.ChoiceField(
        label=_("What becomes of the words"),
        choices=[
            (AWAY, _("Take them all away, pictures and titles as well")),
            (LEAVE, _("Leave them, under “Somebody who has left”")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    is_sure = forms.BooleanField(
        label=_("I know that this cannot be taken back"),
        error_messages={"required": _("Please say that you know this: nobody can undo it.")},
    )

    def leaves_words(self) -> bool:
        return self.cleaned_data["words"] == LEAVE
