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
