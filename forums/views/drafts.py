from django.http import HttpResponse
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
    keep_draft(by=request.user, parent=parent, words=request.POST.get("words", ""))
    return render(request, "forums/_draft_state.html")


@member_required
@require_POST
def keep_topic(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.readable_by(request.user), ref=ref)
    keep_draft(
        by=request.user,
        circle=circle,
        title=request.POST.get("title", ""),
        words=request.POST.get("words", ""),
    )
    return render(request, "forums/_draft_state.html")
