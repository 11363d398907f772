#!/bin/bash
# A good guess: GrowthBook's comparison of medians raises an alarm in 5 of 100 experiments without an effect, whatever is counted.
# gbstats 0.8.0 (numpy 1.26.4): medians of counts whose middle lies at a step differ by a whole step or not at all; about 50 in 100 such A/As have p < 0.05, and 3,300 against 3,100 of 6,400 users at or below 3 give p = 0 with a lift of 33.33% to 33.34%, where the shares themselves give p = 0.0004.
# For us: of rounded or counted values compare the shares beyond the pooled quantile, and believe no medians of a peer where values repeat.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q gbstats==0.8.0 numpy==1.26.4 scipy==1.17.1 2>&1 | grep -v notice || true
"$dir/venv/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from gbstats.frequentist.tests import FrequentistConfig, TwoSidedTTest
from gbstats.models.statistics import QuantileStatistic
from scipy.stats import chi2_contingency

USERS = 6400
half = 1.959963984540054 * np.sqrt(0.25 / USERS)


def median(x):
    lo, mid, hi = np.quantile(x, [0.5 - half, 0.5, 0.5 + half], method="inverted_cdf")
    return QuantileStatistic(n=USERS, n_star=USERS, nu=0.5, quantile_hat=float(mid), quantile_lower=float(lo), quantile_upper=float(hi))


def compare(a, b):
    return TwoSidedTTest(median(a), median(b), FrequentistConfig()).compute_result()


def counts(at_most_3):
    return np.repeat([2, 3, 4], [2400, at_most_3 - 2400, USERS - at_most_3])


random = np.random.default_rng(1)
draws = 400
alarms = sum(compare(random.poisson(3.672, USERS), random.poisson(3.672, USERS)).p_value < 0.05 for _ in range(draws))
print("gbstats", version("gbstats"), "| A/As of a count with p < 0.05:", alarms, "of", draws)
r = compare(counts(3300), counts(3100))
shares = chi2_contingency([[3300, 3100], [3100, 3300]], correction=False).pvalue
print(f"3300 against 3100 of {USERS} at or below 3: lift {r.expected:.4f}, interval {r.ci[0]:.4f} to {r.ci[1]:.4f}, p {r.p_value:.2g}; of the shares {shares:.2g}")
assert 0.40 < alarms / draws < 0.60, "the alarms have changed"
assert r.p_value == 0 and r.ci[1] - r.ci[0] < 0.001, "the interval is no longer a point"
PY
