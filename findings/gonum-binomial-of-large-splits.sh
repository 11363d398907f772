#!/bin/bash
# A good guess: the exact binomial chance of at most half of the units in one of two equal arms is .5 and a little, and more so the more units there are.
# gonum v0.17.0, distuv.Binomial.CDF (and mathext.RegIncBeta behind it): .4988 of 1e7 units, .360 of 1e8, .207 of 2e8 and -.143, a chance below 0, of 5e8; SciPy 1.17.1 has .5001 to .5000.
# For us: an exact test of the split would raise or hide an alarm by itself; splits are tested by logs of the tail, and chances of large counts held to another program.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q scipy==1.17.1 2>&1 | grep -v notice || true
cd "$dir"
cat > main.go <<'GO'
package main

import (
	"fmt"

	"gonum.org/v1/gonum/stat/distuv"
)

func main() {
	for _, units := range []float64{1e5, 1e6, 1e7, 1e8, 2e8, 5e8} {
		fmt.Printf("%.4f ", distuv.Binomial{N: units, P: 0.5}.CDF(units/2))
	}
}
GO
printf 'module try\n\ngo 1.26\n\nrequire gonum.org/v1/gonum v0.17.0\n' >go.mod
go mod tidy 2>/dev/null
ours=$(go run .)
right=$("$dir/venv/bin/python" -c '
from scipy import stats
print(*(f"{stats.binom.cdf(n / 2, n, 0.5):.4f}" for n in (1e5, 1e6, 1e7, 1e8, 2e8, 5e8)))')
echo "at most half of 1e5, 1e6, 1e7, 1e8, 2e8, 5e8 units"
echo "gonum v0.17.0: $ours"
echo "scipy 1.17.1:  $right"
[ "$ours" = "0.5013 0.5004 0.4988 0.3601 0.2065 -0.1431 " ] || { echo "changed"; exit 1; }
[ "$right" = "0.5013 0.5004 0.5001 0.5000 0.5000 0.5000" ] || { echo "changed"; exit 1; }
