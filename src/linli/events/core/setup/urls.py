from django.urls import path

from linli.events.core.setup import views

urlpatterns = [
    path("setup/categories/", views.categories, name="categories"),
    path("setup/categories/new/", views.category_new, name="category_new"),
    path("setup/categories/of/<slug:code>/", views.category, name="category"),
    path("setup/categories/of/<slug:code>/units/", views.responsible_set, name="responsible_set"),
    path("setup/categories/of/<slug:code>/units/<int:key>/", views.responsible_drop, name="responsible_drop"),
]
