#!/bin/bash
# A good guess: with 100,000 degrees of freedom Student's quantiles are the normal's to five digits, at every level that a correction for many looks or metrics asks for.
# gonum v0.17.0, distuv.StudentsT: at 1e-8 and 100,000 degrees it gives -81.65, at 1e6 -258.2, at 1e7 -816.5; right are -5.61 (SciPy 1.17.1). Its own CDF of what it gives is 0. At 1e-6 it is right.
# For us: an interval at a corrected level would be fifteen times as wide and no one would see an error; quantiles are found from the tail in logs and held to another program.
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
	for _, level := range []float64{1e-6, 1e-8} {
		for _, df := range []float64{1e4, 1e5, 1e6, 1e7} {
			t := distuv.StudentsT{Sigma: 1, Nu: df}
			fmt.Printf("%.2f ", t.Quantile(level))
		}
	}
	t := distuv.StudentsT{Sigma: 1, Nu: 1e6}
	fmt.Println("its own chance of the last but one:", t.CDF(t.Quantile(1e-8)))
}
GO
printf 'module try\n\ngo 1.26\n\nrequire gonum.org/v1/gonum v0.17.0\n' >go.mod
go mod tidy 2>/dev/null
ours=$(go run .)
right=$("$dir/venv/bin/python" -c '
from scipy import stats
print(*(f"{stats.t.ppf(level, df):.2f}" for level in (1e-6, 1e-8) for df in (1e4, 1e5, 1e6, 1e7)))')
echo "gonum v0.17.0, levels 1e-6 and 1e-8 at 1e4 to 1e7 degrees: $ours"
echo "scipy 1.17.1: $right"
[ "$ours" = "-4.76 -4.75 -4.75 -4.75 -5.62 -81.65 -258.20 -816.50 its own chance of the last but one: 0" ] || { echo "changed"; exit 1; }
[ "$right" = "-4.76 -4.75 -4.75 -4.75 -5.62 -5.61 -5.61 -5.61" ] || { echo "changed"; exit 1; }
