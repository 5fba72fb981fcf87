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
