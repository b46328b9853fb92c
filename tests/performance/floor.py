"""The floor: what a page of this many bytes costs this server at the least.

The same web server, the same Django, the same database and pool; one view, one indexed query for
twenty ready-made strings, and nothing around it.

"The same server" could also be read as the site itself with one more view, and then its middleware
would stand on both sides. It is read here as what any page of any site needs to be served at all:
the session, the language and the headers that keep people safe are part of what a page of ours
costs. That is the harder reading by about a tenth of a millisecond, and it stays the same when the
middleware changes.
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
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

READY_MADE = "select html from floor where page = %s order by place"


def page(request: HttpRequest, number: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(READY_MADE, [number])
        return HttpResponse("".join(html for (html,) in cursor.fetchall()))


urlpatterns = [path("floor/<int:number>/", page)]
application = get_wsgi_application()
