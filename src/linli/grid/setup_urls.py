from django.urls import path

from linli.grid import setup_views

urlpatterns = [
    path("setup/categories/", setup_views.categories, name="categories"),
    path("setup/categories/new/", setup_views.category_new, name="category_new"),
    path("setup/categories/of/<slug:code>/", setup_views.category, name="category"),
    path("setup/categories/of/<slug:code>/units/", setup_views.responsible_set, name="responsible_set"),
    path("setup/categories/of/<slug:code>/units/<int:key>/", setup_views.responsible_drop, name="responsible_drop"),
]
