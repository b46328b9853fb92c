from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.following import follow, unfollow
from forums.models import Circle, Topic


@member_required
@require_POST
def follow_topic(request: MemberRequest, ref: str) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), ref=ref)
    change = unfollow if "stop" in request.POST else follow
    change(by=request.user, topic=topic)
    return redirect(topic)


@member_required
@require_POST
def follow_circle(request: MemberRequest, ref: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.readable_by(request.user), ref=ref)
    change = unfollow if "stop" in request.POST else follow
    change(by=request.user, circle=circle)
    return redirect(circle)
