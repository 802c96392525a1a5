"""Party organisations, their groups, and the rota of who hosts."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import linli.kernel.fields
import linli.kernel.ids
import linli.places.fields
from linli.kernel.numbers import create_series


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_documents"),
        ("organisations", "0040_platforms"),
        ("places", "0004_warn_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Hosting",
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
                ("quarter", models.DateField()),
                ("is_swapped", models.BooleanField(default=False)),
                ("held_on", models.DateField(null=True, verbose_name="哪一天")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="做了什么")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HostingPhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
                (
                    "hosting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="organisations.hosting"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PartyGroup",
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
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("about", models.CharField(blank=True, max_length=120, verbose_name="地域、行业")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="hosting",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hostings", to="organisations.partygroup"
            ),
        ),
        migrations.CreateModel(
            name="PartyOrganisation",
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
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "kind_of_party",
                    models.CharField(
                        choices=[
                            ("joint", "综合党委"),
                            ("trade", "行业党委"),
                            ("branch", "党支部"),
                            ("united", "联合党支部"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("members", models.PositiveIntegerField(default=0, verbose_name="党员人数")),
                ("founded_on", models.DateField(verbose_name="成立日期")),
                ("dissolved_on", models.DateField(editable=False, null=True, verbose_name="撤销日期")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisations.partyorganisation",
                        verbose_name="上级党组织",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="hosting",
            name="attended",
            field=models.ManyToManyField(
                related_name="attended_hostings", to="organisations.partyorganisation", verbose_name="来参加的支部"
            ),
        ),
        migrations.AddField(
            model_name="hosting",
            name="branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hostings",
                to="organisations.partyorganisation",
                verbose_name="主持的支部",
            ),
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.partygroup",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organisations.partyorganisation",
                    ),
                ),
            ],
            options={
                "ordering": ["joined_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_own", models.BooleanField()),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_coverages",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="organisations.partyorganisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-joined_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Secretary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linli.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", linli.kernel.fields.EncryptedTextField(verbose_name="姓名")),
                ("is_public", models.BooleanField(default=False, verbose_name="姓名已公开")),
                ("since", models.DateField(verbose_name="从哪一天起")),
                ("until", models.DateField(null=True, verbose_name="到哪一天")),
                (
                    "party_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secretaries",
                        to="organisations.partyorganisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Swap",
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
                    "branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partyorganisation",
                    ),
                ),
                (
                    "hosting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_asked",
                        to="organisations.hosting",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swaps_offered",
                        to="organisations.hosting",
                    ),
                ),
                (
                    "other_branch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partyorganisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="partygroup",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_partygroup_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="partygroup",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_partygroup_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="partygroup",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_partygroup_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="partygroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "ended"])), name="org_partygroup_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="partygroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("place", "name"),
                name="org_partygroup_name",
                violation_error_message="此地已有同名的小组",
            ),
        ),
        migrations.AddIndex(
            model_name="partyorganisation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 9),
                models.OrderBy(models.F("id"), descending=True),
                name="org_party_in_9",
            ),
        ),
        migrations.AddIndex(
            model_name="partyorganisation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 12),
                models.OrderBy(models.F("id"), descending=True),
                name="org_party_in_12",
            ),
        ),
        migrations.AddIndex(
            model_name="partyorganisation",
            index=models.Index(
                django.db.models.functions.text.Left("path", 15),
                models.OrderBy(models.F("id"), descending=True),
                name="org_party_in_15",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["active", "dissolved"])), name="org_party_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind_of_party__in", ["joint", "trade", "branch", "united"])), name="org_party_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyorganisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("place", "name"),
                name="org_party_name",
                violation_error_message="此地已有同名的党组织",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyorganisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind_of_party", "joint"), ("state", "active")),
                fields=("place",),
                name="org_party_one_joint",
                violation_error_message="此地已有综合党委",
            ),
        ),
        migrations.AddConstraint(
            model_name="hosting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "due", "held", "missed", "freed"])),
                name="org_hosting_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="hosting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "freed"), _negated=True),
                fields=("group", "quarter"),
                name="org_hosting_one_each",
                violation_error_message="这个季度已有支部主持",
            ),
        ),
        migrations.AddConstraint(
            model_name="hosting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True), ("held_on__isnull", False), _connector="OR"
                ),
                name="org_hosting_held_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmembership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on", None)),
                fields=("branch",),
                name="org_membership_one_group",
                violation_error_message="一个党支部同时只在一个小组",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                name="org_membership_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on", None)),
                fields=("organisation",),
                name="org_coverage_one_branch",
                violation_error_message="一个组织只属于一个党支部",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_own", True), ("left_on", None)),
                fields=("branch",),
                name="org_coverage_own_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                name="org_coverage_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="secretary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("party_organisation",), name="org_secretary_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="secretary",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="org_secretary_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="swap",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "agreed", "declined", "lapsed"])), name="org_swap_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="swap",
            constraint=models.CheckConstraint(
                condition=models.Q(("hosting", models.F("other")), _negated=True), name="org_swap_of_two"
            ),
        ),
        create_series("PB"),
        create_series("PG"),
        create_series("HS"),
        create_series("HX"),
    ]
