from allauth.account.views import SignupView
from django.urls import reverse


class SignUp(SignupView):
    def get_success_url(self) -> str | None:
        """The recovery key comes first, wherever somebody was on the way to; that goes along."""
        if self.request.user.is_authenticated:
            return super().get_success_url()
        return self.passthrough_next_url(reverse("accounts:recovery_key"))
