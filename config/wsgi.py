import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from config.checks import refuse_unsafe_role  # noqa: E402  (needs the apps)

refuse_unsafe_role()

# What stands by now stays for good; the garbage collector need not walk through it for each page.
gc.collect()
gc.freeze()
