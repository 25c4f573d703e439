"""Every address of the application. Each view declares who may open it (`people.access`)."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from fairlead.web.people.access import with_rules
from fairlead.web.people.urls import demo_urls
from fairlead.web.project.api import api

urlpatterns = [
    path("", include("fairlead.web.ui.urls")),
    path("", include("fairlead.web.brief.urls")),
    path("", include("fairlead.web.imports.urls")),
    path("pipeline/", include("fairlead.web.pipeline.urls")),
    path("forecast/", include("fairlead.web.forecast.urls")),
    path("targets/", include("fairlead.web.targets.urls")),
    path("evidence/", include("fairlead.web.evidence.urls")),
    path("numbers/", include("fairlead.web.numbers.urls")),
    path("process/", include("fairlead.web.process.urls")),
    path("measure/", include("fairlead.web.measure.urls")),
    path("diagnose/", include("fairlead.web.diagnose.urls")),
    path("prioritise/", include("fairlead.web.prioritise.urls")),
    path("train/", include("fairlead.web.train.urls")),
    path("verify/", include("fairlead.web.verify.urls")),
    path("me/", include("fairlead.web.me.urls")),
    path("team/", include("fairlead.web.team.urls")),
    path("feedback/", include("fairlead.web.feedback.urls")),
    path("vision/", include("fairlead.web.vision.urls")),
    path("leadership/", include("fairlead.web.leadership.urls")),
    path("notify/", include("fairlead.web.notify.urls")),
    path("work/", include("fairlead.web.jobs.urls")),
    path("api/v1/", api.urls),
    path("people/", include("fairlead.web.people.urls")),
    with_rules("account/", "allauth.account.urls"),
    with_rules("account/second-factor/", "allauth.mfa.urls"),
    *(demo_urls if settings.DEMO else []),
]
if settings.OIDC_SERVER:
    urlpatterns += [
        with_rules("account/with/", "allauth.socialaccount.providers.openid_connect.urls"),
        with_rules("account/with/", "allauth.socialaccount.urls"),
    ]

handler400 = "fairlead.web.ui.views.bad_request"
handler403 = "fairlead.web.ui.views.forbidden"
handler404 = "fairlead.web.ui.views.not_found"
handler500 = "fairlead.web.ui.views.server_error"
