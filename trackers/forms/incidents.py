from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trackers.choices import IncidentKind, Precision, Tactic, YesNo
from trackers.forms.fields import clock, day, line, words
from trackers.forms.incident_sections import SECTIONS, Section
from trackers.forms.zones import ZoneSelect, zones
from trackers.models import IncidentDraftContents, IncidentEntry
from trackers.queries.incident_words import LABELS, SEVERAL
from trackers.rules.days import MIDNIGHT, instant
from trackers.rules.incidents import LONGEST_LINE

# Where nobody knows more of the end than its day.
LAST_MINUTE = time(23, 59)
MOST_ATTEMPTS = 100_000
# What the page was given, beside what is typed.
CARRIED = ("item", "version")


def _label(name: str) -> Any:
    return LABELS[name]


def _line(name: str, **options: Any) -> forms.CharField:
    return line(_label(name), required=False, max_length=LONGEST_LINE, **options)


def _words(name: str, **options: Any) -> forms.CharField:
    return words(_label(name), required=False, **options)


def _long(name: str, **options: Any) -> forms.CharField:
    """As long as the rule says, so that nothing of it is cut off."""
    return words(_label(name), required=False, max_length=None, strip=False, **options)


def _yes_or_no(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_label(name),
        required=False,
        choices=[("", _("Not said")), *YesNo.choices],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )


class IncidentForm(forms.Form):
    """What, when, and then whatever somebody wants to add. Nothing but the time has to be said."""

    # The id that the entry has, or will have, and the version that it goes on from.
    item = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # What it was made from.
    event = forms.UUIDField(required=False, widget=forms.HiddenInput)
    statement = forms.UUIDField(required=False, widget=forms.HiddenInput)

    reason = line(
        _("Why you write it anew"),
        max_length=LONGEST_LINE,
        help_text=_("In a few words. It stands beside both versions."),
        error_messages={
            "required": _("Please say in a few words why you change it. Both versions are kept.")
        },
    )
    kinds = forms.MultipleChoiceField(
        label=_("What was it?"),
        choices=IncidentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        help_text=_("As many as fit, or none."),
    )
    happened = _long(
        "happened",
        help_text=_(
            "What could have been seen or heard, in the order in which it was. A line is enough."
        ),
    )
    on = day(_("Day"))
    time = clock(_("Time"), required=False)
    precision = forms.ChoiceField(
        label=_("How well you know when it was"),
        choices=Precision.choices,
        initial=Precision.EXACT,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    until_on = day(_("Until: day"), required=False)
    until_time = clock(_("Until: time"), required=False)
    zone = forms.ChoiceField(
        label=_("By the clock of"),
        choices=zones,
        widget=ZoneSelect,
        help_text=_("Where it happened, if you were somewhere else then."),
    )

    said = _long(
        "said",
        help_text=_(
            "Word for word, as far as you know them, with mistakes and all. What you are not sure "
            "of belongs above."
        ),
    )
    title = _line("title", help_text=_("Without one, it is called by its number."))
    shown_as = _line(
        "shown_as",
        help_text=_("As the device displays it, not the name that your telephone gives it."),
    )
    attempts = forms.IntegerField(
        label=_label("attempts"),
        required=False,
        min_value=1,
        max_value=MOST_ATTEMPTS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text=_("Of calls or messages in a row, which can be one entry."),
    )
    tactics = forms.MultipleChoiceField(
        label=_label("tactics"),
        choices=Tactic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    person = forms.ChoiceField(label=_("Whom it was about"), required=False)
    where = _line(
        "where",
        help_text=_("An export can leave this out, where an address is not to be known."),
    )
    present = _words("present")
    children = _words("children")
    witnesses = _words("witnesses", help_text=_("Names, and what each of them saw or heard."))
    witness_contacts = _words(
        "witness_contacts", help_text=_("An export leaves this out, unless you say otherwise.")
    )
    vehicle = _line("vehicle", help_text=_("Make, colour, number plate: what you saw of it."))
    weapon = _line("weapon", help_text=_("Shown, named or used."))
    injury = _words("injury", help_text=_("Where, how large, what it looked like, and what hurt."))
    medical = _words("medical", help_text=_("Who looked at it, where, on which day."))
    police = _yes_or_no("police")
    report_number = _line("report_number")
    officer = _line("officer")
    badge = _line("badge")
    outcome = _words("outcome")
    order = _yes_or_no("order")
    order_number = _line("order_number")
    breached = _yes_or_no("breached")
    felt = _long("felt")
    effect = _long(
        "effect", help_text=_("Sleep, work, the children, where you do not go any more.")
    )
    note = _long("note")

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self["person"].value() or "")
        if _is_id(chosen) and chosen not in dict(people):
            people = [*people, (chosen, str(_("Somebody who is not in your list any more")))]
        person = cast(forms.ChoiceField, self.fields["person"])
        person.choices = [("", _("Not said")), *people]
        if not people:
            del self.fields["person"]
        if not is_correction:
            del self.fields["reason"]

    def sections(self) -> list[tuple[Section, list[forms.BoundField], bool]]:
        """Each with its fields, and whether it stands open: where something is in it."""
        return [
            (section, fields, any(field.errors or field.value() for field in fields))
            for section in SECTIONS
            if (fields := [self[name] for name in section.fields if name in self.fields])
        ]

    def says_more_of_when(self) -> bool:
        """Whether more than a day and a time is said of it."""
        names = ("until_on", "until_time", "zone", "precision")
        return any(self[name].errors for name in names) or any(
            self[name].value() for name in ("until_on", "until_time")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_end = cleaned.get("until_on") or cleaned.get("until_time")
        is_timeless = "time" not in self.errors and cleaned.get("time") is None
        if is_timeless and cleaned.get("precision") in (Precision.EXACT, Precision.ABOUT):
            cleaned["precision"] = Precision.RANGE.value if has_end else Precision.DAY.value
        if cleaned.get("precision") == Precision.DAY and has_end:
            self.add_error(
                "precision",
                _("Below, an end is given. With one, it was some time between two moments."),
            )
        return cleaned

    def entry(self, *, now: datetime, base: IncidentEntry | None = None) -> IncidentEntry:
        """What the form says; `base` has what a form does not show."""
        data = self.cleaned_data
        fields = {name: _plain(data[name]) for name in LABELS if name in data}
        said: dict[str, Any] = {
            "at": self._begins(),
            "until": self._ends(now),
            "zone": data["zone"],
            "precision": data["precision"],
            "version": data["version"],
            "reason": data.get("reason", ""),
            **fields,
        }
        if "person" in data:
            said["person"] = data["person"]
        if base is not None:
            return msgspec.structs.replace(base, **said)
        said |= {"event": str(data["event"] or ""), "statement": str(data["statement"] or "")}
        return IncidentEntry(incident="", number=0, **said)

    def _begins(self) -> datetime:
        data = self.cleaned_data
        is_known = data["precision"] != Precision.DAY
        return _moment(data["on"], (data["time"] if is_known else None) or MIDNIGHT, data["zone"])

    def _ends(self, now: datetime) -> datetime | None:
        data = self.cleaned_data
        if not data["until_on"] and not data["until_time"]:
            return None
        until = _moment(
            data["until_on"] or data["on"], data["until_time"] or LAST_MINUTE, data["zone"]
        )
        # A day that is not over yet goes as far as now.
        here = now.astimezone(ZoneInfo(data["zone"])).replace(second=0, microsecond=0)
        return here if not data["until_time"] and until.date() == here.date() else until


class DraftForm(forms.Form):
    """Which entry something was typed for. What was typed may be anything as yet."""

    item = forms.UUIDField()
    version = forms.IntegerField(min_value=0)


def typed_in(posted: QueryDict) -> dict[str, list[str]]:
    """What the form of an entry was sent with, as it was typed: also what is not valid yet."""
    names = IncidentForm.base_fields.keys() - set(CARRIED)
    return {name: posted.getlist(name) for name in sorted(names) if name in posted}


def as_typed(entry: IncidentEntry) -> dict[str, Any]:
    """The form's first values."""
    fields = {name: getattr(entry, name) for name in LABELS}
    is_known = entry.precision != Precision.DAY
    return fields | {
        "on": entry.at.date(),
        "time": entry.at.time() if is_known else None,
        "precision": entry.precision,
        "until_on": entry.until.date() if entry.until else None,
        "until_time": entry.until.time() if entry.until else None,
        "zone": entry.zone,
        "person": entry.person,
        "event": entry.event,
        "statement": entry.statement,
    }


def as_drafted(draft: IncidentDraftContents) -> dict[str, Any]:
    several: Mapping[str, list[str]] = draft.fields
    return {
        name: values if name in SEVERAL else values[0] for name, values in several.items() if values
    }


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _moment(on: date, at: time, zone: str) -> datetime:
    return instant(on, at, zone).astimezone(ZoneInfo(zone))


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class RemovalForm(forms.Form):
    reason = line(
        _("Why you take it out"),
        max_length=LONGEST_LINE,
        error_messages={
            "required": _(
                "Please say in a few words why you take it out. Your words stay in its place."
            )
        },
        help_text=_("These words stay in its place, and an export shows them."),
    )
