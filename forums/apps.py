from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = _("Circles")

    def ready(self) -> None:
        from forums import receivers  # noqa: F401  (connects them)
