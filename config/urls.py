from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from accounts.views.sign_up import SignUp
from config import closing, outgoing, taking_along, views
from trackers.urls import house_urlpatterns

urlpatterns = [
    path("", views.start, name="start"),
    # They are looked for in this order, and no other pages are opened as often.
    path("", include("forums.urls")),
    path("health/", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("privacy/", views.privacy, name="privacy"),
    path("out/", outgoing.out, name="out"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("accounts.urls")),
    # allauth's flows, under our addresses and by the names that allauth itself looks up.
    path("sign-in/", account.login, name="account_login"),
    path("sign-up/", SignUp.as_view(), name="account_signup"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("me/again/", account.reauthenticate, name="account_reauthenticate"),
    path("me/mail/", account.email, name="account_email"),
    path("me/mail/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    path("me/mail/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("me/passphrase/", account.password_change, name="account_change_password"),
    path("sign-in/step/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("me/step/", second_step.index, name="mfa_index"),
    path("me/step/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("me/step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("me/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "me/passkeys/again/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("me/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/away/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("me/file/", taking_along.take_along, name="take_along"),
    path("me/close/", closing.close, name="close"),
    path("me/close/keep/", closing.keep, name="keep_account"),
    path("me/close/wait/", closing.wait, name="closing_wait"),
    path("own/", include("trackers.urls")),
    path("desk/cards/", include((house_urlpatterns, "house_cards"))),
]

handler400 = views.not_understood
handler500 = views.broken
