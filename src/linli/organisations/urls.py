from django.urls import include, path

urlpatterns = [
    path("", include("linli.organisations.directory.urls")),
    path("", include("linli.organisations.imports.urls")),
    path("", include("linli.organisations.setup.urls")),
    path("", include("linli.organisations.registry.urls")),
    path("", include("linli.organisations.experts.urls")),
    path("", include("linli.organisations.ratings.urls")),
    path("", include("linli.organisations.onestop.urls")),
    path("", include("linli.organisations.incubation.urls")),
    path("", include("linli.organisations.party.urls")),
    path("", include("linli.organisations.platforms.urls")),
    path("", include("linli.organisations.spaces.urls")),
    path("", include("linli.organisations.support.urls")),
]
