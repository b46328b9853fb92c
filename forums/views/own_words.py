from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.queries.own_words import own_page, saved_page
from forums.rendering.takeaway import FILE_NAME, everything_of


@member_required
@require_safe
def saved(request: MemberRequest) -> HttpResponse:
    page = saved_page(request.user, after=request.GET.get("after", ""))
    return render(request, "forums/saved.html", {"page": page})


@member_required
@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    page = own_page(request.user, after=request.GET.get("after", ""))
    return render(request, "forums/mine.html", {"page": page})


@member_required
@require_POST
@reauthentication_required(app="allauth.account")
def take_away(request: MemberRequest) -> HttpResponseBase:
    """Everything that somebody wrote, as a file. A phone left open for a minute is not enough."""
    if limited := ratelimit.consume_or_429(request, action="take_away"):
        return limited
    return StreamingHttpResponse(
        everything_of(request.user),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )
