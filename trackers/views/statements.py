"""The last words to somebody. They are written here, and sent from elsewhere or not at all."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trackers.actions.statements import change_statement, say_sent, write_statement
from trackers.choices import ChannelKind, StatementKind
from trackers.forms.statements import NoStatementForm, SentForm, StatementForm
from trackers.models import Statement, StatementContents
from trackers.queries.doors import ShownPerson
from trackers.queries.incident_sources import incident_from
from trackers.queries.statements import statements_to
from trackers.refusals import StatementRefused
from trackers.rules.statements import suggested_text, why_not_change_statement
from trackers.views.disposal import ask_about, cannot_be_opened
from trackers.views.doors import person_or_404
from trackers.views.private import OwnRequest, posted, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: OwnRequest, pk: UUID) -> HttpResponse:
    """How many words there are to be: a few, a few more, or none. None of these is the better."""
    shown = person_or_404(request, pk)
    form = NoStatementForm(posted(request), initial={"item": uuid4()})
    if form.is_valid():
        _write(request, shown, StatementKind.NONE, "", form.cleaned_data["item"])
        messages.success(request, _("Noted: you send nothing. That needs no reason."))
        return redirect("trackers:person", pk)
    found = statements_to(request.user, request.vault, person=str(pk))
    context = {"person": shown, "statements": found, "form": form, "kinds": StatementKind}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/statements.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_statement(request: OwnRequest, pk: UUID, kind: str) -> HttpResponse:
    if kind not in (StatementKind.SHORT, StatementKind.WARNING):
        raise Http404
    shown, chosen = person_or_404(request, pk), StatementKind(kind)
    suggested = suggested_text(
        chosen,
        at=timezone.localtime(),
        zone=request.user.time_zone,
        doors=shown.doors,
        exception=shown.exception,
    )
    form = StatementForm(posted(request), initial={"item": uuid4(), "text": suggested})
    if form.is_valid():
        try:
            item = form.cleaned_data["item"]
            row = _write(request, shown, chosen, form.cleaned_data["text"], item)
        except StatementRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("trackers:statement", row.pk)
    return _form(request, form, back=reverse("trackers:statements", args=[pk]), kind=chosen)


@private
@require_safe
def statement(request: OwnRequest, pk: UUID) -> HttpResponse:
    row, contents = _opened(request, pk)
    if contents is None:
        return _cannot_be_opened(request, row)
    context = {
        "row": row,
        "contents": contents,
        "kind": dict(StatementKind.choices).get(contents.kind, contents.kind),
        "channel": dict(ChannelKind.choices).get(contents.channel, contents.channel),
        "stays_as_it_is": why_not_change_statement(contents),
        "incident": _entry_of(request, row, contents),
    }
    return render(request, "trackers/statement.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def revise_statement(request: OwnRequest, pk: UUID) -> HttpResponse:
    row, contents = _opened(request, pk)
    if contents is None:
        return _cannot_be_opened(request, row)
    form = StatementForm(posted(request), initial={"text": contents.text})
    if form.is_valid():
        try:
            change_statement(
                by=request.user,
                vault=request.vault,
                statement=row,
                text=form.cleaned_data["text"],
            )
        except StatementRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect("trackers:statement", pk)
    return _form(request, form, back=reverse("trackers:statement", args=[pk]))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: OwnRequest, pk: UUID) -> HttpResponse:
    """What was sent, when, how, and to which address."""
    row, contents = _opened(request, pk)
    if contents is None:
        return _cannot_be_opened(request, row)
    now = timezone.now()
    form = SentForm(posted(request), initial=_as_said(contents))
    if form.is_valid():
        try:
            say_sent(
                by=request.user,
                vault=request.vault,
                statement=row,
                at=form.at(contents.zone),
                channel=form.cleaned_data["channel"],
                to=form.cleaned_data["to"],
                words=form.cleaned_data["words"],
                now=now,
            )
        except StatementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. From here on, the days after it are counted."))
            return redirect("trackers:statement", pk)
    context = {"form": form, "row": row, "contents": contents}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/sent.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_of_statement(request: OwnRequest, pk: UUID) -> HttpResponse:
    row, contents = _opened(request, pk)
    return ask_about(request, row, contents, back=reverse("trackers:doors"))


def _write(
    request: OwnRequest, shown: ShownPerson, kind: StatementKind, text: str, item: UUID | None
) -> Statement:
    contents = StatementContents(
        person=str(shown.row.pk),
        kind=kind.value,
        at=timezone.localtime(),
        zone=request.user.time_zone,
        text=text,
    )
    return write_statement(
        by=request.user, vault=request.vault, contents=contents, statement_id=item
    )


def _entry_of(request: OwnRequest, row: Statement, contents: StatementContents) -> UUID | None:
    """The entry of the log that was made from what was sent."""
    if contents.sent_at is None:
        return None
    day, statement = contents.sent_at.date(), str(row.pk)
    return incident_from(request.user, request.vault, day=day, statement=statement)


def _opened(request: OwnRequest, pk: UUID) -> tuple[Statement, StatementContents | None]:
    row = get_object_or_404(Statement.objects.visible_to(request.user), pk=pk)
    return row, request.vault.open_all([row], StatementContents)[0].contents


def _as_said(contents: StatementContents) -> dict[str, object]:
    here = contents.sent_at or timezone.localtime()
    return {
        "on": here.date(),
        "time": here.time(),
        "channel": contents.channel,
        "to": contents.to,
        "words": contents.words,
    }


def _cannot_be_opened(request: OwnRequest, row: Statement) -> HttpResponse:
    return cannot_be_opened(request, row, reverse("trackers:dispose_of_statement", args=[row.pk]))


def _form(
    request: OwnRequest, form: StatementForm, *, back: str, kind: StatementKind | None = None
) -> HttpResponse:
    context = {"form": form, "back": back, "has_warning": kind == StatementKind.WARNING}
    status = 422 if form.is_bound else 200
    return render(request, "trackers/statement_form.html", context, status=status)
