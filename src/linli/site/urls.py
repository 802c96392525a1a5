"""Every address, and nothing else."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linli.site import flows_page, health, holidays_page, home, shell
from linli.site.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("week/", home.week, name="week"),
    path("c/<str:code>/", home.community, name="community"),
    path("health/", health.health, name="health"),
    path("flows/<slug:kind>/", flows_page.flow, name="flow"),
    path("setup/holidays/", holidays_page.holidays, name="holidays"),
    path("setup/holidays/set/", holidays_page.holiday_set, name="holiday_set"),
    path("setup/holidays/<str:day>/clear/", holidays_page.holiday_clear, name="holiday_clear"),
    path("look/", shell.set_look, name="set_look"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("linli.people.account_urls")),
    path("api/", api.urls),
    path("hsds/", include("linli.organisations.registry.hsds.urls")),
    path("open311/v2/", include("linli.events.open311.urls")),
    path("", include("linli.flow.urls")),
    path("", include("linli.inbox.urls")),
    path("", include("linli.events.disputes.urls")),
    path("", include("linli.events.figures.urls")),
    path("", include("linli.events.imports.urls")),
    path("", include("linli.events.hotline.urls")),
    path("", include("linli.events.core.urls")),
    path("", include("linli.organisations.registry.urls")),
    path("", include("linli.organisations.experts.urls")),
    path("", include("linli.organisations.ratings.urls")),
    path("", include("linli.organisations.applications.urls")),
    path("", include("linli.organisations.incubation.urls")),
    path("", include("linli.organisations.party.urls")),
    path("", include("linli.organisations.platforms.urls")),
    path("", include("linli.organisations.spaces.urls")),
    path("", include("linli.organisations.support.urls")),
    path("", include("linli.people.urls")),
    path("", include("linli.places.urls")),
    path("", include("linli.audit.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("linli.demo.urls")))
