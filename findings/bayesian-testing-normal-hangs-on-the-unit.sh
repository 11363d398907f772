#!/bin/bash
# A good guess: a chance to be best computed without a word about priors is that of the data, so the same costs in dollars and in cents give the same chance.
# bayesian-testing 0.10.0, NormalDataTest with its defaults: 300 costs a request of .0010 to .0012 and 300 of .0011 to .0013 dollars (15 standard errors apart) give the second a chance of .59 to be the larger; in cents, and in thousandths of a dollar, it is 1. The prior stands at a mean of 1 with the weight of a hundredth of a value, whatever the unit: far from 1, that hundredth is most of the variance.
# For us: chances rest on a prior of the relative lift, so no unit of money or time moves them; a chance from elsewhere is not compared before its unit and prior are known.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q bayesian-testing==0.10.0 2>&1 | grep -v notice || true
cat > "$dir/units.py" <<'PY'
from importlib.metadata import version

import numpy as np
from bayesian_testing.experiments import NormalDataTest

print("bayesian-testing", version("bayesian-testing"))
a, b = (np.array([0.0010, 0.0011, 0.0012] * 100) + more for more in (0, 0.0001))
apart = (b.mean() - a.mean()) / np.sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
print(f"the means are {apart:.1f} standard errors apart in every unit")
chance = {}
for unit, times in (("dollars", 1), ("cents", 100), ("thousandths", 1000)):
    test = NormalDataTest()
    test.add_variant_data("a", times * a)
    test.add_variant_data("b", times * b)
    found = test.evaluate(sim_count=200_000, seed=1)[1]
    chance[unit] = float(found["prob_being_best"])
    lo, hi = found["credible_interval"]
    print(f"in {unit}: chance of b {chance[unit]:.3f}, its mean between {lo:.5g} and {hi:.5g}, every value between {times * b.min():.5g} and {times * b.max():.5g}")
assert 0.55 < chance["dollars"] < 0.63, chance
assert chance["cents"] == chance["thousandths"] == 1, chance
PY
"$dir/venv/bin/python" -W ignore "$dir/units.py"
