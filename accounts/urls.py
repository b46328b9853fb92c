from django.urls import path

from accounts.views import leaving, mail, mailbox, recovery, settings, sign_ins

app_name = "accounts"

urlpatterns = [
    path("leave/", leaving.leave, name="leave"),
    path("me/", settings.preferences, name="settings"),
    path("me/look/", settings.cover, name="cover"),
    path("me/key/", recovery.recovery_key, name="recovery_key"),
    path("me/hours/", mail.hours, name="mail_hours"),
    path("me/hours/off/", mail.no_hours, name="no_mail_hours"),
    path("me/private-mail/", mail.mailbox_is_private, name="mailbox_is_private"),
    path("me/forget-mail/", mail.forget_mail, name="forget_mail"),
    path("me/sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("me/sign-ins/others/", sign_ins.end_others, name="end_other_sign_ins"),
    path("me/sign-ins/<uuid:pk>/", sign_ins.end, name="end_sign_in"),
    path("back-in/", recovery.recover, name="recover"),
    path("n/<str:token>/", mail.note, name="note"),
    path("m/<str:token>/", mail.stop, name="stop_mail"),
    path("dev/mailbox/", mailbox.mailbox, name="mailbox"),
]
