from django.urls import path

from linli.organisations.ratings import views

urlpatterns = [
    path("rated/", views.rated, name="rated"),
    path("starred/", views.starred, name="starred"),
    path("ratings/<str:number>/", views.rating, name="rating"),
    path("rating-rounds/", views.rating_rounds, name="rating_rounds"),
    path("rating-rounds/<str:number>/", views.rating_round, name="rating_round"),
    path("setup/indicators/", views.indicators_setup, name="indicators_setup"),
]
