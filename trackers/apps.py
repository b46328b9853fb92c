from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackersConfig(AppConfig):
    name = "trackers"
    verbose_name = _("Your own pages")

    def ready(self) -> None:
        from accounts.server_keys import server_keys
        from trackers import receivers  # noqa: F401  (connects them)

        # A wrong key is told at the start, not when the first person opens their pages.
        server_keys()
