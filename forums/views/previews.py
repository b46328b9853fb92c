from django.forms import Form

from accounts.requests import MemberRequest
from forums.forms import PicturesForm
from forums.models import Topic
from forums.pictures import figures
from forums.queries.quotes import text_of


def preview_of(
    request: MemberRequest, form: Form, *, pictures: PicturesForm, topic: Topic | None = None
) -> str:
    """How the words would stand, and the pictures below them, where that is what the button asked
    for; or nothing.

    The same address shows the preview and takes the post, so both work without scripts.
    """
    if "preview" not in request.POST or not form.is_valid():
        return ""
    html = text_of(form.cleaned_data["words"], by=request.user, topic=topic).html
    return html + figures(pictures.shown())
