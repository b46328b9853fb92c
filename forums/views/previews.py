from django.forms import Form
from django.http import HttpRequest

from forums.markup import html_from_markdown


def preview_of(request: HttpRequest, form: Form) -> str:
    """How the words would stand, where that is what the button asked for; or nothing.

    The same address shows the preview and takes the post, so both work without scripts.
    """
    if "preview" not in request.POST or not form.is_valid():
        return ""
    return html_from_markdown(form.cleaned_data["words"])
