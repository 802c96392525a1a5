from django.urls import path

from linli.audit import views

urlpatterns = [path("audit/", views.audit_trail, name="audit_trail")]
