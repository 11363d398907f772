"""The job in polars, lazy and streaming: job_polars.py EXPORT OUT.json THREADS"""

import os

import shape

export, out, threads = shape.arguments()
os.environ["POLARS_MAX_THREADS"] = str(threads)  # read when polars is imported

import polars as pl  # noqa: E402

types = {c: pl.String for c in shape.TEXT} | {c: pl.Float64 for c in shape.NUMBERS} | {"timestamp": pl.Datetime("us")}
kind = shape.ending(export)
if kind == "parquet":
    scanned = pl.scan_parquet(export)
elif kind == "csv":
    scanned = pl.scan_csv(export, schema={c: types[c] for c in shape.COLUMNS})
else:
    scanned = pl.scan_ndjson(export, schema={c: pl.String if c == "timestamp" else types[c] for c in shape.NEEDED})
    scanned = scanned.with_columns(pl.col("timestamp").str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us"))
source = scanned.select(shape.NEEDED).with_columns(us=pl.col("timestamp").dt.epoch("us"))


def collect(frame):
    return frame.collect(engine="streaming")


first = pl.col("us").arg_min()
units = collect(
    source.filter((pl.col("event_name") == "exposure") & (pl.col("experiment") == "inline-suggestions") & (pl.col("us") >= shape.FIRST) & (pl.col("us") < shape.LAST))
    .group_by("user_id")
    .agg(since=pl.col("us").min(), arm=pl.col("variant").min(), other=pl.col("variant").max(), platform=pl.col("platform").get(first), plan=pl.col("plan").get(first))
    .filter(pl.col("arm") == pl.col("other")).drop("other").with_row_index("unit")
)
codes = {"suggestion_shown": 0, "suggestion_accepted": 1, "suggestion_dismissed": 2, "task_completed": 3, "purchase": 4}
facts = (
    source.filter(pl.col("event_name").is_in(list(codes)))
    .join(units.lazy().select("user_id", "unit", "since"), on="user_id")
    .filter((pl.col("us") >= pl.col("since") - shape.WEEK) & (pl.col("us") < pl.col("since") + shape.WEEK + shape.ANSWER))
    .select(
        "unit", "since", "us", kind=pl.col("event_name").replace_strict(codes, return_dtype=pl.Int8), row=pl.col("event_id").hash(), suggestion=pl.col("suggestion_id").hash(),
        amount=pl.when(pl.col("event_name") == "suggestion_shown").then("latency_ms").otherwise("value"),
    )
    .unique(["unit", "row"])
)
facts = collect(facts).lazy()  # two steps read it
in_time = pl.col("answered") <= pl.col("us") + shape.ANSWER
whole = {"shown": 0, "accepted": 0, "ignored": 0, "tasks": 0, "bought": 0}
suggestions = (
    facts.filter(pl.col("kind") < 3).group_by("unit", "suggestion")
    .agg(since=pl.col("since").first(), us=pl.col("us").filter(pl.col("kind") == 0).min(), answer=(pl.col("us") * 4 + pl.col("kind")).filter(pl.col("kind") > 0).min())
    .filter(pl.col("us").is_not_null()).with_columns(answered=pl.col("answer") // 4)
    .select(
        "unit", "since", "us", counts=pl.col("us") + shape.ANSWER, shown=pl.lit(1), accepted=((pl.col("answer") % 4 == 1) & in_time).fill_null(False).cast(pl.Int32),
        ignored=(~in_time.fill_null(False)).cast(pl.Int32), tasks=pl.lit(0), bought=pl.lit(0), revenue=pl.lit(0.0), latency=pl.lit(0.0),
    )
)
others = facts.filter(pl.col("kind").is_in([0, 3, 4])).select(
    "unit", "since", "us", counts=pl.col("us"), shown=pl.lit(0), accepted=pl.lit(0), ignored=pl.lit(0), tasks=(pl.col("kind") == 3).cast(pl.Int32), bought=(pl.col("kind") == 4).cast(pl.Int32),
    revenue=pl.when(pl.col("kind") == 4).then("amount").otherwise(0.0), latency=pl.when(pl.col("kind") == 0).then(pl.col("amount").fill_null(0.0)).otherwise(0.0),
)
cells = collect(
    pl.concat([suggestions, others]).filter(pl.col("us") < pl.col("since") + shape.WEEK)
    .group_by("unit", day=pl.when(pl.col("us") >= pl.col("since")).then(pl.col("counts") // shape.DAY))
    .agg(pl.col(*whole).cast(pl.Int64).sum(), pl.col("revenue", "latency").sum())
)


def moment(name, a, b):
    return pl.col(a).sum().alias(name) if b is None else (pl.col(a).cast(pl.Float64) * pl.col(b)).sum().alias(name)


def totals(frame, prefix):
    sums = [pl.col(q).sum().alias(prefix + q) if q != "bought" else (pl.col(q).sum() > 0).cast(pl.Int64).alias(prefix + q) for q in shape.QUANTITIES]
    return frame.group_by("unit").agg(sums)


after, before = cells.filter(pl.col("day").is_not_null()), cells.filter(pl.col("day").is_null())
total = units.join(totals(after, ""), on="unit", how="left").join(totals(before, "before_"), on="unit", how="left")
total = total.with_columns(pl.col(q).fill_null(0) for q in shape.QUANTITIES + ["before_" + q for q in shape.QUANTITIES])
levels = []
for dimension in [None] + shape.DIMENSIONS:
    keys = ["arm"] + ([dimension] if dimension else [])
    for row in total.group_by(keys).agg(pl.len().alias("units"), *[moment(*m) for m in shape.level_moments()]).to_dicts():
        levels.append({"dimension": dimension or "all", "level": row.pop(dimension) if dimension else "", **row})

running = after.sort("unit", "day").with_columns(pl.col(q).cum_sum().over("unit").alias("all_" + q) for q in shape.QUANTITIES)
running = running.with_columns(bought=(pl.col("all_bought") > 0).cast(pl.Int64) - (pl.col("all_bought") - pl.col("bought") > 0).cast(pl.Int64), all_bought=(pl.col("all_bought") > 0).cast(pl.Int64))


def growth(name, a, b):
    if b is None:
        return pl.col(a).sum().alias(name)
    now, was = (pl.col("all_" + a).cast(pl.Float64) * pl.col("all_" + b)), (pl.col("all_" + a) - pl.col(a)).cast(pl.Float64) * (pl.col("all_" + b) - pl.col(b))
    return (now - was).sum().alias(name)


names = [m[0] for m in shape.day_moments()]
grown = running.join(units.select("unit", "arm"), on="unit").group_by("arm", "day").agg(growth(*m) for m in shape.day_moments())
entered = units.group_by("arm", day=pl.col("since") // shape.DAY).agg(units=pl.len())
days = grown.join(entered, on=["arm", "day"], how="full", coalesce=True).sort("arm", "day")
days = days.with_columns(pl.col("units", *names).fill_null(0).cum_sum().over("arm"))
shape.write(out, levels, days.to_dicts())
