from django.urls import path

from accounts.views import leaving, mailbox, recovery, settings

app_name = "accounts"

urlpatterns = [
    path("leave/", leaving.leave, name="leave"),
    path("me/", settings.preferences, name="settings"),
    path("me/key/", recovery.recovery_key, name="recovery_key"),
    path("me/forget-mail/", settings.forget_mail, name="forget_mail"),
    path("back-in/", recovery.recover, name="recover"),
    path("m/<str:token>/", settings.stop, name="stop_mail"),
    path("dev/mailbox/", mailbox.mailbox, name="mailbox"),
]
