import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids
import linli.places.fields
from linli.grid.figures import queue
from linli.kernel.numbers import create_series


class Migration(migrations.Migration):
    dependencies = [
        ("grid", "0009_confidential"),
        ("people", "0001_initial"),
        ("places", "0003_redrawing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        create_series("DS"),
        create_series("MS"),
        create_series("FV"),
        create_series("PC"),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("terms", linli.kernel.fields.EncryptedTextField(verbose_name="协议内容")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="履行期限")),
                ("is_oral", models.BooleanField(default=False, verbose_name="口头协议")),
                ("agreed_at", models.DateTimeField()),
                ("confirmed_on", models.DateField(null=True, verbose_name="申请司法确认的日期")),
                ("broken_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("reported", "由事件转入"),
                            ("applied", "当事人申请"),
                            ("searched", "排查发现"),
                            ("transferred", "有关单位移送"),
                        ],
                        max_length=12,
                        verbose_name="怎样来的",
                    ),
                ),
                ("taken_up_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("due_on", models.DateField(verbose_name="回访日")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalPost",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("adviser", "法律顾问"), ("law_wise", "法律明白人"), ("mediator", "人民调解员")],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("is_public", models.BooleanField(default=False, verbose_name="对外公布姓名")),
                ("valid_from", models.DateField(verbose_name="自")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="至")),
            ],
            options={
                "ordering": ["role", "name"],
            },
        ),
        migrations.CreateModel(
            name="MediationKind",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("first", "甲方"), ("second", "乙方"), ("other", "其他有关的人")],
                        max_length=8,
                        verbose_name="哪一方",
                    ),
                ),
                ("name", linli.kernel.fields.EncryptedTextField(verbose_name="姓名或名称")),
                ("phone", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="手机号")),
                ("note", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="证件、住址等")),
            ],
            options={
                "ordering": ["side", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReferralKind",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SearchRound",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("month", models.DateField(verbose_name="月份")),
                ("looked_at", models.PositiveIntegerField(null=True, verbose_name="走访了多少处")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("path", linli.places.fields.CodeField(max_length=22)),
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                ("state", models.CharField(editable=False, max_length=20)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("starts_at", models.DateTimeField(verbose_name="时间")),
                ("where", models.CharField(max_length=80, verbose_name="地点")),
                ("said", linli.kernel.fields.EncryptedTextField(blank=True, null=True, verbose_name="调解记录")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "达成一致"), ("nearer", "有进展，继续调解"), ("apart", "分歧仍大")],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="event",
            name="grid_event_state",
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="grid_event_open",
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="grid_event_open_point",
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("state__in", ("reported", "accepted", "dispatched", "in_progress", "mediating", "done", "checked"))
                ),
                name="grid_event_open",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("reported", "accepted", "dispatched", "in_progress", "mediating", "done", "checked"))
                ),
                fields=["lat", "lon"],
                name="grid_event_open_point",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "reported",
                            "accepted",
                            "dispatched",
                            "in_progress",
                            "mediating",
                            "done",
                            "checked",
                            "closed",
                            "rejected",
                            "withdrawn",
                            "joined",
                        ],
                    )
                ),
                name="grid_event_state",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="dispute", to="grid.event"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="主持调解的人",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="others",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="一起调解的人"),
        ),
        migrations.AddField(
            model_name="dispute",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="agreements", to="grid.dispute"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="grid.agreement"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="grid.dispute"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="legalpost",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place", verbose_name="社区"
            ),
        ),
        migrations.AddField(
            model_name="legalpost",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登录用户",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="kind_of_mediation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grid.mediationkind",
                verbose_name="调解类型",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="grid.dispute"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="referral",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grid.referralkind",
                verbose_name="引导去向",
            ),
        ),
        migrations.AddField(
            model_name="searchround",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="search",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="found",
                to="grid.searchround",
                verbose_name="哪次排查发现的",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="grid.dispute"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="mediators",
            field=models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="到场的调解员"),
        ),
        migrations.AddField(
            model_name="session",
            name="parties",
            field=models.ManyToManyField(related_name="+", to="grid.party", verbose_name="到场的当事人"),
        ),
        migrations.AddField(
            model_name="session",
            name="place",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("broken_at", None)), fields=("dispute",), name="grid_agreement_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "kept", "broken", "released"])), name="grid_followup_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalpost",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="grid_legalpost_dates",
                violation_error_message="结束日期不能早于开始日期",
            ),
        ),
        migrations.AddIndex(
            model_name="searchround",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_search_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="searchround",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_search_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="searchround",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_search_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchround",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "done", "lapsed"])), name="grid_search_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchround",
            constraint=models.UniqueConstraint(fields=("place", "month"), name="grid_search_once"),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_dispute_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_dispute_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="grid_dispute_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["mediating", "agreed", "settled", "failed"])),
                name="grid_dispute_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "not_held", "released"])),
                name="grid_session_state",
            ),
        ),
        migrations.RunPython(queue.install_again, migrations.RunPython.noop),
    ]
