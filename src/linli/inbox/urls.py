from django.urls import path

from linli.inbox import views

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.messages_read, name="messages_read"),
]
