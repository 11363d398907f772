"""What the three Python jobs and the comparison share: the columns of the export, the
bounds of the experiment, and the names of what comes out of every job.

A job writes two lists: "levels", one row a dimension, level and arm, and "days", one row an
arm and day. Of every quantity q of a unit a level has the sum q and the sum of squares q_q;
of pairs that a ratio or an adjustment needs, the sum of products a_b. before_q is the same
quantity in the week before the unit's exposure. A day holds everything up to its end."""

import json
import os
import sys
from datetime import datetime, timezone

FIRST = int(datetime(2026, 4, 1, tzinfo=timezone.utc).timestamp()) * 1_000_000
DAY = 86_400_000_000
LAST, WEEK, ANSWER = FIRST + 7 * DAY, 7 * DAY, 300_000_000

TEXT = ["event_id", "user_id", "session_id", "event_name", "experiment", "variant", "suggestion_id", "surface", "model", "platform", "plan", "country"]
IDS = ["event_id", "user_id", "session_id", "suggestion_id"]
NUMBERS = ["latency_ms", "confidence", "value"]
COLUMNS = ["event_id", "timestamp"] + TEXT[1:] + NUMBERS
NEEDED = ["timestamp", "event_id", "user_id", "event_name", "experiment", "variant", "suggestion_id", "platform", "plan", "latency_ms", "value"]

QUANTITIES = ["shown", "accepted", "ignored", "tasks", "revenue", "bought", "latency"]
RATIOS = [("accepted", "shown"), ("ignored", "shown")]
DIMENSIONS = ["platform", "plan"]


def level_moments():
    """Names of the sums of a level and the two factors that each is of; none for a plain sum."""
    every = QUANTITIES + ["before_" + q for q in QUANTITIES]
    out = [(q, q, None) for q in every] + [(f"{q}_{q}", q, q) for q in every]
    out += [(f"{q}_before_{q}", q, "before_" + q) for q in QUANTITIES]
    for a, b in RATIOS:
        out += [(f"{a}_{b}", a, b), (f"before_{a}_before_{b}", "before_" + a, "before_" + b)]
        out += [(f"{a}_before_{b}", a, "before_" + b), (f"{b}_before_{a}", b, "before_" + a)]
    return out


def day_moments():
    return [(q, q, None) for q in QUANTITIES] + [(f"{q}_{q}", q, q) for q in QUANTITIES] + [(f"{a}_{b}", a, b) for a, b in RATIOS]


def ending(path):
    """The format of an export: parquet, csv or ndjson."""
    name = os.path.basename(path)
    return "csv" if ".csv" in name else "ndjson" if ".ndjson" in name else "parquet"


def arguments():
    """EXPORT OUT.json THREADS of a job's command line."""
    return sys.argv[1], sys.argv[2], int(sys.argv[3])


def write(path, levels, days, **more):
    with open(path, "w") as f:
        json.dump({"levels": levels, "days": days, **more}, f)
