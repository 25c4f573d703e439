"""The application as a server calls it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from fairlead.web.project.orphans import leave_with_starter

leave_with_starter()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.web.project.settings")
application = get_wsgi_application()
