"""The floor: what a page of this many bytes costs this server at the least.

The same web server, the same Django, the same database and pool; one view, one indexed query for
twenty ready-made strings, and nothing around it.

"The same server" could also be read as the site itself with one more view, and then its middleware
would stand on both sides. The limits are judged by the harder reading, what a page of any site
needs to be served at all: the session, the language and the headers that keep people safe are
part of what a page of ours costs. The other one is measured beside it (floor_in_site.py).
"""

from django.conf import settings

from config import settings as site

settings.configure(
    SECRET_KEY=site.SECRET_KEY,
    ALLOWED_HOSTS=site.ALLOWED_HOSTS,
    DATABASES=site.DATABASES,
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402  (needs the settings)
from django.urls import path  # noqa: E402 (after the settings are there)

from tests.performance.ready_made import page  # noqa: E402 (after the settings are there)

urlpatterns = [path("floor/<int:number>/", page)]
application = get_wsgi_application()
