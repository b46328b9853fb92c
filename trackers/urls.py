from datetime import date

from django.urls import path, register_converter

from trackers.views import (
    bringing,
    calendar,
    cards,
    checking,
    checks,
    disposal,
    doors,
    ending,
    events,
    exports,
    files,
    house,
    incident_forms,
    incidents,
    insights,
    notes,
    patterns,
    reminders,
    shelves,
    statements,
    takeaway,
    today,
    uploads,
    urges,
    vault,
)


class DayConverter:
    """A day in an address: 2026-03-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class MonthConverter:
    """A month in an address: 2026-03. Its first day."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return value.isoformat()[:7]


register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")

app_name = "trackers"

urlpatterns = [
    path("", today.today, name="today"),
    path("day/<day:day>/", today.day, name="day"),
    path("calendar/", calendar.month, name="calendar"),
    path("calendar/<month:month>/", calendar.month, name="month"),
    path("calendar/counting/", calendar.counting, name="counting"),
    path("thirty/", calendar.thirty_days, name="thirty_days"),
    path("thirty/place/", calendar.place, name="place_in_thirty_days"),
    path("thirty/leave/", calendar.leave, name="leave_thirty_days"),
    path("check-in/", today.check_in, name="check_in"),
    path("check-in/<day:day>/", today.check_in, name="check_in_on"),
    path("set-up/", vault.set_up, name="set_up"),
    path("open/", vault.unlock, name="unlock"),
    path("rest/", vault.rest, name="rest"),
    path("lock/", vault.close, name="lock"),
    path("key/", vault.key, name="key"),
    path("keys/", vault.keys, name="keys"),
    path("keys/passphrase/", vault.change_passphrase, name="change_passphrase"),
    path("keys/recovery/", vault.add_recovery_key, name="add_recovery_key"),
    path("keys/time/", vault.change_idle, name="change_idle"),
    path("event/", events.new_event, name="new_event"),
    path("event/<uuid:pk>/", events.event, name="event"),
    path("event/<uuid:pk>/next/", events.what_next, name="what_next"),
    path("event/<uuid:pk>/dispose/", disposal.dispose_of_event, name="dispose_of_event"),
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.new_note, name="new_note"),
    path("notes/this-day/", notes.on_this_day, name="on_this_day"),
    path("notes/<uuid:pk>/before/", notes.versions, name="versions"),
    path("notes/draft/", notes.draft, name="draft"),
    path("notes/draft/<uuid:pk>/dispose/", disposal.dispose_of_draft, name="dispose_of_draft"),
    path("notes/<uuid:pk>/", notes.note, name="note"),
    path("notes/<uuid:pk>/change/", notes.revise_note, name="revise_note"),
    path("notes/<uuid:pk>/dispose/", disposal.dispose_of_note, name="dispose_of_note"),
    path("log/", incidents.log, name="log"),
    path("log/before/", incidents.log_before, name="log_before"),
    path("log/new/", incident_forms.new_incident, name="new_incident"),
    path("log/draft/", incident_forms.draft_incident, name="draft_incident"),
    path(
        "log/draft/<uuid:pk>/dispose/",
        incidents.dispose_of_incident_draft,
        name="dispose_of_incident_draft",
    ),
    path("log/bring/", bringing.bring_log, name="bring_log"),
    path("log/check/", checking.check_log_of, name="check_log"),
    path("log/export/", exports.exports, name="exports"),
    path("log/export/<uuid:pk>/", exports.export, name="export"),
    path("log/export/<uuid:pk>/file/", exports.export_file, name="export_file"),
    path("log/export/<uuid:pk>/away/", exports.throw_away_export, name="throw_away_export"),
    path("log/pattern/", patterns.pattern, name="pattern"),
    path("log/<uuid:pk>/", incidents.incident, name="incident"),
    path("log/<uuid:pk>/before/", incidents.incident_versions, name="incident_versions"),
    path("log/<uuid:pk>/change/", incident_forms.revise_incident, name="revise_incident"),
    path("log/<uuid:pk>/files/", files.add_file, name="add_file"),
    path("log/<uuid:pk>/upload/", uploads.begin, name="begin_upload"),
    path("log/upload/<uuid:pk>/", uploads.upload, name="upload"),
    path("log/upload/<uuid:pk>/finish/", uploads.finish, name="finish_upload"),
    path("log/upload/<uuid:pk>/drop/", uploads.drop, name="drop_upload"),
    path("log/file/<uuid:pk>/", files.file, name="file"),
    path("log/file/<uuid:pk>/original/", files.original, name="original_file"),
    path("log/file/<uuid:pk>/copy/<int:piece>/", files.copy, name="file_copy"),
    path("log/file/<uuid:pk>/out/", files.remove, name="take_file_out"),
    path("log/<uuid:pk>/out/", incidents.take_out, name="take_out"),
    path("urge/", urges.urges, name="urges"),
    path("urge/<uuid:pk>/", urges.urge, name="urge"),
    path("urge/<uuid:pk>/end/", urges.end, name="end_urge"),
    path("urge/<uuid:pk>/dispose/", disposal.dispose_of_urge, name="dispose_of_urge"),
    path("lists/", shelves.shelves, name="shelves"),
    path("lists/<slug:slug>/", shelves.shelf, name="shelf"),
    path("lists/<slug:slug>/new/", shelves.new_on_shelf, name="new_on_shelf"),
    path("lists/<slug:slug>/<uuid:pk>/", shelves.on_shelf, name="on_shelf"),
    path("lists/<slug:slug>/<uuid:pk>/up/", shelves.move_up_on_shelf, name="move_up_on_shelf"),
    path("lists/<slug:slug>/<uuid:pk>/dispose/", shelves.dispose_on_shelf, name="dispose_on_shelf"),
    path("doors/", doors.doors, name="doors"),
    path("doors/sweep/", doors.sweep_accounts, name="sweep"),
    path("doors/drafting/", doors.drafting, name="drafting"),
    path("doors/new/", doors.new_person, name="new_person"),
    path("doors/<uuid:pk>/", doors.person, name="person"),
    path("doors/<uuid:pk>/change/", doors.change_person, name="change_person"),
    path("doors/<uuid:pk>/dispose/", doors.dispose_of_person, name="dispose_of_person"),
    path("doors/<uuid:pk>/channel/", doors.new_channel, name="new_channel"),
    path("doors/<uuid:pk>/exception/", doors.except_one, name="except_channel"),
    path("doors/<uuid:pk>/exception/end/", doors.end_exception_of, name="end_exception"),
    path("doors/<uuid:pk>/statement/", statements.statements, name="statements"),
    path("doors/<uuid:pk>/statement/<slug:kind>/", statements.new_statement, name="new_statement"),
    path("statement/<uuid:pk>/", statements.statement, name="statement"),
    path("statement/<uuid:pk>/change/", statements.revise_statement, name="revise_statement"),
    path("statement/<uuid:pk>/sent/", statements.sent, name="sent_statement"),
    path(
        "statement/<uuid:pk>/dispose/",
        statements.dispose_of_statement,
        name="dispose_of_statement",
    ),
    path("channel/<uuid:pk>/", doors.channel, name="channel"),
    path("channel/<uuid:pk>/dispose/", doors.dispose_of_channel, name="dispose_of_channel"),
    path("erase/", ending.erase, name="erase"),
    path("anew/", ending.anew, name="anew"),
    path("cards/", cards.cards, name="cards"),
    path("cards/door/", cards.log_at_door, name="log_at_door"),
    path("cards/way/", cards.hole, name="close_hole"),
    path("cards/<str:ref>/", cards.card, name="card"),
    path("checks/<uuid:pk>/dispose/", checks.dispose_of_check, name="dispose_of_check"),
    path("checks/<str:ref>/", checks.check, name="check"),
    path("checks/<str:ref>/steps/", checks.take_up_check, name="take_up_check"),
    path("insights/", insights.insights, name="insights"),
    path("take/", takeaway.take, name="take"),
    path("bring/", takeaway.bring, name="bring"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/<uuid:pk>/", reminders.reminder, name="reminder"),
    path("reminders/<uuid:pk>/stop/", reminders.stop, name="stop_reminder"),
    path("reminders/<uuid:pk>/start/", reminders.start, name="start_reminder"),
    path("reminders/<uuid:pk>/dispose/", disposal.dispose_of_reminder, name="dispose_of_reminder"),
]

# For whoever looks after the house, beside the rest of the desk.
house_urlpatterns = [
    path("", house.cards, name="cards"),
    path("new/", house.new_card, name="new_card"),
    path("<str:ref>/", house.card, name="card"),
    path("<str:ref>/switch/", house.switch_card, name="switch_card"),
    path("<str:ref>/back/", house.back_to_shipped, name="back_to_shipped"),
]
