from django.urls import re_path

from linli.events.open311 import views
from linli.events.open311.views import endpoint

FORM = r"\.(?P<form>json|xml)$"

urlpatterns = [
    re_path(rf"^discovery{FORM}", endpoint(GET=views.get_discovery), name="open311_discovery"),
    re_path(rf"^services{FORM}", endpoint(GET=views.get_services), name="open311_services"),
    re_path(rf"^services/(?P<code>[-\w]+){FORM}", endpoint(GET=views.get_service), name="open311_service"),
    re_path(rf"^requests{FORM}", endpoint(GET=views.get_requests, POST=views.create_request), name="open311_requests"),
    re_path(rf"^requests/(?P<number>[-\w]+){FORM}", endpoint(GET=views.get_request), name="open311_request"),
    re_path(rf"^tokens/(?P<number>[-\w]+){FORM}", endpoint(GET=views.get_token), name="open311_token"),
    re_path(
        rf"^servicerequestupdates{FORM}",
        endpoint(GET=views.get_updates, POST=views.create_update),
        name="open311_updates",
    ),
]
