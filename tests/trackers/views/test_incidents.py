"""The log as somebody uses it: writing down, reading, correcting, taking out."""

import re
import uuid
from datetime import timedelta

import pytest
from lxml import html as lxml_html

from tests.trackers.incident_log import (
    NOW,
    entry_of,
    form_of,
    page,
    record_entry,
    save,
    saved,
    text,
)
from tests.trackers.logs import attach, unguarded
from trackers.models import Incident, IncidentVersion, Removal
from trackers.vault.rows import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NOW)


def test_before_the_first_entry_stands_what_has_to_be_known(at_home, ada, vault):
    empty = text(page(at_home, "/own/log/"))
    assert "The other side may read it too" in empty
    assert "Nobody can promise what a court will make of it" in empty
    assert 'href="/help/' in page(at_home, "/own/log/")
    assert "The other side may read it too" in text(page(at_home, "/own/log/new/"))
    record_entry(ada, vault)
    assert "The other side" not in text(page(at_home, "/own/log/"))
    assert "The other side" not in text(page(at_home, "/own/log/new/"))
    assert "/own/log/before/" in page(at_home, "/own/log/")
    assert "The other side may read it too" in text(page(at_home, "/own/log/before/"))


def test_a_tap_on_a_kind_and_saving_is_enough(at_home):
    url = saved(at_home, kinds=["call", "threat"])
    shown = text(page(at_home, url))
    assert "Entry 1" in shown
    assert "Friday, 20 November 2026, 21:30 (UTC)" in shown
    assert "recorded on 20 November 2026, 21:30" in shown
    assert "Call, Threat" in shown
    assert "link 1 of the log" in shown
    assert "later" not in shown


def test_nothing_but_the_time_has_to_be_said(at_home):
    assert "Only when it was" in text(page(at_home, saved(at_home)))
    refused = save(at_home, on="", happened="They <rang>.")
    assert refused.status_code == 422
    assert "They &lt;rang&gt;.</textarea>" in refused.content.decode()


LONG = {
    "title": "A title <1>",
    "said": "Exactly this.",
    "shown_as": "+49 151 000",
    "attempts": "14",
    "tactics": ["pity", "return"],
    "where": "The garden",
    "present": "Nobody else",
    "children": "They woke up",
    "witnesses": "M. saw it",
    "witness_contacts": "M.: 0170",
    "vehicle": "A grey van",
    "weapon": "None shown",
    "injury": "A bruise",
    "medical": "Dr. B.",
    "police": "yes",
    "report_number": "ST-12",
    "officer": "PC L.",
    "badge": "99",
    "outcome": "They came",
    "order": "yes",
    "order_number": "2 F 1",
    "breached": "no",
    "felt": "Afraid",
    "effect": "No sleep",
    "note": "For me",
}


def test_every_field_of_the_long_form_is_kept_and_shown_in_its_place(at_home, ada, vault):
    url = saved(at_home, happened="They came.", kinds=["damage"], **LONG)
    html = page(at_home, url)
    for typed in LONG.values():
        if isinstance(typed, str) and typed not in ("yes", "no"):
            assert typed.replace("<1>", "&lt;1&gt;") in html
    for words in ("Pity, Return after long silence", "Damage to things", "They came."):
        assert words in html
    sections = {
        section.xpath("h2")[0].get("id"): " ".join(section.text_content().split())
        for section in lxml_html.fromstring(html).xpath("//article//section")
    }
    assert "Afraid" in sections["felt"]
    assert "leaves this out" in sections["felt"]
    assert "For me" in sections["private"]
    assert "Afraid" not in sections["facts"]
    assert "For me" not in sections["facts"]
    said = entry_of(ada, vault, Incident(pk=url.split("/")[-2]))
    assert said.attempts == 14
    assert said.breached == "no"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"precision": "about", "time": "20:00"}, "20 November 2026, about 20:00"),
        ({"precision": "day", "time": ""}, "20 November 2026, time not known"),
        ({"time": ""}, "20 November 2026, time not known"),
        (
            {"on": "2026-11-18", "time": "", "until_on": "2026-11-18", "until_time": "12:00"},
            "between Wednesday, 18 November 2026, 00:00 and 12:00",
        ),
        (
            {"precision": "range", "on": "2026-11-18", "time": "", "until_on": "2026-11-19"},
            "between Wednesday, 18 November 2026, 00:00 and Thursday, 19 November 2026, 23:59",
        ),
        (
            {"precision": "range", "on": "2026-11-19", "time": "08:00", "until_on": "2026-11-20"},
            "between Thursday, 19 November 2026, 08:00 and Friday, 20 November 2026, 21:30",
        ),
        ({"time": "20:00", "until_time": "20:10"}, "20 November 2026, 20:00, until 20:10"),
        ({"time": "22:00", "zone": "Europe/Berlin"}, "20 November 2026, 22:00 (Europe/Berlin)"),
    ],
)
def test_how_well_it_is_known_when_it_was(at_home, typed, shown):
    assert shown in text(page(at_home, saved(at_home, **typed)))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"time": "21:31"}, "ahead of now"),
        ({"on": "1902-01-01"}, "very long ago"),
        ({"precision": "range"}, "until when"),
        ({"precision": "day", "until_time": "20:10"}, "an end is given"),
        ({"time": "20:00", "until_time": "19:00"}, "before the beginning"),
        ({"time": "20:00", "until_on": "2026-11-21", "until_time": "01:00"}, "end lies ahead"),
        ({"happened": "x" * 20_001}, "two parts"),
        ({"title": "x" * 501}, "500"),
        ({"zone": "Moon/Base"}, "Please choose one of these"),
        ({"kinds": ["nonsense"]}, "Please choose one of these"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(at_home, ada, typed, why):
    refused = save(at_home, **{"happened": "What I saw", "said": "Word", "note": "N"} | typed)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert why in html
    if "happened" not in typed:
        assert "What I saw</textarea>" in html
    assert "Word</textarea>" in html
    with rows_of(ada.pk):
        assert not Incident.objects.exists()


def test_pressing_twice_records_once_and_several_a_day_are_several(at_home, ada):
    form = form_of(page(at_home, "/own/log/new/"))
    first, second = at_home.post("/own/log/new/", form), at_home.post("/own/log/new/", form)
    assert first["Location"] == second["Location"]
    saved(at_home)
    with rows_of(ada.pk):
        assert Incident.objects.count() == 2
        assert IncidentVersion.objects.count() == 2


def test_what_was_written_down_later_says_so(at_home, ada, vault):
    record_entry(ada, vault, NOW - timedelta(days=3, hours=1))
    record_entry(ada, vault, NOW - timedelta(hours=5))
    record_entry(ada, vault, NOW - timedelta(minutes=20))
    shown = text(page(at_home, "/own/log/"))
    assert "written down 3 days later" in shown
    assert "written down 5 hours later" in shown
    assert shown.count("written down") == 2


def test_a_correction_is_a_new_version_with_its_reason(at_home, ada, vault):
    row = record_entry(ada, vault, happened="He said <no>.", event=str(uuid.uuid4()))
    url = f"/own/log/{row.pk}/"
    assert "He said &lt;no&gt;.</textarea>" in page(at_home, f"{url}change/")
    without = save(at_home, f"{url}change/", happened="He said yes.")
    assert "why you change it" in without.content.decode()
    assert "He said yes.</textarea>" in without.content.decode()
    unchanged = save(at_home, f"{url}change/", reason="Because")
    assert "Nothing was changed" in unchanged.content.decode()
    done = save(at_home, f"{url}change/", happened="He said yes.", reason="Read it again")
    assert done["Location"] == url
    shown = text(page(at_home, url))
    assert "He said yes." in shown
    assert "Version 2" in shown
    assert "2 versions" in text(page(at_home, "/own/log/"))
    before = page(at_home, f"{url}before/")
    assert "Read it again" in text(before)
    assert "<del>" in before
    assert "He said &lt;no&gt;." in before
    assert text(before).index("Version 2") < text(before).index("Version 1")
    after = entry_of(ada, vault, row)
    assert after.event
    assert (after.version, after.number) == (2, 1)


def test_a_correction_begins_with_what_was_said(at_home, ada, vault):
    row = record_entry(
        ada,
        vault,
        NOW - timedelta(days=1),
        zone="Europe/Berlin",
        precision="range",
        until=NOW,
        kinds=["call", "gift"],
        police="yes",
        tactics=["pity"],
        person=str(uuid.uuid4()),
    )
    url = f"/own/log/{row.pk}/change/"
    said = entry_of(ada, vault, row)
    shown = form_of(page(at_home, url))
    assert shown["zone"] == ["Europe/Berlin"]
    assert (shown["kinds"], shown["police"]) == (["call", "gift"], ["yes"])
    save(at_home, url, note="One thing more", reason="R")
    after = entry_of(ada, vault, row)
    assert (after.tactics, after.person, after.note) == (["pity"], said.person, "One thing more")
    # By the clock there, to the minute.
    assert after.at.isoformat(timespec="minutes")[:16] == said.at.isoformat()[:16]


def test_a_correction_in_another_tab_is_said_and_nothing_typed_is_lost(at_home, ada, vault):
    row = record_entry(ada, vault, happened="One.")
    url = f"/own/log/{row.pk}/change/"
    other_tab = form_of(page(at_home, url))
    save(at_home, url, happened="Two.", reason="First tab")
    late = at_home.post(url, other_tab | {"happened": "Three.", "reason": "Second tab"})
    assert late.status_code == 422
    html = late.content.decode()
    assert "changed meanwhile" in html
    assert "Three.</textarea>" in html
    assert "Two." in text(html)
    # Said once, it can be saved all the same.
    done = at_home.post(url, form_of(html))
    assert done.status_code == 302
    assert entry_of(ada, vault, row).happened == "Three."
    assert entry_of(ada, vault, row).version == 3


def test_taking_out_is_asked_about_once_and_leaves_a_tombstone(at_home, ada, vault):
    row = record_entry(ada, vault, happened="Zyzzyva")
    url = f"/own/log/{row.pk}/out/"
    assert "Keep it, sealed, or take it out?" in page(at_home, url)
    at_home.post(url, {"answer": "keep"})
    assert "kept, sealed, on 20 November" in text(page(at_home, f"/own/log/{row.pk}/"))
    without = at_home.post(url, {"answer": "dispose", "reason": " "})
    assert "why you take it out" in without.content.decode()
    at_home.post(url, {"answer": "dispose", "reason": "Was about somebody else <b>"})
    listed = page(at_home, "/own/log/")
    assert "Entry 1 was taken out on 20 November 2026: Was about somebody else <b>" in text(listed)
    assert "Zyzzyva" not in listed
    assert "<b>" not in listed.replace("&lt;b&gt;", "")
    assert "taken out on" in text(page(at_home, f"/own/log/{row.pk}/"))
    assert at_home.get(f"/own/log/{row.pk}/change/").status_code == 302
    assert at_home.get(f"/own/log/{row.pk}/before/").status_code == 200
    again = at_home.post(url, {"answer": "dispose", "reason": "Twice"})
    assert again.status_code == 422
    with rows_of(ada.pk):
        assert Removal.objects.count() == 1
    assert "Entry 2" in text(page(at_home, saved(at_home)))


def test_the_list_says_how_many_files_came(at_home, ada, vault):
    row = record_entry(ada, vault)
    assert " file" not in text(page(at_home, "/own/log/"))
    for count in ("1 file", "2 files"):
        attach(ada, vault, row, b"bytes", now=NOW)
        assert count in text(page(at_home, "/own/log/"))


def test_a_damaged_entry_takes_no_other_with_it(at_home, ada, vault):
    record_entry(ada, vault, title="Whole")
    row = record_entry(ada, vault, title="Damaged")
    with unguarded(ada):
        IncidentVersion.objects.filter(incident=row).update(sealed=b"x")
    listed = text(page(at_home, "/own/log/"))
    assert "Whole" in listed
    assert "This entry cannot be opened." in listed
    assert "cannot be opened" in text(page(at_home, f"/own/log/{row.pk}/"))
    assert at_home.get(f"/own/log/{row.pk}/change/").status_code == 302
    assert "cannot be opened" in text(page(at_home, f"/own/log/{row.pk}/before/"))


def test_somebody_elses_entry_does_not_exist(at_home, cast, eves_vault):
    row = record_entry(cast.eve, eves_vault)
    for rest in ("", "before/", "change/", "out/"):
        assert at_home.get(f"/own/log/{row.pk}/{rest}").status_code == 404
    assert "Nothing" not in page(at_home, f"/own/log/?after={row.pk}")


def test_the_log_is_in_pages_the_newest_day_first(at_home, ada, vault):
    for day in range(1, 32):
        record_entry(ada, vault, NOW - timedelta(days=day), title=f"Day {day:02}.")
    first = page(at_home, "/own/log/")
    second = page(at_home, "/own/log/" + re.search(r'href="(\?after=[^"]+)"', first)[1])
    assert re.findall(r"Day (\d\d)\.", first) == [f"{day:02}" for day in range(1, 31)]
    assert re.findall(r"Day (\d\d)\.", second) == ["31"]
    assert page(at_home, "/own/log/?after=nonsense")


@pytest.mark.parametrize("entries", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    at_home, ada, vault, entries, django_assert_num_queries
):
    for _ in range(entries):
        row = record_entry(ada, vault)
        gone = record_entry(ada, vault)
        at_home.post(f"/own/log/{gone.pk}/out/", {"answer": "dispose", "reason": "x"})
    # What was said of taking out is shown once.
    page(at_home, "/own/log/")
    with django_assert_num_queries(9):
        page(at_home, "/own/log/")
    with django_assert_num_queries(12):
        page(at_home, f"/own/log/{row.pk}/")
    with django_assert_num_queries(9):
        page(at_home, "/own/log/new/")
