from django.urls import path

from linli.people.views import own, posts, units, users

urlpatterns = [
    path("people/users/", users.users, name="users"),
    path("people/users/new/", users.user_new, name="user_new"),
    path("people/users/of/<str:username>/", users.user, name="user"),
    path("people/users/of/<str:username>/edit/", users.user_edit, name="user_edit"),
    path("people/users/of/<str:username>/reset/", users.user_reset, name="user_reset"),
    path("people/users/of/<str:username>/deactivate/", users.user_deactivate, name="user_deactivate"),
    path("people/users/of/<str:username>/reactivate/", users.user_reactivate, name="user_reactivate"),
    path("people/users/of/<str:username>/absences/", own.user_absences, name="user_absences"),
    path("people/posts/", posts.posts, name="posts"),
    path("people/posts/new/", posts.post_new, name="post_new"),
    path("people/posts/<uuid:key>/", posts.post, name="post"),
    path("people/posts/<uuid:key>/end/", posts.post_end, name="post_end"),
    path("people/posts/<uuid:key>/deputy/", posts.post_deputy, name="post_deputy"),
    path("people/absences/", own.absences, name="absences"),
    path("people/absences/<uuid:key>/end/", own.absence_end, name="absence_end"),
    path("people/tokens/", own.tokens, name="tokens"),
    path("people/tokens/<uuid:key>/end/", own.token_end, name="token_end"),
    path("setup/units/", units.units, name="units"),
    path("setup/units/new/", units.unit_new, name="unit_new"),
    path("setup/units/<uuid:key>/", units.unit_edit, name="unit_edit"),
]
