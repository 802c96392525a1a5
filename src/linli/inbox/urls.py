from django.urls import path

from linli.inbox import views

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("messages/", views.messages, name="messages"),
    path("messages/email/", views.messages_email, name="messages_email"),
    path("messages/read/", views.messages_read, name="messages_read"),
]
