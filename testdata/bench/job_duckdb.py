"""The job in DuckDB, whole and in a fresh database: job_duckdb.py EXPORT OUT.json THREADS"""

import os
import re

import duckdb

import shape

export, out, threads = shape.arguments()
text = {c: "VARCHAR" for c in shape.TEXT} | {c: "DOUBLE" for c in shape.NUMBERS} | {"timestamp": "TIMESTAMP"}
quoted = "'" + export.replace("'", "''") + "'"
source = {
    "parquet": f"read_parquet({quoted})",
    "csv": f"read_csv({quoted}, header = true, columns = {({c: text[c] for c in shape.COLUMNS})})",
    "ndjson": f"read_json({quoted}, format = 'newline_delimited', columns = {({c: text[c] for c in shape.NEEDED})})",
}[shape.ending(export)]

running = {q: f"sum({q}) OVER sofar" for q in shape.QUANTITIES} | {"bought": "(sum(bought) OVER sofar > 0)::BIGINT"}
added = {q: q for q in shape.QUANTITIES} | {"bought": "(sum(bought) OVER sofar > 0)::BIGINT - (sum(bought) OVER sofar - bought > 0)::BIGINT"}
counted = {q: f"sum({q})" for q in shape.QUANTITIES} | {"bought": "(sum(bought) > 0)::BIGINT"}


def when(q, period):
    return counted[q].replace(f"sum({q})", f"coalesce(sum({q}) FILTER (day IS {period}), 0)")


def growth(name, a, b):
    if b is None:
        return f"sum(new_{a}) AS {name}"
    return f"sum({a}::DOUBLE * {b} - ({a} - new_{a})::DOUBLE * ({b} - new_{b})) AS {name}"


def moment(name, a, b):
    # fsum: a plain sum of doubles hangs on which worker is done first, and what is worked out from it moves by more than 1e-9
    return f"fsum({a}) AS {name}" if b is None else f"fsum({a}::DOUBLE * {b}) AS {name}"


both = shape.QUANTITIES + ["before_" + q for q in shape.QUANTITIES]
fill = {
    "SOURCE": source, "KEEP": "VIEW" if shape.ending(export) == "parquet" else "TABLE",
    "FIRST": shape.FIRST, "LAST": shape.LAST, "DAY": shape.DAY, "WEEK": shape.WEEK, "ANSWER": shape.ANSWER,
    "SPLIT": ", ".join([f"{when(q, 'NOT NULL')} AS {q}" for q in shape.QUANTITIES] + [f"{when(q, 'NULL')} AS before_{q}" for q in shape.QUANTITIES]),
    "TOTALS": ", ".join(f"coalesce({q}, 0) AS {q}" for q in both),
    "MOMENTS": ", ".join(moment(*m) for m in shape.level_moments()),
    "RUNNING": ", ".join([f"{running[q]} AS {q}" for q in shape.QUANTITIES] + [f"{added[q]} AS new_{q}" for q in shape.QUANTITIES]),
    "GROWTH": ", ".join(growth(*m) for m in shape.day_moments()),
    "CUMULATED": ", ".join(f"sum({m[0]}) OVER sofar AS {m[0]}" for m in shape.day_moments()),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "job.sql")) as f:
    steps = re.split(r"^--> \w+\n", f.read(), flags=re.M)[1:]

db = duckdb.connect(":memory:", config={"threads": threads, "preserve_insertion_order": "false"})
for step in steps:
    db.execute(re.sub(r"\{([A-Z]+)\}", lambda m: str(fill[m[1]]), step))


def rows(table, order):
    q = db.execute(f"FROM {table} ORDER BY {order}")
    names = [d[0] for d in q.description]
    return [dict(zip(names, (float(v) if not isinstance(v, (str, int)) else v for v in r))) for r in q.fetchall()]


shape.write(out, rows("levels", "dimension, level, arm"), rows("days", "arm, day"))
