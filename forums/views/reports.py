from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import member_required
from accounts.requests import MemberRequest
from forums.actions.moderation import read_notices, report
from forums.forms import ReportForm
from forums.models import Notice, Post
from forums.queries.conversation import shown
from forums.queries.notices import notices_page
from forums.queries.quotes import as_read_by
from forums.queries.readers import reader_of
from forums.refusals import ReportRefused
from forums.rules import concerns_about, why_not_report


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_post(request: MemberRequest, ref: str) -> HttpResponse:
    posts = Post.objects.visible_to(request.user)
    post = get_object_or_404(posts.select_related("topic__circle", "author"), ref=ref)
    form = ReportForm(request.POST or None, concerns=concerns_about(post.topic))
    if form.is_valid():
        try:
            report(by=request.user, post=post, **form.cleaned_data)
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Thank you. A moderator will look at it, and you will hear what came of it."),
            )
            return redirect("forums:post", post.ref)
    as_read_by(request.user, [post])
    return render(
        request,
        "forums/report.html",
        {
            "post": shown(post, reader_of(post.topic.circle, request.user, topic=post.topic)),
            "form": form,
            "why_not": why_not_report(post, user=request.user),
        },
        status=422 if form.is_bound else 200,
    )


@member_required
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    page = notices_page(request.user, after=request.GET.get("after", ""))
    if page.notices:
        read_notices(by=request.user, up_to=page.notices[0].pk)
    return render(request, "forums/notices.html", {"page": page})


@member_required
@require_safe
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    notices = Notice.objects.visible_to(request.user).filter(post=None)
    notice = get_object_or_404(
        notices.select_related(
            "decision__rule", "decision__case__post__topic__circle", "join_request__circle"
        ),
        pk=pk,
    )
    if notice.join_request is not None:
        return render(request, "forums/answer.html", {"notice": notice})
    assert notice.decision is not None  # noqa: S101 (it is about one thing, or about another)
    post = notice.decision.case.post
    can_open = Post.objects.visible_to(request.user).filter(pk=post.pk).exists()
    as_read_by(request.user, [post])
    return render(request, "forums/notice.html", {"notice": notice, "can_open": can_open})
