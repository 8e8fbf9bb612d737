"""The first schema: people, municipalities, assets, listings, claims, the ledger, factors, outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "category",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("parent_code", sa.String(length=24), nullable=True),
        sa.Column("position", BIG, nullable=False),
        sa.Column("name_nb", sa.String(length=80), nullable=False),
        sa.Column("name_nn", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("cpv", sa.String(length=80), nullable=False),
        sa.Column("unspsc", sa.String(length=80), nullable=False),
        sa.Column("examples", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["parent_code"], ["category.code"], name=op.f("fk_category_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "municipality",
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parallel_names", sa.String(length=120), nullable=False),
        sa.Column("county_number", sa.String(length=2), nullable=False),
        sa.Column("county_name", sa.String(length=60), nullable=False),
        sa.Column("admin_centre", sa.String(length=60), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("population", BIG, nullable=False),
        sa.Column("official_language", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_municipality")),
    )
    op.create_table(
        "outbox_delivery",
        sa.Column("id", BIG, nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("handler", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
    )
    op.create_index("ix_outbox_delivery_waiting", "outbox_delivery", ["given_up_at", "due_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("session_key", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language in ('nb', 'nn', 'en')", name=op.f("ck_person_language_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "sent_mail",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_sent_mail_key")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_address_at", "sign_in_attempt", ["address", "at"], unique=False)
    op.create_index("ix_sign_in_attempt_email_at", "sign_in_attempt", ["email", "at"], unique=False)
    op.create_table(
        "timer",
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_timer")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_api_token_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"], unique=False)
    op.create_table(
        "emission_factor",
        sa.Column("id", BIG, nullable=False),
        sa.Column("category_code", sa.String(length=24), nullable=True),
        sa.Column("variant", sa.String(length=24), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("basis", sa.String(length=24), nullable=False),
        sa.Column("co2e_g", BIG, nullable=False),
        sa.Column("low_g", BIG, nullable=True),
        sa.Column("high_g", BIG, nullable=True),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("described_as", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("source_year", BIG, nullable=False),
        sa.Column("confidence", sa.String(length=1), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("co2e_g >= 0", name=op.f("ck_emission_factor_co2e_not_negative")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_emission_factor_category_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emission_factor")),
        sa.UniqueConstraint(
            "category_code", "variant", "version", name=op.f("uq_emission_factor_category_code_variant_version")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on is null or to_on >= from_on", name=op.f("ck_membership_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_membership_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_municipality_number"), "membership", ["municipality_number"], unique=False)
    op.create_table(
        "remembered_mapping",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("headers_hash", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_remembered_mapping_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_mapping")),
        sa.UniqueConstraint(
            "municipality_number", "headers_hash", name=op.f("uq_remembered_mapping_municipality_number_headers_hash")
        ),
    )
    op.create_table(
        "unit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_unit_municipality_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("municipality_number", "name", name=op.f("uq_unit_municipality_number_name")),
    )
    op.create_table(
        "asset_import",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("uploaded_by", BIG, nullable=True),
        sa.Column("kept_by", BIG, nullable=True),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("file_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("round", BIG, nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=True),
        sa.Column("header_row", BIG, nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("rows_total", BIG, nullable=False),
        sa.Column("rows_done", BIG, nullable=False),
        sa.Column("rows_ok", BIG, nullable=False),
        sa.Column("rows_failed", BIG, nullable=False),
        sa.Column("rows_new", BIG, nullable=False),
        sa.Column("rows_changed", BIG, nullable=False),
        sa.Column("rows_unchanged", BIG, nullable=False),
        sa.Column("failure", sa.String(length=80), nullable=True),
        sa.Column("failure_facts", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_asset_import_kept_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_asset_import_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_asset_import_unit_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_asset_import_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_import")),
    )
    op.create_index(op.f("ix_asset_import_municipality_number"), "asset_import", ["municipality_number"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("invited_by", BIG, nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_invitation_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_invitation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_municipality_number"), "invitation", ["municipality_number"], unique=False)
    op.create_table(
        "role_assignment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_role_assignment_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_assignment_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_role_assignment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
        sa.UniqueConstraint(
            "person_id",
            "municipality_number",
            "role",
            name=op.f("uq_role_assignment_person_id_municipality_number_role"),
        ),
    )
    op.create_index(
        op.f("ix_role_assignment_municipality_number"), "role_assignment", ["municipality_number"], unique=False
    )
    op.create_table(
        "site",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_site_municipality_number")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_site_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("municipality_number", "name", name=op.f("uq_site_municipality_number_name")),
    )
    op.create_table(
        "asset",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("site_id", BIG, nullable=True),
        sa.Column("inventory_number", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category_code", sa.String(length=24), nullable=False),
        sa.Column("brand", sa.String(length=80), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("width_cm", BIG, nullable=True),
        sa.Column("depth_cm", BIG, nullable=True),
        sa.Column("height_cm", BIG, nullable=True),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("colour", sa.String(length=60), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("condition", sa.String(length=24), nullable=False),
        sa.Column("building", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("acquired_year", BIG, nullable=True),
        sa.Column("acquired_price_nok", BIG, nullable=True),
        sa.Column("co2e_g", BIG, nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("origin_asset_id", BIG, nullable=True),
        sa.Column("imported", sa.JSON(), nullable=True),
        sa.Column("content_key", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_asset_quantity_not_negative")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_asset_category_code")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_asset_municipality_number")
        ),
        sa.ForeignKeyConstraint(["origin_asset_id"], ["asset.id"], name=op.f("fk_asset_origin_asset_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_asset_site_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_asset_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint(
            "municipality_number", "content_key", name=op.f("uq_asset_municipality_number_content_key")
        ),
        sa.UniqueConstraint(
            "municipality_number", "inventory_number", name=op.f("uq_asset_municipality_number_inventory_number")
        ),
    )
    op.create_index("ix_asset_municipality_number_state", "asset", ["municipality_number", "state"], unique=False)
    op.create_index("ix_asset_origin_asset_id", "asset", ["origin_asset_id"], unique=False)
    op.create_table(
        "import_problem",
        sa.Column("id", BIG, nullable=False),
        sa.Column("import_id", BIG, nullable=False),
        sa.Column("row", BIG, nullable=False),
        sa.Column("column", sa.String(length=120), nullable=False),
        sa.Column("severity", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["asset_import.id"], name=op.f("fk_import_problem_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problem")),
    )
    op.create_index(op.f("ix_import_problem_import_id"), "import_problem", ["import_id"], unique=False)
    op.create_table(
        "pickup_place",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("site_id", BIG, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("directions", sa.String(length=1000), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_pickup_place_municipality_number")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_pickup_place_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_place")),
        sa.UniqueConstraint("municipality_number", "name", name=op.f("uq_pickup_place_municipality_number_name")),
    )
    op.create_table(
        "asset_entry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("asset_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("counterpart_number", sa.String(length=4), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_asset_entry_asset_id")),
        sa.ForeignKeyConstraint(
            ["counterpart_number"], ["municipality.number"], name=op.f("fk_asset_entry_counterpart_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asset_entry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_entry")),
    )
    op.create_index(op.f("ix_asset_entry_asset_id"), "asset_entry", ["asset_id"], unique=False)
    op.create_table(
        "disposition",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("asset_id", BIG, nullable=True),
        sa.Column("category_code", sa.String(length=24), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_disposition_quantity_positive")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_disposition_asset_id")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_disposition_category_code")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_disposition_municipality_number")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_disposition_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposition")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_disposition_submission_key")),
    )
    op.create_index("ix_disposition_municipality_number_on", "disposition", ["municipality_number", "on"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("asset_id", BIG, nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("category_code", sa.String(length=24), nullable=False),
        sa.Column("condition", sa.String(length=24), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("handed_over_quantity", BIG, nullable=False),
        sa.Column("indivisible", sa.Boolean(), nullable=False),
        sa.Column("width_cm", BIG, nullable=True),
        sa.Column("depth_cm", BIG, nullable=True),
        sa.Column("height_cm", BIG, nullable=True),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("colour", sa.String(length=60), nullable=False),
        sa.Column("material", sa.String(length=60), nullable=False),
        sa.Column("brand", sa.String(length=80), nullable=False),
        sa.Column("acquired_year", BIG, nullable=True),
        sa.Column("price_nok", BIG, nullable=False),
        sa.Column("replacement_price_nok", BIG, nullable=True),
        sa.Column("co2e_g", BIG, nullable=True),
        sa.Column("pickup_place_id", BIG, nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("created_by", BIG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.Column("version", BIG, nullable=False),
        sa.CheckConstraint("handed_over_quantity between 0 and quantity", name=op.f("ck_listing_handed_over_in_range")),
        sa.CheckConstraint("price_nok >= 0", name=op.f("ck_listing_price_not_negative")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_listing_quantity_positive")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_listing_asset_id")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_listing_category_code")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_listing_created_by")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_listing_municipality_number")
        ),
        sa.ForeignKeyConstraint(["pickup_place_id"], ["pickup_place.id"], name=op.f("fk_listing_pickup_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_listing_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_listing_submission_key")),
    )
    op.create_index(op.f("ix_listing_asset_id"), "listing", ["asset_id"], unique=False)
    op.create_index("ix_listing_closed_at", "listing", ["closed_at"], unique=False)
    op.create_index("ix_listing_municipality_number_state", "listing", ["municipality_number", "state"], unique=False)
    op.create_index("ix_listing_state_published_at", "listing", ["state", "published_at"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("requested_by", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("approved_quantity", BIG, nullable=True),
        sa.Column("handed_over_quantity", BIG, nullable=False),
        sa.Column("released_quantity", BIG, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("otherwise", sa.String(length=24), nullable=False),
        sa.Column("message", sa.String(length=2000), nullable=False),
        sa.Column("decline_reason", sa.String(length=1000), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", BIG, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "approved_quantity is null or approved_quantity between 0 and quantity",
            name=op.f("ck_claim_approved_in_range"),
        ),
        sa.CheckConstraint(
            "handed_over_quantity >= 0 and released_quantity >= 0", name=op.f("ck_claim_counts_not_negative")
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_claim_quantity_positive")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_claim_decided_by")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_claim_listing_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_claim_municipality_number")
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name=op.f("fk_claim_requested_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_claim_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_claim_submission_key")),
    )
    op.create_index("ix_claim_listing_id_state", "claim", ["listing_id", "state"], unique=False)
    op.create_index("ix_claim_municipality_number_state", "claim", ["municipality_number", "state"], unique=False)
    op.create_table(
        "photo",
        sa.Column("id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("added_by", BIG, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_photo_added_by")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_photo_listing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("key", name=op.f("uq_photo_key")),
        sa.UniqueConstraint("listing_id", "digest", name=op.f("uq_photo_listing_id_digest")),
    )
    op.create_index(op.f("ix_photo_listing_id"), "photo", ["listing_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_appointment_times_in_order")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_appointment_claim_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_appointment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_claim_id"), "appointment", ["claim_id"], unique=False)
    op.create_table(
        "claim_message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("municipality_number", sa.String(length=4), nullable=False),
        sa.Column("from_owner", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_message_claim_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_claim_message_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_message")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_claim_message_submission_key")),
    )
    op.create_index(op.f("ix_claim_message_claim_id"), "claim_message", ["claim_id"], unique=False)
    op.create_table(
        "claim_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("municipality_number", sa.String(length=4), nullable=True),
        sa.Column("quantity", BIG, nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_step_claim_id")),
        sa.ForeignKeyConstraint(
            ["municipality_number"], ["municipality.number"], name=op.f("fk_claim_step_municipality_number")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_step")),
    )
    op.create_index(op.f("ix_claim_step_claim_id"), "claim_step", ["claim_id"], unique=False)
    op.create_table(
        "transfer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reverses_id", BIG, nullable=True),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("listing_id", BIG, nullable=False),
        sa.Column("from_asset_id", BIG, nullable=True),
        sa.Column("to_asset_id", BIG, nullable=True),
        sa.Column("from_municipality_number", sa.String(length=4), nullable=False),
        sa.Column("to_municipality_number", sa.String(length=4), nullable=False),
        sa.Column("from_unit_id", BIG, nullable=True),
        sa.Column("to_unit_id", BIG, nullable=True),
        sa.Column("category_code", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("price_nok", BIG, nullable=False),
        sa.Column("otherwise", sa.String(length=24), nullable=False),
        sa.Column("displacement_percent", BIG, nullable=False),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("weight_origin", sa.String(length=24), nullable=False),
        sa.Column("factor_id", BIG, nullable=True),
        sa.Column("factor_version", BIG, nullable=True),
        sa.Column("factor_co2e_g", BIG, nullable=True),
        sa.Column("factor_origin", sa.String(length=24), nullable=False),
        sa.Column("co2e_gross_g", BIG, nullable=True),
        sa.Column("co2e_cautious_g", BIG, nullable=True),
        sa.Column("transport_co2e_g", BIG, nullable=False),
        sa.Column("replacement_nok", BIG, nullable=True),
        sa.Column("price_origin", sa.String(length=24), nullable=False),
        sa.Column("value_saved_nok", BIG, nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", BIG, nullable=False),
        sa.Column("recorded_for", sa.String(length=4), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(quantity > 0) = (kind = 'hand_over')", name=op.f("ck_transfer_reversal_takes_back")),
        sa.CheckConstraint(
            "(reverses_id is null) = (kind = 'hand_over')", name=op.f("ck_transfer_reversal_points_back")
        ),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_transfer_quantity_not_zero")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_transfer_category_code")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_transfer_claim_id")),
        sa.ForeignKeyConstraint(["factor_id"], ["emission_factor.id"], name=op.f("fk_transfer_factor_id")),
        sa.ForeignKeyConstraint(["from_asset_id"], ["asset.id"], name=op.f("fk_transfer_from_asset_id")),
        sa.ForeignKeyConstraint(
            ["from_municipality_number"], ["municipality.number"], name=op.f("fk_transfer_from_municipality_number")
        ),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_transfer_from_unit_id")),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_transfer_listing_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_transfer_recorded_by")),
        sa.ForeignKeyConstraint(["recorded_for"], ["municipality.number"], name=op.f("fk_transfer_recorded_for")),
        sa.ForeignKeyConstraint(["reverses_id"], ["transfer.id"], name=op.f("fk_transfer_reverses_id")),
        sa.ForeignKeyConstraint(["to_asset_id"], ["asset.id"], name=op.f("fk_transfer_to_asset_id")),
        sa.ForeignKeyConstraint(
            ["to_municipality_number"], ["municipality.number"], name=op.f("fk_transfer_to_municipality_number")
        ),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_transfer_to_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_transfer_submission_key")),
    )
    op.create_index("ix_transfer_claim_id", "transfer", ["claim_id"], unique=False)
    op.create_index(
        "ix_transfer_from_municipality_number_on", "transfer", ["from_municipality_number", "on"], unique=False
    )
    op.create_index("ix_transfer_listing_id", "transfer", ["listing_id"], unique=False)
    op.create_index("ix_transfer_on", "transfer", ["on"], unique=False)
    op.create_index("ix_transfer_reverses_id", "transfer", ["reverses_id"], unique=False)
    op.create_index("ix_transfer_to_municipality_number_on", "transfer", ["to_municipality_number", "on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_transfer_to_municipality_number_on", table_name="transfer")
    op.drop_index("ix_transfer_reverses_id", table_name="transfer")
    op.drop_index("ix_transfer_on", table_name="transfer")
    op.drop_index("ix_transfer_listing_id", table_name="transfer")
    op.drop_index("ix_transfer_from_municipality_number_on", table_name="transfer")
    op.drop_index("ix_transfer_claim_id", table_name="transfer")
    op.drop_table("transfer")
    op.drop_index(op.f("ix_claim_step_claim_id"), table_name="claim_step")
    op.drop_table("claim_step")
    op.drop_index(op.f("ix_claim_message_claim_id"), table_name="claim_message")
    op.drop_table("claim_message")
    op.drop_index(op.f("ix_appointment_claim_id"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_index(op.f("ix_photo_listing_id"), table_name="photo")
    op.drop_table("photo")
    op.drop_index("ix_claim_municipality_number_state", table_name="claim")
    op.drop_index("ix_claim_listing_id_state", table_name="claim")
    op.drop_table("claim")
    op.drop_index("ix_listing_state_published_at", table_name="listing")
    op.drop_index("ix_listing_municipality_number_state", table_name="listing")
    op.drop_index("ix_listing_closed_at", table_name="listing")
    op.drop_index(op.f("ix_listing_asset_id"), table_name="listing")
    op.drop_table("listing")
    op.drop_index("ix_disposition_municipality_number_on", table_name="disposition")
    op.drop_table("disposition")
    op.drop_index(op.f("ix_asset_entry_asset_id"), table_name="asset_entry")
    op.drop_table("asset_entry")
    op.drop_table("pickup_place")
    op.drop_index(op.f("ix_import_problem_import_id"), table_name="import_problem")
    op.drop_table("import_problem")
    op.drop_index("ix_asset_origin_asset_id", table_name="asset")
    op.drop_index("ix_asset_municipality_number_state", table_name="asset")
    op.drop_table("asset")
    op.drop_table("site")
    op.drop_index(op.f("ix_role_assignment_municipality_number"), table_name="role_assignment")
    op.drop_table("role_assignment")
    op.drop_index(op.f("ix_invitation_municipality_number"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_asset_import_municipality_number"), table_name="asset_import")
    op.drop_table("asset_import")
    op.drop_table("unit")
    op.drop_table("remembered_mapping")
    op.drop_index(op.f("ix_membership_municipality_number"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("emission_factor")
    op.drop_index("ix_api_token_person_id", table_name="api_token")
    op.drop_table("api_token")
    op.drop_table("timer")
    op.drop_index("ix_sign_in_attempt_email_at", table_name="sign_in_attempt")
    op.drop_index("ix_sign_in_attempt_address_at", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("sent_mail")
    op.drop_table("person")
    op.drop_index("ix_outbox_delivery_waiting", table_name="outbox_delivery")
    op.drop_table("outbox_delivery")
    op.drop_table("municipality")
    op.drop_table("category")
