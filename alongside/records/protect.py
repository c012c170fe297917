"""The database itself keeps the journal: lines are only ever added, and each new one asks for its seal.

Whoever owns the database can take these rules away again; then the chain tells (see `verify_chain`).
"""

from __future__ import annotations

KEPT = ("records_entry", "records_seal", "records_look")
REFUSAL = "the journal is only added to: nothing in it is changed or removed"


def protect(vendor: str) -> list[str]:
    """The statements that put the rules in force on this kind of database."""
    return _postgresql() if vendor == "postgresql" else _sqlite()


def release(vendor: str) -> list[str]:
    """The statements that take the rules away: for a test's clearing up, and for nobody else."""
    if vendor == "postgresql":
        rules = [(name, table) for table in KEPT for name in (f"{table}_kept", f"{table}_not_emptied")]
        rules.append(("records_entry_asks_for_seal", "records_entry"))
        return [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in rules]
    names = [f"{table}_{rule}" for table in KEPT for rule in ("not_changed", "not_removed", "not_replaced")]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in (*names, "records_entry_asks_for_seal")]


def _postgresql() -> list[str]:
    made = [
        f"""
        CREATE OR REPLACE FUNCTION records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE OR REPLACE FUNCTION records_ask_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO records_unsealed (entry_id) SELECT id FROM fresh; RETURN NULL; END $$
        """,
        """
        CREATE TRIGGER records_entry_asks_for_seal AFTER INSERT ON records_entry
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION records_ask_for_seal()
        """,
    ]
    for table in KEPT:
        made += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION records_refuse()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION records_refuse()",
        ]
    return made


def _sqlite() -> list[str]:
    made = [
        "CREATE TRIGGER records_entry_asks_for_seal AFTER INSERT ON records_entry "
        "BEGIN INSERT INTO records_unsealed (entry_id) VALUES (NEW.id); END"
    ]
    for table in KEPT:
        own_key = "position" if table == "records_seal" else "id"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        made += [
            f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE removes a row without telling the trigger above.
            f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {own_key} = NEW.{own_key}) {refuse}",
        ]
    return made
