"""The job in pandas, with tea-tasting for the tests, as people do it today:
job_pandas.py EXPORT OUT.json THREADS. Its tests stand beside its sums."""

import pandas as pd
import pyarrow
import tea_tasting as tt

import shape

export, out, threads = shape.arguments()
pyarrow.set_cpu_count(threads)

kind = shape.ending(export)
if kind == "parquet":
    e = pd.read_parquet(export, columns=shape.NEEDED)
elif kind == "csv":
    e = pd.read_csv(export, usecols=shape.NEEDED, dtype={c: "str" for c in shape.NEEDED if c not in shape.NUMBERS})
else:
    e = pd.concat(part[shape.NEEDED] for part in pd.read_json(export, lines=True, chunksize=500_000, convert_dates=False))
e = e.drop_duplicates(["user_id", "event_id"])
us = pd.to_datetime(e["timestamp"], utc=True, format="ISO8601").astype("datetime64[us, UTC]").astype("int64")
e = e.drop(columns=["timestamp", "event_id"]).assign(us=us)

exposed = e[(e.event_name == "exposure") & (e.experiment == "inline-suggestions") & (e.us >= shape.FIRST) & (e.us < shape.LAST)].sort_values("us", kind="stable")
units = exposed.groupby("user_id").agg(since=("us", "first"), arm=("variant", "min"), other=("variant", "max"), platform=("platform", "first"), plan=("plan", "first"))
units = units[units.arm == units.other].drop(columns="other")

e = e.merge(units[["since"]], left_on="user_id", right_index=True)
e = e[(e.us >= e.since - shape.WEEK) & (e.us < e.since + shape.WEEK + shape.ANSWER)]
shown = e[e.event_name == "suggestion_shown"]
answers = e[e.event_name.isin(["suggestion_accepted", "suggestion_dismissed"])].sort_values(["us", "event_name"], kind="stable")
answers = answers.drop_duplicates(["user_id", "suggestion_id"])[["user_id", "suggestion_id", "event_name", "us"]]
s = shown.merge(answers, on=["user_id", "suggestion_id"], how="left", suffixes=("", "_answer"))
in_time = s.us_answer <= s.us + shape.ANSWER
others = e[e.event_name.isin(["task_completed", "purchase"])]
task, bought = (others.event_name == "task_completed").astype("int64"), (others.event_name == "purchase").astype("int64")
facts = pd.concat([
    pd.DataFrame({"user_id": s.user_id, "since": s.since, "us": s.us, "counts": s.us + shape.ANSWER, "shown": 1,
                  "accepted": (in_time & (s.event_name_answer == "suggestion_accepted")).astype("int64"), "ignored": (~in_time).astype("int64")}),
    pd.DataFrame({"user_id": shown.user_id, "since": shown.since, "us": shown.us, "counts": shown.us, "latency": shown.latency_ms}),
    pd.DataFrame({"user_id": others.user_id, "since": others.since, "us": others.us, "counts": others.us, "tasks": task, "bought": bought, "revenue": others.value.where(bought == 1, 0.0)}),
]).fillna({q: 0 for q in shape.QUANTITIES})
facts = facts[facts.us < facts.since + shape.WEEK]
after = facts[facts.us >= facts.since]


def totals(rows):
    sums = rows.groupby("user_id")[shape.QUANTITIES].sum()
    return sums.assign(bought=(sums.bought > 0).astype("int64"))


total = units.join(totals(after)).join(totals(facts[facts.us < facts.since]).add_prefix("before_"))
total = total.fillna({q: 0 for q in shape.QUANTITIES + ["before_" + q for q in shape.QUANTITIES]})


def plain(v):
    return v if isinstance(v, str) else v.item()


levels = []
for dimension in [None] + shape.DIMENSIONS:
    keys = ["arm"] + ([dimension] if dimension else [])
    products = pd.DataFrame({name: total[a] if b is None else total[a].astype(float) * total[b] for name, a, b in shape.level_moments()})
    grouped = products.assign(units=1, **{k: total[k] for k in keys}).groupby(keys).sum().reset_index()
    for row in grouped.to_dict("records"):
        levels.append({"dimension": dimension or "all", "level": row.pop(dimension) if dimension else "", **{k: plain(v) if hasattr(v, "item") else v for k, v in row.items()}})

cells = after.assign(day=after.counts // shape.DAY).groupby(["user_id", "day"])[shape.QUANTITIES].sum()
now = cells.groupby(level="user_id").cumsum()
was = now - cells
for frame in (now, was):
    frame["bought"] = (frame["bought"] > 0).astype("int64")
growth = pd.DataFrame({name: now[a] - was[a] if b is None else now[a] * now[b] - was[a] * was[b] for name, a, b in shape.day_moments()})
grown = growth.join(units["arm"], on="user_id").groupby(["arm", "day"]).sum()
entered = units.groupby(["arm", (units.since // shape.DAY).rename("day")]).size().rename("units")
days = pd.concat([grown, entered], axis=1).fillna(0).sort_index().groupby(level="arm").cumsum().reset_index()

experiment = tt.Experiment(
    variant="arm",
    acceptance_rate=tt.RatioOfMeans("accepted", "shown"), acceptance_rate_adjusted=tt.RatioOfMeans("accepted", "shown", "before_accepted", "before_shown"),
    ignore_rate=tt.RatioOfMeans("ignored", "shown"), ignore_rate_adjusted=tt.RatioOfMeans("ignored", "shown", "before_ignored", "before_shown"),
    tasks_per_user=tt.Mean("tasks"), tasks_per_user_adjusted=tt.Mean("tasks", "before_tasks"),
    revenue_per_user=tt.Mean("revenue"), revenue_per_user_adjusted=tt.Mean("revenue", "before_revenue"),
    ever_bought=tt.Mean("bought"), ever_bought_adjusted=tt.Mean("bought", "before_bought"),
    latency_per_user=tt.Mean("latency"), latency_per_user_adjusted=tt.Mean("latency", "before_latency"),
)
result = experiment.analyze(total, control="control")
tests = {name: {"value": float(r.treatment - r.control), "p": float(r.pvalue)} for name, r in result.items()}
shape.write(out, levels, [{k: plain(v) if hasattr(v, "item") else v for k, v in row.items()} for row in days.to_dict("records")], tests=tests)
