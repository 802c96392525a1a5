from django.urls import path

from linli.inbox import views
from linli.inbox.webhooks import views as webhooks

urlpatterns = [
    path("morning/", views.morning, name="morning"),
    path("messages/", views.messages, name="messages"),
    path("messages/email/", views.messages_email, name="messages_email"),
    path("messages/read/", views.messages_read, name="messages_read"),
    path("setup/webhooks/", webhooks.webhooks, name="webhooks"),
    path("setup/webhooks/new/", webhooks.webhook_new, name="webhook_new"),
    path("setup/webhooks/<uuid:key>/", webhooks.webhook, name="webhook"),
    path("setup/webhooks/<uuid:key>/<uuid:delivery>/again/", webhooks.delivery_again, name="delivery_again"),
]
