from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.drafts import keep_draft
from forums.models import Circle, Post


@member_required
@require_POST
def keep_answer(request: MemberRequest, ref: str) -> HttpResponse:
    parent = get_object_or_404(Post.objects.visible_to(request.user), ref=ref)
    keep_draft(by=request.user, parent=parent, **_typed(request.POST))
    return render(request, "forums/_draft_state.html")


@member_required
@require_POST
def keep_topic(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.readable_by(request.user), ref=ref)
    keep_draft(
        by=request.user,
        circle=circle,
        title=request.POST.get("title", ""),
        wish=request.POST.get("wish", ""),
        please_not=request.POST.getlist("please_not"),
        answerers=request.POST.get("answerers", ""),
        **_typed(request.POST),
    )
    return render(request, "forums/_draft_state.html")


def _typed(data: QueryDict) -> dict[str, Any]:
    """What a topic and an answer have in common."""
    return {
        "words": data.get("words", ""),
        "notes": data.getlist("notes"),
        "face_name": data.get("face_name", ""),
    }
