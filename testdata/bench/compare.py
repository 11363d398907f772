"""Holds the numbers of one job against those of another, or against readout.json:
compare.py A.json B.json [TIMES]

TIMES says that B's export is A's so many times over, with other ids: every sum of A is taken so often.

Counts and sums of whole numbers have to be equal, all else to 1e-9 of itself. A readout
holds estimates, not sums: they are worked out from the sums of a job here, by Welch's test
on means, and on ratios and adjusted means by what each unit adds to them (delta method)."""

import json
import math
import sys

from scipy.stats import t as student

import shape

TOLERANCE = 1e-9
WHOLE = {"units", "shown", "accepted", "ignored", "tasks", "bought"}
METRICS = {  # of experiment.yaml: numerator, denominator (none: the unit), a share of units
    "acceptance_rate": ("accepted", "shown"), "ignore_rate": ("ignored", "shown"), "tasks_per_user": ("tasks", None),
    "revenue_per_user": ("revenue", None), "ever_bought": ("bought", None), "latency_per_user": ("latency", None),
}


class Differences(list):
    """What is not equal, and how much was looked at."""

    looked = 0
    worst = 0.0

    def hold(self, name, got, want, exact=False):
        self.looked += 1
        if got is None or want is None:
            if got is not want:
                self.append(f"{name}: {got} is not {want}")
            return
        off = abs(got - want) / max(abs(want), 1e-300) if got != want else 0.0
        if not exact:
            self.worst = max(self.worst, off)
        if not off <= (0 if exact else TOLERANCE):
            self.append(f"{name}: {got!r} is not {want!r}")


def of_jobs(a, b):
    """Two jobs: every sum of every level and day."""
    d = Differences()
    for part, key in (("levels", ("dimension", "level", "arm")), ("days", ("arm", "day"))):
        rows = [{tuple(r[k] for k in key): r for r in x[part]} for x in (a, b)]
        d.hold(f"{part}: rows", len(rows[0]), len(rows[1]), exact=True)
        for k in sorted(rows[1]):
            for q, want in rows[1][k].items():
                if q not in key and want is not None:
                    exact = all(w in WHOLE for w in q.replace("before_", "").split("_"))
                    d.hold(f"{part} {k} {q}", rows[0].get(k, {}).get(q), want, exact)
    return d


def spread(row, a, b):
    """Sum of products of a and b about their means."""
    name = next(n for n in (f"{a}_{b}", f"{b}_{a}") if n in row)
    return row[name] - row[a] * row[b] / row["units"]


def estimate(row, numerator, denominator):
    """Value and variance of a mean or ratio."""
    n = row["units"]
    if denominator is None:
        return row[numerator] / n, spread(row, numerator, numerator) / (n - 1) / n
    r = row[numerator] / row[denominator]
    about = spread(row, numerator, numerator) - 2 * r * spread(row, numerator, denominator) + r * r * spread(row, denominator, denominator)
    return r, about / (n - 1) * n / row[denominator] ** 2


def welch(control, treatment):
    """Difference of two (value, variance, units): interval, error, degrees of freedom and p."""
    (a, va, na), (b, vb, nb) = control, treatment
    se = math.sqrt(va + vb)
    df = (va + vb) ** 2 / (va**2 / (na - 1) + vb**2 / (nb - 1))
    half = student.isf(0.025, df) * se
    return {"value": b - a, "lo": b - a - half, "hi": b - a + half, "se": se, "df": df, "p": 2 * student.sf(abs(b - a) / se, df)}


def adjusted(rows, numerator, denominator):
    """The difference after what the week before says of it (CUPED).

    A mean has one slope over all units. Of a ratio, now and before, stands what each unit adds
    to its arm's, (numerator − ratio·denominator) over the mean denominator, and the slope is
    that of the summed variances."""
    sides = []
    for r in rows:

        def parts(prefix):
            a = prefix + numerator
            if denominator is None:
                return r[a] / r["units"], [(a, 1.0)]
            b = prefix + denominator
            return r[a] / r[b], [(a, r["units"] / r[b]), (b, -r[a] / r[b] * r["units"] / r[b])]

        def cross(a, b):
            return sum(p * q * spread(r, i, j) for i, p in a for j, q in b)

        (y, now), (x, before) = parts(""), parts("before_")
        sides.append((r["units"], y, x, cross(now, now), cross(now, before), cross(before, before)))
    if denominator is None:
        n = sum(s[0] for s in sides)
        y, x = (sum(s[0] * s[k] for s in sides) / n for k in (1, 2))
        over = sum(s[4] + s[0] * (s[1] - y) * (s[2] - x) for s in sides)
        under = sum(s[5] + s[0] * (s[2] - x) ** 2 for s in sides)
    else:
        over, under = (sum(s[k] / (s[0] - 1) for s in sides) for k in (4, 5))
    theta = over / under
    return welch(*[(y - theta * x, (yy - 2 * theta * xy + theta**2 * xx) / (n - 1) / n, n) for n, y, x, yy, xy, xx in sides]) | {"theta": theta}


def of_readout(job, readout):
    """A job against readout.json."""
    d = Differences()
    levels = {(r["dimension"], r["level"], r["arm"]): r for r in job["levels"]}
    days = {(r["arm"], r["day"]): r for r in job["days"]}
    arms = ("control", "treatment")

    def hold_arms(dimension, level, metric, stated):
        numerator, denominator = METRICS[metric]
        for a in stated:
            r, name = levels[dimension, level, a["arm"]], f"{dimension} {level} {metric} {a['arm']}"
            d.hold(name + " units", r["units"], a["units"], exact=True)
            d.hold(name + " numerator", r[numerator], a["numerator"], exact=numerator in WHOLE)
            d.hold(name + " denominator", r[denominator or "units"], a["denominator"], exact=True)
            value, variance = estimate(r, numerator, denominator)
            if metric == "ever_bought":  # the error of a share is that of its two outcomes
                variance = value * (1 - value) / r["units"]
            d.hold(name + " value", value, a["value"])
            d.hold(name + " se", math.sqrt(variance), a["se"])

    for m in readout["metrics"]:
        if m["name"] not in METRICS:
            continue
        hold_arms("all", "", m["name"], m["arms"])
        rows, (numerator, denominator) = [levels["all", "", a] for a in arms], METRICS[m["name"]]
        c = m["comparisons"][0]
        if m["name"] != "ever_bought":  # which is compared by other methods than Welch's
            made = welch(*[(*estimate(r, numerator, denominator), r["units"]) for r in rows])
            for k in ("se", "df", "p"):
                d.hold(f"{m['name']} {k}", made[k], c[k])
            for k in ("value", "lo", "hi"):
                d.hold(f"{m['name']} {k}", made[k], c["abs"][k])
        made = adjusted(rows, numerator, denominator)
        for k in ("theta", "se", "df", "p"):
            d.hold(f"{m['name']} adjusted {k}", made[k], c["cuped"][k])
        for k in ("value", "lo", "hi"):
            d.hold(f"{m['name']} adjusted {k}", made[k], c["cuped"]["abs"][k])
        for name, test in job.get("tests", {}).items():
            # tea-tasting compares shares by a t test, and a ratio before the exposure about one ratio of both arms.
            if name == m["name"]:
                d.hold(name + " of tea-tasting", test["value"], c["abs"]["value"])
                if name != "ever_bought":
                    d.hold(name + " p of tea-tasting", test["p"], c["p"])
            elif name == m["name"] + "_adjusted" and denominator is None:
                d.hold(name + " of tea-tasting", test["value"], c["cuped"]["abs"]["value"])
                d.hold(name + " p of tea-tasting", test["p"], c["cuped"]["p"])
    for s in readout["segments"]:
        if s["metric"] in METRICS:
            hold_arms(s["dimension"], s["level"], s["metric"], s["arms"])
    epoch = shape.FIRST // shape.DAY
    for s in readout["series"]:
        if s["metric"] not in METRICS:
            continue
        numerator, denominator = METRICS[s["metric"]]
        on = epoch + (shape.datetime.fromisoformat(s["day"]) - shape.datetime(2026, 4, 1)).days
        rows = [days[a, max(x for b, x in days if b == a and x <= on)] for a in arms]  # a day that adds nothing has no row
        name = f"{s['metric']} {s['day']}"
        d.hold(name + " units", sum(r["units"] for r in rows), s["units"], exact=True)
        if s["metric"] != "ever_bought":
            made = welch(*[(*estimate(r, numerator, denominator), r["units"]) for r in rows])
            for k in ("value", "lo", "hi"):
                d.hold(f"{name} {k}", made[k], s["abs"][k])
    return d


def times(job, n):
    """The job over n copies of its export: every sum is n times what it was."""
    for part in ("levels", "days"):
        job[part] = [{k: v if k in ("dimension", "level", "arm", "day") or v is None else n * v for k, v in r.items()} for r in job[part]]
    return job


def compare(a, b, n="1"):
    """Differences of a job, n times over, from another, or from a readout."""
    with open(a) as f, open(b) as g:
        x, y = times(json.load(f), int(n)), json.load(g)
    return of_readout(x, y) if "metrics" in y else of_jobs(x, y)


if __name__ == "__main__":
    found = compare(*sys.argv[1:4])
    print(f"{found.looked} numbers looked at, the worst {found.worst:.1e} off, {len(found)} unequal")
    for line in found[:40]:
        print("  " + line)
    sys.exit(1 if found or not found.looked else 0)
