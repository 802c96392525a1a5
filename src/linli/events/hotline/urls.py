from django.urls import path

from linli.events.hotline import file_views, source_views, views

urlpatterns = [
    path("hotline/", views.orders, name="orders"),
    path("hotline/caller/", views.orders_of_caller, name="orders_of_caller"),
    path("hotline/files/", file_views.order_files, name="order_files"),
    path("hotline/files/<uuid:key>/", file_views.order_file, name="order_file"),
    path("hotline/files/<uuid:key>/take/", file_views.order_file_take, name="order_file_take"),
    path("hotline/files/<uuid:key>/drop/", file_views.order_file_drop, name="order_file_drop"),
    path("hotline/files/<uuid:key>/wrong/", file_views.order_file_wrong, name="order_file_wrong"),
    path("hotline/replies/", file_views.reply_batches, name="reply_batches"),
    path("hotline/replies/<uuid:key>/", file_views.reply_batch, name="reply_batch"),
    path("hotline/replies/<uuid:key>/file/", file_views.reply_batch_file, name="reply_batch_file"),
    path("hotline/replies/<uuid:key>/handed-over/", file_views.reply_batch_hand_over, name="reply_batch_hand_over"),
    path("hotline/replies/<uuid:key>/dissolve/", file_views.reply_batch_dissolve, name="reply_batch_dissolve"),
    path("hotline/of/<str:number>/caller/", views.order_caller, name="order_caller"),
    path("hotline/of/<str:number>/time/", views.order_time, name="order_time"),
    path("hotline/of/<str:number>/replies/<uuid:key>/", views.reply_answer, name="reply_answer"),
    path("setup/hotline/", source_views.order_sources, name="order_sources"),
    path("setup/hotline/new/", source_views.order_source_new, name="order_source_new"),
    path("setup/hotline/of/<slug:code>/", source_views.order_source, name="order_source"),
]
