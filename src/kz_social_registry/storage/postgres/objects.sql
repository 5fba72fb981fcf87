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
