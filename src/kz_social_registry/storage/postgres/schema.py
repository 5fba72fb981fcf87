"""
The tables of a register in PostgreSQL, and the function that records one commit in one round trip.

Nothing here needs an extension. Days are ISO texts in code-point order, as in every store. `presence`
turns an identifier and a range of days into one range of numbers. So the database itself keeps two
entries of one identifier from being in the register on the same day. An exclusion constraint over a
number range is built in; over a text and a date range it would need the extension btree_gist.

`register` has one row: whose the schema is, its version, and the position of the latest fact. Every
writer takes that row first. So commits follow one another, positions grow in the order of commits and
leave no gap, and writers cannot deadlock.
"""

from typing import Final

#: The schema that holds all of it; a shared database keeps its other schemas.
SCHEMA: Final = "kz_social_registry"
APPLICATION: Final = "kz-social-registry"

#: As many characters of a name as an index takes whatever they are.
NAME_HEAD: Final = 800

TABLES: Final = f"""
CREATE TABLE register (
    sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
    application text NOT NULL,
    version integer NOT NULL,
    position bigint NOT NULL
);
INSERT INTO register VALUES (true, '{APPLICATION}', 0, 0);
CREATE TABLE facts (
    entry uuid NOT NULL,
    number integer NOT NULL,
    place integer NOT NULL,
    recorded_at text NOT NULL,
    notice_key bytea,
    notice_digest bytea,
    payload bytea,
    salt bytea,
    commitment bytea NOT NULL,
    digest bytea NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (entry, number)
);
CREATE INDEX facts_by_position ON facts (position);
CREATE UNIQUE INDEX facts_by_notice ON facts (notice_key);
CREATE TABLE segments (
    entry uuid NOT NULL,
    starts text COLLATE "C" NOT NULL,
    until text COLLATE "C" NOT NULL,
    identifier text COLLATE "C" NOT NULL,
    in_register boolean NOT NULL,
    status text NOT NULL,
    region text NOT NULL,
    conditions integer NOT NULL,
    categories integer NOT NULL,
    capacity integer NOT NULL,
    valid_until text COLLATE "C" NOT NULL,
    consent_from text COLLATE "C" NOT NULL,
    consent_until text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    data bytea NOT NULL,
    digest bytea NOT NULL,
    presence int8range,
    PRIMARY KEY (entry, starts),
    CONSTRAINT one_entry_at_a_time EXCLUDE USING gist (presence WITH &&)
);
CREATE INDEX segments_by_identifier ON segments (identifier, starts);
CREATE INDEX segments_by_name ON segments (left(name_key, {NAME_HEAD}));
CREATE INDEX segments_by_kind ON segments (conditions, categories, region)
    INCLUDE (status, starts, until, capacity, valid_until, consent_from, consent_until);
CREATE TABLE names (
    name text COLLATE "C" NOT NULL,
    entry uuid NOT NULL,
    place bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (name, entry)
);
"""
#: Each step leads from one version to the next; there is one version so far.
STEPS: Final[tuple[str, ...]] = ()
#: The present version of the tables.
VERSION: Final = 1 + len(STEPS)

#: Records one commit, or says in a word why not and leaves everything as it was.
RECORD_COMMIT: Final = """
CREATE OR REPLACE FUNCTION record_commit(
    _entry uuid, _after integer, _since text, _erases boolean,
    _facts jsonb, _segments jsonb, _names text[]
) RETURNS text LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    _before bigint;
    _rows bigint;
    _constraint text;
BEGIN
    UPDATE register SET position = position + jsonb_array_length(_facts)
        RETURNING position - jsonb_array_length(_facts) INTO _before;
    IF (SELECT coalesce(max(number), 0) FROM facts WHERE entry = _entry) <> _after THEN
        RAISE unique_violation;
    END IF;
    IF _erases THEN
        UPDATE facts SET payload = NULL, salt = NULL WHERE entry = _entry;
        GET DIAGNOSTICS _rows = ROW_COUNT;
        ASSERT _rows = _after;
        DELETE FROM names WHERE entry = _entry;
    END IF;
    INSERT INTO facts
        SELECT _entry, number, place, recorded_at, decode(notice_key, 'hex'),
            decode(notice_digest, 'hex'), decode(payload, 'hex'), decode(salt, 'hex'),
            decode(commitment, 'hex'), decode(digest, 'hex'), _before + number - _after
        FROM jsonb_to_recordset(_facts) AS new (
            number integer, place integer, recorded_at text, notice_key text,
            notice_digest text, payload text, salt text, commitment text, digest text
        );
    GET DIAGNOSTICS _rows = ROW_COUNT;
    ASSERT _rows = jsonb_array_length(_facts);
    IF _after > 0 THEN
        DELETE FROM segments WHERE entry = _entry AND until >= _since;
    END IF;
    INSERT INTO segments
        SELECT _entry, starts, until, identifier, in_register, status, region, conditions, categories,
            capacity, valid_until, consent_from, consent_until, name_key, folded,
            convert_to(data, 'UTF8'), decode(digest, 'hex'), presence
        FROM jsonb_to_recordset(_segments) AS new (
            starts text, until text, identifier text, in_register boolean, status text, region text,
            conditions integer, categories integer, capacity integer, valid_until text,
            consent_from text, consent_until text, name_key text, folded text, data text, digest text,
            presence int8range
        );
    GET DIAGNOSTICS _rows = ROW_COUNT;
    ASSERT _rows = jsonb_array_length(_segments);
    INSERT INTO names (name, entry)
        SELECT name, _entry FROM unnest(_names) WITH ORDINALITY AS new (name, place) ORDER BY place
        ON CONFLICT DO NOTHING;
    ASSERT (SELECT count(*) FROM names WHERE entry = _entry AND name = ANY(_names))
        = (SELECT count(DISTINCT name) FROM unnest(_names) AS new (name));
    RETURN '';
EXCEPTION
    WHEN exclusion_violation THEN
        RETURN 'already_in_register';
    WHEN unique_violation THEN
        GET STACKED DIAGNOSTICS _constraint = CONSTRAINT_NAME;
        RETURN CASE _constraint WHEN 'facts_by_notice' THEN 'notice_conflict' ELSE 'stale' END;
END $$;
"""

#: The names of everything in the schema, each with its kind, as `OBJECTS_THERE` finds them.
OBJECTS: Final = frozenset(
    (
        "r register", "r facts", "r segments", "r names", "S names_place_seq",
        "i register_pkey unique", "i facts_pkey unique", "i facts_by_position",
        "i facts_by_notice unique", "i segments_pkey unique", "i one_entry_at_a_time exclusive",
        "i segments_by_identifier", "i segments_by_name", "i segments_by_kind", "i names_pkey unique",
        "check register_sole_check", f"function {RECORD_COMMIT.partition('$$')[2].rpartition('$$')[0]}",
    )
)  # fmt: skip
OBJECTS_THERE: Final = f"""
WITH ours AS (
    SELECT c.* FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE nspname = '{SCHEMA}'
)
SELECT concat_ws(' ', relkind, relname, CASE WHEN indisunique THEN 'unique' END,
    CASE WHEN indisexclusion THEN 'exclusive' END, CASE WHEN NOT indisvalid THEN 'invalid' END,
    CASE WHEN relrowsecurity THEN 'secured' END)
    FROM ours LEFT JOIN pg_index ON indexrelid = ours.oid
UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger JOIN ours ON ours.oid = tgrelid
UNION ALL SELECT 'rule ' || rulename FROM pg_rewrite JOIN ours ON ours.oid = ev_class
UNION ALL SELECT 'check ' || conname FROM pg_constraint JOIN ours ON ours.oid = conrelid
    WHERE contype NOT IN ('n', 'p', 'u', 'x')
UNION ALL SELECT 'function ' || prosrc FROM pg_proc JOIN pg_namespace AS n ON n.oid = pronamespace
    WHERE nspname = '{SCHEMA}'
"""
