-- What experiment.yaml asks for, in DuckDB. {SOURCE} is the reader of the export,
-- {FIRST} and {LAST} bound the first exposures in microseconds, {DAY}, {WEEK} and
-- {ANSWER} are lengths in microseconds. One statement a step; a step's name stands
-- behind its arrow. Text becomes numbers at the first join: users are numbered,
-- ids hashed, events coded.

--> source
-- A Parquet file is read twice, each time only the columns that a step needs; text is parsed once.
CREATE TEMP {KEEP} source AS
SELECT epoch_us(timestamp) AS us, event_id, user_id, event_name, experiment, variant, suggestion_id,
       platform, plan, latency_ms, value
FROM {SOURCE};

--> units
CREATE TEMP TABLE units AS
SELECT (row_number() OVER ())::INTEGER AS unit, user_id, since, arm, platform, plan
FROM (
  SELECT user_id, min(us) AS since, min(variant) AS arm, max(variant) AS other,
         arg_min(platform, us) AS platform, arg_min(plan, us) AS plan
  FROM source
  WHERE event_name = 'exposure' AND experiment = 'inline-suggestions' AND us >= {FIRST} AND us < {LAST}
  GROUP BY user_id)
WHERE arm = other;

--> facts
-- Everything that counts of a unit, from a week before its exposure on, each delivery once.
CREATE TEMP TABLE facts AS
SELECT DISTINCT ON (unit, row_id) unit, since, us, kind, suggestion, amount
FROM (
  SELECT unit, since, us, hash(event_id) AS row_id, hash(suggestion_id) AS suggestion,
         CASE event_name WHEN 'suggestion_shown' THEN 0 WHEN 'suggestion_accepted' THEN 1 WHEN 'suggestion_dismissed' THEN 2
                         WHEN 'task_completed' THEN 3 ELSE 4 END::TINYINT AS kind,
         CASE event_name WHEN 'suggestion_shown' THEN latency_ms WHEN 'purchase' THEN value END AS amount
  FROM source JOIN units USING (user_id)
  WHERE event_name IN ('suggestion_shown', 'suggestion_accepted', 'suggestion_dismissed', 'task_completed', 'purchase')
    AND us >= since - {WEEK} AND us < since + {WEEK} + {ANSWER});

--> cells
-- One row a unit and day; day is null for the week before exposure. A suggestion takes
-- its first answer if that came in time, and counts on the day on which that time ends.
CREATE TEMP TABLE cells AS
WITH suggestions AS (
  SELECT unit, any_value(since) AS since, min(us) FILTER (kind = 0) AS us,
         min(us * 4 + kind) FILTER (kind > 0) AS answer
  FROM facts WHERE kind < 3
  GROUP BY unit, suggestion
), counted AS (
  SELECT unit, since, us, us + {ANSWER} AS counts, 1 AS shown, coalesce(answer % 4 = 1 AND answer // 4 <= us + {ANSWER}, false)::INTEGER AS accepted,
         coalesce(answer // 4 <= us + {ANSWER}, false)::INTEGER AS answered, 0 AS tasks, 0 AS bought, 0.0 AS revenue, 0.0 AS latency
  FROM suggestions WHERE us IS NOT NULL
  UNION ALL
  SELECT unit, since, us, us, 0, 0, 0, (kind = 3)::INTEGER, (kind = 4)::INTEGER,
         CASE kind WHEN 4 THEN amount ELSE 0.0 END, CASE kind WHEN 0 THEN coalesce(amount, 0.0) ELSE 0.0 END
  FROM facts WHERE kind IN (0, 3, 4)
)
SELECT unit, CASE WHEN us >= since THEN (counts // {DAY})::INTEGER END AS day,
       sum(shown)::BIGINT AS shown, sum(accepted)::BIGINT AS accepted, sum(shown - answered)::BIGINT AS ignored,
       sum(tasks)::BIGINT AS tasks, sum(revenue) AS revenue, sum(bought)::BIGINT AS bought, sum(latency) AS latency
FROM counted
WHERE us < since + {WEEK}
GROUP BY ALL;

--> totals
CREATE TEMP TABLE totals AS
SELECT units.unit, arm, platform, plan, {TOTALS}
FROM units LEFT JOIN (
  SELECT unit, {SPLIT}
  FROM cells GROUP BY unit) USING (unit);

--> levels
CREATE TEMP TABLE levels AS
SELECT CASE WHEN grouping(platform) = 0 THEN 'platform' WHEN grouping(plan) = 0 THEN 'plan' ELSE 'all' END AS dimension,
       coalesce(platform, plan, '') AS level, arm, count(*) AS units, {MOMENTS}
FROM totals
GROUP BY GROUPING SETS ((arm), (arm, platform), (arm, plan));

--> days
-- Sums and squares of everything up to the end of each day: what a day adds to a unit's
-- running sum changes its square by the difference.
CREATE TEMP TABLE days AS
WITH running AS (
  SELECT unit, day, {RUNNING}
  FROM cells WHERE day IS NOT NULL
  WINDOW sofar AS (PARTITION BY unit ORDER BY day)
), grown AS (
  SELECT arm, day, {GROWTH}
  FROM running JOIN units USING (unit) GROUP BY arm, day
), entered AS (
  SELECT arm, (since // {DAY})::INTEGER AS day, count(*) AS units FROM units GROUP BY ALL
)
SELECT arm, day, sum(coalesce(units, 0)) OVER sofar AS units, {CUMULATED}
FROM grown FULL JOIN entered USING (arm, day)
WINDOW sofar AS (PARTITION BY arm ORDER BY day);
