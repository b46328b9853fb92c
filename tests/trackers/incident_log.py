"""What the tests of the log share."""

from datetime import UTC, datetime

from lxml import html as lxml_html

from trackers.actions.incidents import log_incident
from trackers.models import Incident, IncidentEntry, RecordedContents
from trackers.vault.rows import rows_of

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


def entry_at(at: datetime, **fields: object) -> IncidentEntry:
    known = {"incident": "", "number": 0, "zone": "UTC", "precision": "exact"}
    return IncidentEntry(at=at, **known | fields)


def record_entry(user, vault, at=NOW, *, now=NOW, item=None, **fields):
    entry = entry_at(at, **fields)
    return log_incident(by=user, vault=vault, entry=entry, now=now, incident_id=item)


def entry_of(user, vault, incident):
    """What the newest version says."""
    with rows_of(user.pk):
        row = Incident.objects.select_related("current").get(pk=incident.pk)
        return vault.open(row.current, RecordedContents).entry(IncidentEntry)


# --- Its pages -----------------------------------------------------------------------------------


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def form_of(html):
    """What the form of an entry sends as it is shown."""
    form = next(one for one in lxml_html.fromstring(html).forms if one.get("id") == "entry-form")
    sent = {}
    for name, value in form.form_values():
        # lxml takes an empty value for one that is not there, and keeps the line break with which
        # a text begins.
        sent.setdefault(name, []).append("" if value == "on" else value.removeprefix("\n"))
    return sent


def text(html):
    main = lxml_html.fromstring(html).xpath("//main")[0]
    return " ".join(main.text_content().split())


def troubles(response):
    """What a page says that it needs."""
    summary = lxml_html.fromstring(response.content).xpath("//*[@class='error-summary']")
    return [" ".join(one.text_content().split()) for one in summary]


def save(browser, url="/own/log/new/", **typed):
    return browser.post(url, form_of(page(browser, url)) | typed)


def saved(browser, **typed):
    response = save(browser, **typed)
    assert response.status_code == 302, troubles(response)
    return response["Location"]
