package nightly

import (
	"encoding/csv"
	"math"
	"os"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/portfolio"
)

// finished is a row of a finished experiment with a lift and its standard error.
func finished(id string, v report.Verdict, lift, se float64) report.IndexRow {
	const z = 1.959963984540054
	return report.IndexRow{ID: id, Folder: id, Status: report.StatusOK, Ended: true, Verdict: v, Alpha: 0.05,
		DataTo: "2026-04-14T00:00:00Z",
		Lift: &report.RowLift{Metric: "tasks", Arm: "b", Relative: true,
			Lift: report.Interval{Value: report.Num(lift), Lo: report.Num(lift - z*se), Hi: report.Num(lift + z*se),
				Bounded: true}}}
}

// TestPortfolio: lifts of 10, 4, −2 and 0 % with a standard error of 2 % each. Their mean
// is 3 %, Σ(y−ȳ)² = 84 of squared points, so τ² = 84/3 − 4 = 24, each is drawn by B = 4/28
// to the mean, and of the two that shipped (9 and 27/7 %) the sum is 90/7 %, its variance
// 2·4·24/28 + (2/7)²·28/4 = 52/7.
func TestPortfolio(t *testing.T) {
	rows := []report.IndexRow{finished("=a", report.Ship, 0.10, 0.02), finished("b", report.Ship, 0.04, 0.02),
		finished("c", report.DoNotShip, -0.02, 0.02), finished("d", report.CannotTell, 0, 0.02),
		{ID: "runs", Status: report.StatusOK, Verdict: report.KeepRunning}, {ID: "failed", Status: report.StatusFailed}}
	p := portfolioOf(rows, "1")
	m := p.Metrics[0]
	half := 1.959963984540054 * math.Sqrt(52./7) / 100
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"running", float64(p.Running), 2}, {"learned", float64(p.LearningRate), 0.75}, {"won", float64(p.WinRate),
			0.5}, {"mean", float64(m.Mean), 0.03}, {"spread", float64(m.Spread), math.Sqrt(0.0024)},
		{"raw", float64(m.Raw), 0.14}, {"total", float64(m.Total.Value), 0.9 / 7}, {"lo", float64(m.Total.Lo),
			0.9/7 - half}, {"hi", float64(m.Total.Hi), 0.9/7 + half},
		{"=a", float64(p.Experiments[0].Shrunken.Value), 0.09},
	} {
		if !(math.Abs(c.got-c.want) < 1e-12) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	dir := t.TempDir()
	rows[1].ID, rows[2].ID = "\t@SUM(A1)", "two\nlines,\"quoted\""
	if err := portfolio.Write(dir, portfolioOf(rows, "1")); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(dir + "/portfolio.csv")
	cells, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
	if err != nil || len(cells) != 5 {
		t.Fatalf("%v: %s", err, b)
	}
	for _, row := range cells {
		for k, c := range row {
			if k < 5 && c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) || strings.ContainsAny(c, "\n\t\r") {
				t.Errorf("a cell is a formula: %q", c)
			}
		}
	}
	html, _ := os.ReadFile(dir + "/portfolio.html")
	if !strings.Contains(string(html), "3 of 4 finished experiments gave an answer, 2 shipped") {
		t.Error("the page does not say the rates")
	}
	// Two with a lift say nothing of a spread.
	if p := portfolioOf(rows[:2], "1"); p.Metrics[0].Total.Value.Defined() || len(p.Cautions) != 1 {
		t.Errorf("%+v", p)
	}
}
