#!/bin/bash
# A good guess: Kendall's tau-a counts a pair that is tied in either column as neither concordant nor discordant, and does not change when rows change places.
# gonum v0.17.0, stat.Kendall ("the weighted Tau-a"): a tie has the sign of a rise, so a judge who gives every answer 5 agrees with tau 1 with one who goes up, -1 with one who goes down; SciPy 1.17.1 says nan, and .80 where gonum says 1 or .33.
# For us: agreement of graded answers, which are ties for the most part, is never taken from it, and a rank correlation is tried with its rows turned round.
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
	"slices"

	"gonum.org/v1/gonum/stat"
)

func main() {
	grades := [][2][]float64{{{1, 2, 3, 4}, {5, 5, 5, 5}}, {{1, 1, 2, 3}, {1, 2, 2, 3}}}
	for _, g := range grades {
		up := stat.Kendall(g[0], g[1], nil)
		slices.Reverse(g[0])
		slices.Reverse(g[1])
		fmt.Printf("%.2f, rows turned round %.2f; ", up, stat.Kendall(g[0], g[1], nil))
	}
	fmt.Println()
}
GO
printf 'module try\n\ngo 1.26\n\nrequire gonum.org/v1/gonum v0.17.0\n' >go.mod
go mod tidy 2>/dev/null
ours=$(go run .)
right=$("$dir/venv/bin/python" -W ignore -c '
from scipy import stats
for x, y in (([1, 2, 3, 4], [5, 5, 5, 5]), ([1, 1, 2, 3], [1, 2, 2, 3])):
    print(f"{stats.kendalltau(x, y).statistic:.2f}, rows turned round {stats.kendalltau(x[::-1], y[::-1]).statistic:.2f}", end="; ")')
echo "gonum v0.17.0: $ours"
echo "scipy 1.17.1:  $right"
[ "$right" = "nan, rows turned round nan; 0.80, rows turned round 0.80; " ] || { echo "changed"; exit 1; }
case $ours in "1.00, rows turned round -1.00; 1.00, rows turned round 0.33;"*) ;; *) echo "changed" && exit 1 ;; esac
