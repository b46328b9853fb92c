from allauth.account import views as account
from django.urls import include, path

from accounts.views.sign_up import SignUp
from config import views
from trackers.urls import house_urlpatterns

urlpatterns = [
    path("", views.start, name="start"),
    # They are looked for in this order, and no other pages are opened as often.
    path("", include("forums.urls")),
    path("health/", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
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
    path("own/", include("trackers.urls")),
    path("desk/cards/", include((house_urlpatterns, "house_cards"))),
]

handler400 = views.not_understood
handler500 = views.broken
