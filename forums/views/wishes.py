from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.wishes import change_wishes
from forums.forms import WishesForm
from forums.models import Topic
from forums.refusals import WishesRefused


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: MemberRequest, ref: str) -> HttpResponse:
    """What somebody hopes for in a topic of their own, to be said anew at any time."""
    topics = Topic.objects.visible_to(request.user).begun_by(request.user)
    topic = get_object_or_404(topics, ref=ref)
    asked = {name: getattr(topic, name) for name in WishesForm.base_fields}
    form = WishesForm(request.POST or None, initial=asked)
    if form.is_valid():
        try:
            change_wishes(by=request.user, topic=topic, **form.cleaned_data)
        except WishesRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is said. Whoever answers reads it."))
            return redirect(topic)
    return render(
        request,
        "forums/wishes.html",
        {"topic": topic, "form": form},
        status=422 if form.is_bound else 200,
    )
