from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.forms import PassphraseInput

# What is unpacked of it. A record of many years is smaller by far.
LARGEST_UNPACKED = 50 * 1024 * 1024


class TakeForm(forms.Form):
    passphrase = forms.CharField(
        label=_("The passphrase of your own pages"), strip=False, widget=PassphraseInput("off")
    )


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        help_text=_("The one that you took away, as it is."),
        error_messages={"required": _("Choose the file first.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # What is larger was let go while it came (config/uploads.py).
        if (file.size or 0) > settings.PICTURE_MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than such a file can be."))
        return file
