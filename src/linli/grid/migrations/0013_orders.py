import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("grid", "0012_adopted"),
        ("places", "0003_redrawing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="their_due",
            field=models.DateTimeField(null=True, verbose_name="平台期限"),
        ),
        migrations.AddField(
            model_name="figure",
            name="orders",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="figure",
            name="orders_in_time",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="event",
            name="channel",
            field=models.CharField(
                choices=[
                    ("resident", "居民上报"),
                    ("grid_worker", "网格员上报"),
                    ("staff", "工作人员录入"),
                    ("hotline", "热线工单"),
                    ("import", "原系统导入"),
                ],
                max_length=12,
                verbose_name="来源",
            ),
        ),
        migrations.CreateModel(
            name="OrderSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "coordinates",
                    models.CharField(
                        choices=[
                            ("wgs84", "WGS 84 / CGCS2000"),
                            ("gcj02", "GCJ-02（高德、腾讯）"),
                            ("bd09", "BD-09（百度）"),
                        ],
                        default="gcj02",
                        max_length=8,
                        verbose_name="坐标系",
                    ),
                ),
                ("categories", models.JSONField(default=dict)),
                ("columns", models.JSONField(default=dict)),
                ("last_position", models.BigIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "fallback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grid.category",
                        verbose_name="其他类别归入",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                        verbose_name="地点",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="order_source",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接口账号",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="工单编号")),
                ("received_at", models.DateTimeField(null=True, verbose_name="来电时间")),
                ("due_at", models.DateTimeField(verbose_name="平台期限")),
                ("their_category", models.CharField(blank=True, max_length=80, verbose_name="平台的类别")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="平台写的地址")),
                (
                    "placed_by",
                    models.CharField(
                        choices=[
                            ("point", "坐标"),
                            ("name", "社区名称"),
                            ("address", "地址"),
                            ("desk", "人工核实"),
                            ("nothing", "没有说清，先由区里办"),
                        ],
                        max_length=8,
                        verbose_name="地点依据",
                    ),
                ),
                ("caller_name", linli.kernel.fields.EncryptedTextField(null=True, verbose_name="来电人")),
                ("caller_phone", linli.kernel.fields.EncryptedTextField(null=True, verbose_name="来电号码")),
                ("phone_index", models.CharField(blank=True, max_length=64)),
                ("hides_caller", models.BooleanField(default=False, verbose_name="要求保密")),
                (
                    "via",
                    models.CharField(choices=[("api", "接口"), ("file", "文件")], max_length=4, verbose_name="来自"),
                ),
                ("digest", models.CharField(max_length=64)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("to_send", "待回传"),
                            ("sent", "已回传"),
                            ("confirmed", "平台已确认"),
                            ("refused", "平台退回重办"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="回传",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="order", to="grid.event"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="grid.ordersource",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("content", linli.kernel.fields.EncryptedTextField()),
                ("digest", models.CharField(max_length=64)),
                ("via", models.CharField(choices=[("api", "接口"), ("file", "文件")], max_length=4)),
                ("came_at", models.DateTimeField(auto_now_add=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="grid.order"
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
            },
        ),
        migrations.CreateModel(
            name="ReplyBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("handed_over_at", models.DateTimeField(null=True)),
                (
                    "handed_over_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="grid.ordersource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("result", "办理结果"), ("return", "退单"), ("extension", "申请延期")], max_length=10
                    ),
                ),
                ("body", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("to_send", "待回传"),
                            ("sent", "已回传"),
                            ("confirmed", "平台同意"),
                            ("refused", "平台不同意"),
                            ("dropped", "作废"),
                        ],
                        default="to_send",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="平台的答复")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="grid.order"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="grid.ordersource",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="grid.replybatch",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="OrderFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("content", linli.kernel.fields.EncryptedTextField(null=True)),
                ("heads", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("mapping", "待对应列"),
                            ("checking", "正在核对"),
                            ("checked", "待确认导入"),
                            ("taking", "正在导入"),
                            ("done", "已导入"),
                            ("failed", "读不了"),
                            ("dropped", "没有导入"),
                        ],
                        default="mapping",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("position", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("wrong", models.JSONField(default=list)),
                ("sample", models.JSONField(default=list)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="grid.ordersource"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("stage__in", ("checking", "taking"))),
                        fields=["stage"],
                        name="grid_orderfile_work",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("failed", "dropped")), _negated=True),
                        fields=("source", "digest"),
                        name="grid_orderfile_once",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("result__in", ("sent", "confirmed")), _negated=True),
                fields=["due_at", "id"],
                name="grid_order_unanswered",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["due_at", "id"], name="grid_order_due"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("phone_index", ""), _negated=True), fields=["phone_index"], name="grid_order_phone"
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("source", "number"), name="grid_order_number"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["open", "to_send", "sent", "confirmed", "refused"])),
                name="grid_order_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderversion",
            constraint=models.UniqueConstraint(fields=("order", "version"), name="grid_orderversion_one"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("outcome", "to_send")), fields=["source", "position"], name="grid_reply_to_send"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(fields=("source", "position"), name="grid_reply_position"),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["to_send", "sent", "confirmed", "refused", "dropped"])),
                name="grid_reply_outcome",
            ),
        ),
    ]
