#!/bin/bash
# A good guess: the delta method's error of a ratio takes each arm's variance over n-1 clusters, as the t tests beside it do, so few clusters get a wider interval.
# cluster-experiments 0.31.0: DeltaMethodAnalysis divides by n: of four users an arm its error is sqrt(3/4) of that, 13 % too small, with a normal interval on top.
# For us: ours is over n-1 with Student's t; the peer's numbers are compared after its factor, and few clusters are not where to compare.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv v
v/bin/pip install -q cluster-experiments==0.31.0 pandas==2.2.3 numpy==2.2.6 2>/dev/null
cat > try.py <<'PY'
import math
import warnings

import pandas as pd

warnings.filterwarnings("ignore")
from cluster_experiments.experiment_analysis import DeltaMethodAnalysis

clicks = {"A": [(1, 2), (2, 3), (4, 5), (3, 3)], "B": [(2, 2), (5, 6), (3, 4), (1, 3)]}
d = pd.DataFrame([(f"{arm}{i}", arm, y, x) for arm, users in clicks.items() for i, (y, x) in enumerate(users)],
                 columns=["user", "treatment", "target", "scale"])


def by_hand(less):
    """The error of the difference of two ratios, each arm's variance over its clusters less so many."""
    total = 0
    for users in clicks.values():
        n, ratio, mean = len(users), sum(y for y, _ in users) / sum(x for _, x in users), sum(x for _, x in users) / len(users)
        total += sum((y - ratio * x) ** 2 for y, x in users) / (n - less) / n / mean**2
    return math.sqrt(total)


error = DeltaMethodAnalysis(cluster_cols=["user"], scale_col="scale").get_standard_error(d)
print(f"error {error:.9f}; by hand over n {by_hand(0):.9f}, over n-1 {by_hand(1):.9f}")
PY
got=$(v/bin/python try.py)
echo "cluster-experiments 0.31.0: $got"
[ "$got" = "error 0.120564786; by hand over n 0.120564786, over n-1 0.139216223" ] || { echo "changed"; exit 1; }
