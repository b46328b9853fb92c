"""What the screen looks for: for whoever moderates the house. For others there are no such
pages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import house_required
from accounts.requests import MemberRequest
from forums.actions.screening import (
    add_help_line,
    add_screen_rule,
    change_help_line,
    change_screen_rule,
    remove_help_line,
    remove_screen_rule,
    switch_off,
    switch_on,
    try_screen_rule,
)
from forums.forms import HelpLineForm, ScreenRuleForm
from forums.models import HelpLine, ScreenRule
from forums.queries.dry_run import rules_with_numbers
from forums.queries.help_lines import all_help_lines, countries
from forums.refusals import ScreenRefused
from forums.rules import why_not_switch_on


@house_required
@require_safe
def screen(request: MemberRequest) -> HttpResponse:
    return render(request, "forums/screen.html", {"rules": rules_with_numbers()})


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: MemberRequest) -> HttpResponse:
    form = ScreenRuleForm(request.POST or None)
    if form.is_valid():
        try:
            rule = add_screen_rule(by=request.user, **form.cleaned_data)
        except ScreenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Try it before you switch it on."))
            return redirect("forums:screen_rule", rule.ref)
    return render(
        request,
        "forums/screen_rule.html",
        {"form": form, "rule": None},
        status=422 if form.is_bound else 200,
    )


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def screen_rule(request: MemberRequest, ref: str) -> HttpResponse:
    rule = get_object_or_404(rules_with_numbers(), ref=ref)
    # The form writes into its instance, which must not be the one that the page is shown for.
    form = ScreenRuleForm(request.POST or None, instance=ScreenRule.objects.get(pk=rule.pk))
    if form.is_valid():
        try:
            changed = change_screen_rule(by=request.user, screen_rule=rule, **form.cleaned_data)
        except ScreenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            has_stopped = rule.is_on() and not changed.is_on()
            messages.success(
                request,
                _("Saved. It finds something else now, so it is off until it is tried again.")
                if has_stopped
                else _("Saved."),
            )
            return redirect("forums:screen_rule", ref)
    return render(
        request,
        "forums/screen_rule.html",
        {"form": form, "rule": rule, "why_not_on": why_not_switch_on(rule)},
        status=422 if form.is_bound else 200,
    )


@house_required
@require_POST
def try_rule(request: MemberRequest, ref: str) -> HttpResponse:
    """What it would have found is shown once: it is kept nowhere."""
    rule = get_object_or_404(ScreenRule, ref=ref)
    tried = try_screen_rule(by=request.user, rule=rule)
    return render(request, "forums/screen_tried.html", {"rule": rule, "tried": tried})


@house_required
@require_POST
def switch_rule(request: MemberRequest, ref: str) -> HttpResponse:
    rule = get_object_or_404(ScreenRule, ref=ref)
    if "off" in request.POST:
        switch_off(by=request.user, rule=rule)
        messages.success(request, _("It is off."))
    else:
        try:
            switch_on(by=request.user, rule=rule)
        except ScreenRefused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("It is on."))
    return redirect("forums:screen_rule", ref)


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_rule(request: MemberRequest, ref: str) -> HttpResponse:
    rule = get_object_or_404(ScreenRule, ref=ref)
    if request.method == "POST":
        remove_screen_rule(by=request.user, rule=rule)
        messages.success(request, _("It is removed."))
        return redirect("forums:screen")
    return render(request, "forums/screen_remove.html", {"rule": rule})


# --- Whom one can turn to ---------------------------------------------------------------------


@house_required
@require_safe
def help_lines(request: MemberRequest) -> HttpResponse:
    return render(request, "forums/help_lines.html", {"countries": all_help_lines()})


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_help_line(request: MemberRequest) -> HttpResponse:
    form = HelpLineForm(request.POST or None, countries=countries())
    if form.is_valid():
        try:
            add_help_line(by=request.user, **form.cleaned_data)
        except ScreenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request)
    return _help_line_page(request, form)


@house_required
@require_http_methods(["GET", "HEAD", "POST"])
def help_line(request: MemberRequest, ref: str) -> HttpResponse:
    line = get_object_or_404(HelpLine, ref=ref)
    form = HelpLineForm(
        request.POST or None, instance=HelpLine.objects.get(pk=line.pk), countries=countries()
    )
    if form.is_valid():
        try:
            change_help_line(by=request.user, line=line, **form.cleaned_data)
        except ScreenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request)
    return _help_line_page(request, form, line=line)


@house_required
@require_POST
def drop_help_line(request: MemberRequest, ref: str) -> HttpResponse:
    remove_help_line(by=request.user, line=get_object_or_404(HelpLine, ref=ref))
    messages.success(request, _("It is removed."))
    return redirect("forums:help_lines")


def _saved(request: MemberRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("forums:help_lines")


def _help_line_page(
    request: MemberRequest, form: HelpLineForm, *, line: HelpLine | None = None
) -> HttpResponse:
    return render(
        request,
        "forums/help_line.html",
        {"form": form, "line": line},
        status=422 if form.is_bound else 200,
    )
