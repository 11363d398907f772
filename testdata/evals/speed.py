#!/usr/bin/env python3
"""Times `uptake evals` on a large evaluation, in turn with pandas doing its paired means alone:

    testdata/evals/speed.py [--rounds 5] [--work DIR]

Two versions of 100,000 items, five runs each, ten scores and the texts: two CSV files of some 520 MB together, the same
every time, kept in DIR. It needs Go, Linux, and pandas 3 in the Python that runs it. It prints medians of wall time, of CPU
time and of the peak of memory, and ends with 1 where a mean difference is more than 1e-12 away from that of pandas."""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ITEMS, REPEATS, SCORES = 100_000, 5, 10
WORDS = "we sent the refund on Monday after your bank asked for a second form, so the order stays open until it answers".split()

PANDAS = """
import json, sys
import pandas as pd
scores = [f"m{k}" for k in range(%d)]
a, b = (pd.read_csv(p, usecols=["item", "category", *scores]).groupby("item")[scores].mean() for p in sys.argv[1:3])
d = b - a
json.dump({m: [float(d[m].mean()), float(d[m].sem())] for m in scores}, open(sys.argv[3], "w"))
""" % SCORES

EVALS = """evals: speed
baseline: v1
versions: [{name: v1, path: v1.csv}, {name: v2, path: v2.csv}]
metrics:
  - {name: m0, role: primary, minimum_effect: 1pp}
  - {name: m1, role: guardrail, margin: 1pp}
  - {name: m2, role: guardrail, margin: 1pp}
""" + "".join("  - {name: m%d}\n" % k for k in range(3, SCORES))


def write(path, version, works):
    """One version: three scores that are 0 or 1, seven that are numbers of all digits."""
    r = random.Random(version)
    answers = [" ".join(r.choices(WORDS, k=46)) for _ in range(5000)]
    with open(path, "w") as f:
        f.write("item,repeat,category,input,output," + ",".join(f"m{k}" for k in range(SCORES)) + "\n")
        for i in range(ITEMS):
            asked = " ".join(random.Random(i).choices(WORDS, k=22))
            for k in range(REPEATS):
                scores = [str(int(r.random() < works)) for _ in range(3)] + [repr(r.random()) for _ in range(SCORES - 3)]
                f.write(f'item-{i:06d},{k + 1},{("billing", "tone", "summaries", "code")[i % 4]},"{asked}","'
                        + answers[r.randrange(len(answers))] + '",' + ",".join(scores) + "\n")


def measure(argv, cwd):
    """Wall and CPU seconds, and the peak of resident memory in MiB."""
    began = time.perf_counter()
    p = subprocess.Popen(argv, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(p.pid, 0)
    if (code := os.waitstatus_to_exitcode(status)) not in (0, 10, 11, 12, 13, 14):  # those of decisions
        raise SystemExit(f"{argv[0]} ended with {code}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    o = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    o.add_argument("--rounds", type=int, default=5)
    o.add_argument("--work", default=None, help="folder that keeps data and program (default: one that is removed)")
    o = o.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        work = os.path.abspath(o.work or spare)
        os.makedirs(work, exist_ok=True)
        program = os.path.join(work, "uptake")
        subprocess.run(["go", "build", "-ldflags=-s -w", "-o", program, "./cmd/uptake"], cwd=ROOT, check=True)
        for version, works in (("v1", 0.80), ("v2", 0.82)):
            if not os.path.exists(path := os.path.join(work, version + ".csv")):
                write(path + ".new", version, works)
                os.rename(path + ".new", path)
        with open(os.path.join(work, "evals.yaml"), "w") as f:
            f.write(EVALS)
        runs = {"uptake": [program, "evals", "evals.yaml", "--format", "json", "-o", "out", "--quiet"],
                "pandas, the paired means alone": [sys.executable, "-c", PANDAS, "v1.csv", "v2.csv", "pandas.json"]}
        samples = {name: [] for name in runs}
        for _ in range(o.rounds):
            for name, argv in runs.items():
                samples[name].append(measure(argv, work))
        print(f"medians of {o.rounds} rounds; load of the machine {os.getloadavg()[0]:.1f}")
        for name, s in samples.items():
            wall, cpu, memory = (statistics.median(x) for x in zip(*s))
            print(f"  {name:32} {wall:6.2f} s wall {cpu:6.2f} s CPU {memory:6.0f} MiB")
        with open(os.path.join(work, "out", "evals.json")) as f:
            ours = {m["metric"]: m["comparisons"][0]["abs"]["value"] for m in json.load(f)["metrics"]}
        with open(os.path.join(work, "pandas.json")) as f:
            theirs = json.load(f)
        worst = max(abs(ours[m] - mean) for m, (mean, _) in theirs.items())
        print(f"  the {len(theirs)} mean differences agree to {worst:.1e}")
        raise SystemExit(0 if worst <= 1e-12 else 1)


main()
