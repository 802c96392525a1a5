"""The triggers that keep the trail append-only, for each database; used by the migration."""

POSTGRESQL = """
CREATE FUNCTION linli_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.seal IS NULL OR OLD.seal = NEW.seal)
       AND (NEW.personal IS NULL OR NEW.personal = OLD.personal)
       AND (NEW.personal_salt IS NULL OR NEW.personal_salt = OLD.personal_salt)
       AND ROW(NEW.id, NEW.at, NEW.action, NEW.actor_kind, NEW.actor_id, NEW.on_behalf_of,
               NEW.subject_kind, NEW.subject_id, NEW.detail, NEW.personal_digest, NEW.digest)
           IS NOT DISTINCT FROM
           ROW(OLD.id, OLD.at, OLD.action, OLD.actor_kind, OLD.actor_id, OLD.on_behalf_of,
               OLD.subject_kind, OLD.subject_id, OLD.detail, OLD.personal_digest, OLD.digest)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION linli_audit_guard();
CREATE FUNCTION linli_seal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_seal_guard BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION linli_seal_guard();
"""

SQLITE = [
    """
    CREATE TRIGGER audit_entry_guard BEFORE UPDATE ON audit_entry
    WHEN NOT (
        (OLD.seal IS NULL OR OLD.seal IS NEW.seal)
        AND (NEW.personal IS NULL OR NEW.personal IS OLD.personal)
        AND (NEW.personal_salt IS NULL OR NEW.personal_salt IS OLD.personal_salt)
        AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.action IS OLD.action
        AND NEW.actor_kind IS OLD.actor_kind AND NEW.actor_id IS OLD.actor_id
        AND NEW.on_behalf_of IS OLD.on_behalf_of AND NEW.subject_kind IS OLD.subject_kind
        AND NEW.subject_id IS OLD.subject_id AND NEW.detail IS OLD.detail
        AND NEW.personal_digest IS OLD.personal_digest AND NEW.digest IS OLD.digest
    )
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_keep BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_seal_guard BEFORE UPDATE ON audit_seal
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
    """
    CREATE TRIGGER audit_seal_keep BEFORE DELETE ON audit_seal
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END
    """,
]
