"""The way in for a server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthuan.config.settings")
application = get_wsgi_application()
# What was loaded stays for good: no page has to wait while it is looked through for garbage.
gc.collect()
gc.freeze()
