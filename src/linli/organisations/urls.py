from django.urls import include, path

urlpatterns = [
    path("", include("linli.organisations.registry.urls")),
    path("", include("linli.organisations.party.urls")),
    path("", include("linli.organisations.platforms.urls")),
    path("", include("linli.organisations.spaces.urls")),
]
