"""Reads every file of the manifest through `uptake study` and compares it row by row with the truth.

usage: compare.py UPTAKE FOLDER [WRITER...]: prints a line a case and fails where one is wrong.
"""
import datetime
import decimal
import json
import os
import subprocess
import sys

import pyarrow.parquet

import manifest
import truth

PARTS = {"s": 10**6, "ms": 10**3, "us": 1}


def cut(t, unit):
    """Times as a writer that keeps less than microseconds leaves them."""
    return None if t is None else t.replace(microsecond=t.microsecond // PARTS[unit] * PARTS[unit])


def text(v):
    if v is None:
        return ""
    if isinstance(v, bool):
        return "true" if v else "false"
    return str(v)


def same(column, got, want):
    if column in ("tier", "price") and got != "" and want is not None:
        try:
            return (decimal.Decimal(got) == want) if column == "tier" else float(got) == want
        except (ArithmeticError, ValueError):
            return False
    if column == "flag":
        return got.lower() in {"": [""], "true": ["true", "1", "t"], "false": ["false", "0", "f"]}[text(want)]
    return got == text(want)


def compare(uptake, folder, case):
    skip = case.get("without", [])
    attributes = [c for c in ("note", "acct", "uuid", "tier", "price", "flag", "day", "small", "region") if c not in skip]
    experiment = {
        "experiment": "writers", "layout": "suggestions", "duplicates": "keep", "max_bad_rows": "0",
        "sources": [dict({"path": case["path"]}, **case.get("source", {}))],
        "columns": {"suggestion_id": "sid", "unit": "uid", "arm": "arm", "ts": "ts", "decided_at": "decided", "outcome": "outcome"},
        "arms": [{"name": "control", "control": "true"}, {"name": "treatment"}],
        "suggestions": {"attribution": "1h"}, "attributes": attributes, "metrics": [{"name": "acceptance_rate"}],
    }
    experiment.update(case.get("experiment", {}))
    file = os.path.join(folder, case["name"] + ".json")
    with open(file, "w") as f:
        json.dump(experiment, f)
    out = os.path.join(folder, "study", case["name"])
    run = subprocess.run([uptake, "study", file, "-o", out, "--quiet"], capture_output=True, text=True)
    if run.returncode != 0:
        return "refused", run.stderr.strip().removeprefix("uptake: ")
    table = pyarrow.parquet.read_table(os.path.join(out, "suggestions.parquet")).to_pylist()
    by_id = {r["suggestion_id"]: r for r in table}
    keep = case.get("keep", lambda r: True)
    want = [r for r in truth.rows() if keep(r)]
    if len(by_id) != len(want) or len(table) != len(want):
        return "wrong", f"{len(table)} rows, {len(want)} were written"
    unit = case.get("times", "us")
    for w in want:
        g = by_id.get(w["sid"])
        if g is None:
            return "wrong", f"{w['sid']} is missing"
        if g["unit"] != w["uid"] or not g["state"].startswith(("immature", "pending", w["outcome"])):
            return "wrong", f"{w['sid']}: unit {g['unit']}, state {g['state']}, decision {g['decision']}"
        for name, column in (("ts", "shown_at"), ("decided", "decided_at")):
            if name == "decided" and w["outcome"] == "ignored":
                continue
            if g[column] != cut(w[name], unit):
                return "wrong", f"{w['sid']}: {column} is {g[column]}, {cut(w[name], unit)} was written"
        for a in attributes:
            got = g.get(a)
            if isinstance(got, (int, float)) and not isinstance(got, bool):
                got = repr(got)
            if not same(a, "" if got is None else str(got), case.get("as", {}).get(a, lambda v: v)(w[a])):
                return "wrong", f"{w['sid']}: {a} is {got!r}, {w[a]!r} was written"
    return "right", ""


def main():
    uptake, folder, *names = sys.argv[1:]
    counts, lines = {"right": 0, "refused": 0, "wrong": 0}, []
    for case in manifest.cases(folder, names):
        verdict, why = compare(uptake, folder, case)
        counts[verdict] += 1
        line = f"{verdict:8} {case['name']}"
        if why:
            line += ": " + why.replace(folder, "FOLDER").split("\n")[0][:260]
        lines.append(line)
        print(line, flush=True)
    print(", ".join(f"{n} {v}" for v, n in counts.items()))
    sys.exit(counts["wrong"] > 0)


if __name__ == "__main__":
    main()
