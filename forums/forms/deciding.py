"""What becomes of a case, as a moderator chooses it and says it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.choices import SANCTIONS, Outcome
from forums.forms.outcomes import (
    ASKED,
    ASKS_FOR,
    FOR_DAYS,
    LOOK_AGAIN,
    PAUSES_TOLD,
    in_groups,
)
from forums.models import Case, Circle, Image, Post, Rule
from forums.queries.decisions import was_reported, words_of
from forums.queries.notes import notes_in_use
from forums.rules import Step, drafts, outcomes_for, waits, why_not_move
from forums.rules.marking import signs_for, spans_marked
from forums.rules.outcomes import UNTIL_A_TIME, title_of


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class DecisionForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    # What was drafted last, to see whether a moderator has changed it.
    drafted_to_author = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    drafted_to_reporter = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    outcomes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What becomes of it"),
        coerce=Outcome,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose what becomes of it.")},
    )
    marked_title = forms.CharField(
        label=gettext_lazy("The title"), required=False, strip=False, widget=_area(1)
    )
    marked = forms.CharField(
        label=gettext_lazy("What is taken out"), required=False, strip=False, widget=_area(8)
    )
    pictures = forms.MultipleChoiceField(
        label=gettext_lazy("Which pictures are taken out"),
        help_text=gettext_lazy(
            "Each goes as a whole: no part of a picture can be blacked out here. Its author and "
            "whoever handles this case can still see it, for as long as somebody may ask for "
            "another look."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.MultipleChoiceField(
        label=gettext_lazy("Which content notes"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    circle = forms.ModelChoiceField(
        label=gettext_lazy("To which circle"), queryset=Circle.objects.none(), required=False
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"), coerce=int, choices=FOR_DAYS, initial=7, required=False
    )
    pause_hours = forms.TypedChoiceField(
        label=gettext_lazy("How often they can write"),
        coerce=int,
        choices=PAUSES_TOLD,
        initial=3,
        required=False,
    )
    look_again = forms.TypedChoiceField(
        label=gettext_lazy("When somebody looks again"),
        coerce=int,
        choices=LOOK_AGAIN,
        initial=2,
        required=False,
    )
    everywhere = forms.BooleanField(
        label=gettext_lazy("In every circle, and not in this one alone"), required=False
    )
    rule = forms.ModelChoiceField(
        label=gettext_lazy("By which rule"),
        queryset=Rule.objects.order_by("place"),
        empty_label=gettext_lazy("Choose a rule"),
        error_messages={"required": gettext_lazy("Please choose the rule that it is about.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For the record: moderators read it."),
        widget=_area(3),
    )
    statement_to_author = forms.CharField(
        label=gettext_lazy("What the author reads"),
        help_text=gettext_lazy(
            "Plain, kind, without blame. Leave it empty, and there is a draft before it is decided."
        ),
        required=False,
        widget=_area(6),
    )
    statement_to_reporter = forms.CharField(
        label=gettext_lazy("What whoever reported it reads"),
        help_text=gettext_lazy("It says nothing about the author. There is a draft of it, too."),
        required=False,
        widget=_area(4),
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        is_house_moderator: bool,
        now: datetime,
        suggested_rule: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.case, self.now = case, now
        self.words = words_of(case)
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", case.version)
        self.initial.setdefault("rule", suggested_rule)
        # A reason can be given once everything else is as it should be.
        self.fields["reason"].required = not self.wants_preview
        self._offer(is_house_moderator)

    def _offer(self, is_house_moderator: bool) -> None:
        """What can be done here, and nothing else."""
        offered = [
            each for each in outcomes_for(self.case) if is_house_moderator or each != Outcome.CLOSE
        ]
        notes = notes_in_use(self.case.circle)
        if not notes:
            offered = [outcome for outcome in offered if outcome != Outcome.NOTE]
        self.choices_of("outcomes", in_groups(offered, waits=self.waits))
        self.choices_of("notes", [(note, note) for note in notes])
        pictures = self.words.images.order_by("id") if self.words else Image.objects.none()
        self.choices_of("pictures", [(image.ref, image.alt) for image in pictures])
        move_to = cast(forms.ModelChoiceField, self.fields["circle"])
        move_to.queryset = _circles_to_move_to(self.words)
        if not is_house_moderator:
            del self.fields["everywhere"]
        asked = {name for outcomes, names in ASKS_FOR if {*outcomes} & {*offered} for name in names}
        if not pictures:
            asked -= {"pictures"}
        for name in ASKED - asked:
            del self.fields[name]
        self._show_words()

    def choices_of(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        cast(forms.MultipleChoiceField, self.fields[name]).choices = choices

    def _show_words(self) -> None:
        """What can be marked, with the signs to put around it."""
        for name, text in (("marked", self.source), ("marked_title", self.title)):
            if name not in self.fields:
                continue
            if not text:
                del self.fields[name]
                continue
            opens, closes = signs_for(text)
            self.initial.setdefault(name, text)
            self.fields[name].help_text = _(
                "Put %(opens)s before and %(closes)s behind what others shall not read. Change "
                "nothing else."
            ) % {"opens": opens, "closes": closes}
            self.fields[name].widget.attrs |= {"data-marks": f"{opens} {closes}"}

    @property
    def waits(self) -> bool:
        """Whether it is not there for others yet."""
        return self.words is not None and waits(self.words)

    @property
    def source(self) -> str:
        return self.words.source if self.words else ""

    @property
    def title(self) -> str:
        return title_of(self.words) if self.words else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if Outcome.REDACT in cleaned.get("outcomes", []):
            for name, text in (("marked", self.source), ("marked_title", self.title)):
                if name in self.fields and self._spans(cleaned, name, text) is None:
                    self.add_error(
                        name,
                        _(
                            "This is not what it says with signs around a part of it. Perhaps its "
                            "author has changed it: what it says now stands further up."
                        ),
                    )
        return cleaned

    def _spans(self, cleaned: dict[str, Any], name: str, text: str) -> Any:
        return spans_marked(cleaned.get(name) or "", text) if text else ()

    def steps(self) -> list[Step]:
        """Once the form is valid."""
        return [self._step(outcome) for outcome in self.cleaned_data["outcomes"]]

    def _step(self, outcome: Outcome) -> Step:
        said = self.cleaned_data
        days = {Outcome.WELFARE: said.get("look_again")} | dict.fromkeys(
            UNTIL_A_TIME, said.get("days")
        )
        lasts = days.get(outcome)
        until = self.now + timedelta(days=lasts) if lasts else None
        is_redaction = outcome == Outcome.REDACT
        return Step(
            outcome,
            until=until,
            notes=tuple(said.get("notes") or ()) if outcome == Outcome.NOTE else (),
            circle=said.get("circle") if outcome == Outcome.MOVE else None,
            pause_hours=said.get("pause_hours") or None if outcome == Outcome.SLOW else None,
            spans=self._spans(said, "marked", self.source) if is_redaction else (),
            title_spans=self._spans(said, "marked_title", self.title) if is_redaction else (),
            pictures=tuple(said.get("pictures") or ()) if is_redaction else (),
            source=self.source if is_redaction else "",
            title=self.title if is_redaction else "",
            everywhere=outcome in SANCTIONS and bool(said.get("everywhere")),
        )

    def what_was_said(self) -> dict[str, Any]:
        names = ("seen_version", "rule", "reason", "statement_to_author", "statement_to_reporter")
        return {name: self.cleaned_data[name] for name in names}

    # --- As it is shown -----------------------------------------------------------------------

    def asks_for(self) -> list[tuple[str, list[forms.BoundField]]]:
        """What is asked of one outcome alone, with the outcomes that it is asked for."""
        asked = [
            (" ".join(outcomes), [self[name] for name in names if name in self.fields])
            for outcomes, names in ASKS_FOR
        ]
        return [(outcomes, fields) for outcomes, fields in asked if fields]

    def always_asked(self) -> list[forms.BoundField]:
        asked = ASKED | {"outcomes", "statement_to_author", "statement_to_reporter"}
        return [field for field in self.visible_fields() if field.name not in asked]

    def statements(self) -> list[forms.BoundField]:
        """There is a draft of each, so nobody has to begin with an empty page."""
        told = [self["statement_to_author"], self["statement_to_reporter"]]
        return told if self.is_reported else told[:1]

    # --- Drafts -------------------------------------------------------------------------------

    @property
    def wants_preview(self) -> bool:
        return self.is_bound and "preview" in self.data

    @cached_property
    def is_reported(self) -> bool:
        """Whether somebody waits for an answer."""
        return was_reported(self.case)

    def lacks_words(self) -> bool:
        """Whether somebody would be told nothing, where they have to be told something."""
        said, outcomes = self.cleaned_data, self.cleaned_data["outcomes"]
        lacks_author = outcomes != [Outcome.KEEP] and not said["statement_to_author"]
        return lacks_author or (self.is_reported and not said["statement_to_reporter"])

    def draft(self) -> None:
        """Write drafts wherever nobody has written anything, or nobody has changed the last one."""
        self.fields["reason"].required = True
        to_author, to_reporter = drafts(self.steps())
        self.data = data = cast(QueryDict, self.data).copy()
        self._draft(data, "author", to_author)
        self._draft(data, "reporter", to_reporter)

    def _draft(self, data: QueryDict, whom: str, draft: str) -> None:
        statement, drafted = f"statement_to_{whom}", f"drafted_to_{whom}"
        said = self.cleaned_data[statement]
        if not said or _lines(said) == _lines(self.cleaned_data[drafted].strip()):
            self.cleaned_data[statement] = draft
            data[statement] = draft
        data[drafted] = draft


def _lines(text: str) -> list[str]:
    return text.splitlines()


def _circles_to_move_to(words: Post | None) -> "QuerySet[Circle]":
    if words is None:
        return Circle.objects.none()
    fitting = [
        circle.pk for circle in Circle.objects.all() if why_not_move(words.topic, to=circle) is None
    ]
    return Circle.objects.filter(pk__in=fitting).order_by("name")
