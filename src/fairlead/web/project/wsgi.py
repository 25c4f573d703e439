"""The application as a server calls it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from fairlead.web.project.orphans import leave_with_starter

SELDOM = (10_000, 20, 50)
"""A page makes thousands of small objects that are gone when it is sent. Looking through them, and
through all that was loaded, as often as Python does by itself takes 7 % of a page's time."""

leave_with_starter()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.web.project.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded stays: it need not be looked through again
gc.set_threshold(*SELDOM)
