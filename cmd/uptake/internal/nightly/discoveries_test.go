package nightly

import (
	"fmt"
	"math"
	"testing"

	"uptake/analysis/report"
)

// comparedBy is a readout with one primary metric and a guardrail.
func comparedBy(change func(*report.Report)) *report.Report {
	c := report.Comparison{Arm: "b", Control: "a", P: 0.01, Sequential: &report.Sequential{P: 0.04}}
	r := &report.Report{Metrics: []report.Metric{{Name: "m", Role: "primary", Comparisons: []report.Comparison{c}},
		{Name: "g", Role: "guardrail", Comparisons: []report.Comparison{c}}}}
	change(r)
	return r
}

// TestPrimaries: before the end, and after the one reading at it, only the always-valid p
// counts; where the numbers are closed or there is none, nothing does.
func TestPrimaries(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*report.Report)
		p      []float64
		basis  string
	}{
		"the reading at the end": {func(*report.Report) {}, []float64{0.01}, "end"},
		"before the end":         {func(r *report.Report) { r.Decision.Early = true }, []float64{0.04}, "always_valid"},
		"read before": {func(r *report.Report) { r.Decision.FirstCut = "2026-04-14" }, []float64{0.04},
			"always_valid"},
		"planned looks": {func(r *report.Report) {
			r.Metrics[0].Comparisons[0].Looks = &report.Looks{
				P: 0.001}
		}, []float64{0.04}, "always_valid"},
		"adjusted": {func(r *report.Report) {
			r.Metrics[0].Comparisons[0].CUPED = &report.CUPED{
				P: 0.002}
		}, []float64{0.002}, "end"},
		"no band": {func(r *report.Report) {
			r.Decision.Early, r.Metrics[0].Comparisons[0].Sequential = true, nil
		}, nil, ""},
		"under embargo": {func(r *report.Report) { r.Embargo = &report.Embargo{} }, nil, ""},
		"a p that is not known": {func(r *report.Report) { r.Metrics[0].Comparisons[0].P = report.Undefined() }, nil,
			""},
		"nothing is a main metric": {func(r *report.Report) { r.Metrics[0].Role = "secondary" }, nil, ""},
	} {
		got := primariesOf(comparedBy(c.change))
		if len(got) != len(c.p) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, x := range got {
			if float64(x.P) != c.p[i] || x.Basis != c.basis || x.Metric != "m" || x.Q.Defined() {
				t.Errorf("%s: %+v, want %v by %s", name, x, c.p[i], c.basis)
			}
		}
	}
}

// TestDiscoveries: the five p of Benjamini and Hochberg's procedure by hand, over all
// experiments at once; the portfolio has a family of its own and leaves the index its.
func TestDiscoveries(t *testing.T) {
	tests := func(p ...float64) (out []report.PrimaryTest) {
		for _, v := range p {
			out = append(out, report.PrimaryTest{Metric: "tasks", Arm: "b", P: report.Num(v), Q: report.Undefined()})
		}
		return out
	}
	rows := []report.IndexRow{finished("a", report.Ship, 0.1, 0.02), {ID: "none"}, {ID: "runs", Status: report.StatusOK,
		Primaries: tests(0.5, 0.03)}, finished("d", report.Ship, 0.1, 0.02)}
	rows[0].Primaries, rows[3].Primaries = tests(0.001), tests(0.04, 0.012)
	d := discoveriesOf(rows)
	if d.Family != 5 || d.Experiments != 3 || d.Found != 4 || d.Level != 0.05 {
		t.Errorf("%+v", d)
	}
	// p sorted .001 .012 .03 .04 .5: p·5/rank = .005 .03 .05 .05 .5
	want := [][]float64{{0.005}, nil, {0.5, 0.05}, {0.05, 0.03}}
	held := func(when string) {
		t.Helper()
		for i, w := range want {
			for k, q := range w {
				if got := float64(rows[i].Primaries[k].Q); !(math.Abs(got-q) < 1e-12) {
					t.Errorf("%s: q of %s is %v, want %v", when, rows[i].ID, got, q)
				}
			}
		}
	}
	held("the index")
	p := portfolioOf(rows, "1") // finished: .001 .012 .04: .003 .018 .04
	if p.Discoveries.Family != 3 || p.Discoveries.Found != 3 || !(math.Abs(float64(p.Experiments[0].Q)-0.003) < 1e-12) {
		t.Errorf("%+v, q %v", p.Discoveries, p.Experiments[0].Q)
	}
	held("after the portfolio")
	if d := discoveriesOf(nil); d.Family != 0 || d.Found != 0 {
		t.Errorf("of nothing: %+v", d)
	}
}

// TestSince: what is another than by the end of the day before the latest data, and of the
// Thursday before it, by the looks that were made.
func TestSince(t *testing.T) {
	looks := func(days ...string) (out []report.LedgerLine) {
		for i := 0; i < len(days); i += 2 {
			out = append(out, report.LedgerLine{DataTo: days[i] + "T22:00:00Z", Verdict: report.Verdict(days[i+1])})
		}
		return out
	}
	ok := func(id, v string, l []report.LedgerLine) report.IndexRow {
		return report.IndexRow{ID: id, Status: report.StatusOK, Verdict: report.Verdict(v), DataTo: l[len(l)-1].DataTo,
			Looks: l}
	}
	// 3 April 2026 is a Friday, 2 April a Thursday, 26 March the one before.
	x := &report.Index{DataTo: "2026-04-03T22:00:00Z", Experiments: []report.IndexRow{
		ok("z", "ship", looks("2026-04-01", "keep_running", "2026-04-02", "keep_running", "2026-04-03", "ship")),
		ok("a", "hold", looks("2026-03-20", "ship", "2026-04-02", "hold", "2026-04-03", "hold")),
		ok("new", "hold", looks("2026-04-03", "hold")),
		ok("behind", "hold", looks("2026-03-30", "hold")),
		{ID: "failed", Status: report.StatusStale, Verdict: "ship", DataTo: "2026-04-01T00:00:00Z",
			Looks: looks("2026-04-01", "hold")},
		{ID: "closed", Status: report.StatusOK, Opens: "2026-04-09", Verdict: "keep_running",
			DataTo: "2026-04-03T22:00:00Z"},
		{ID: "timeless", Status: report.StatusOK, Verdict: "ship"},
	}}
	for cut, want := range map[string][]string{
		"2026-04-03T22:00:00Z": {"yesterday 2026-04-02 [{z  keep_running ship}] [new]", "last_thursday 2026-04-02 " +
			"[{z  keep_running ship}] [new]"},
		"2026-04-02T01:00:00Z": {"yesterday 2026-04-01 [{a  ship hold} {z  keep_running ship}] [new]",
			"last_thursday 2026-03-26 [{a  ship hold}] [behind new z]"},
		"": {},
	} {
		x.DataTo = cut
		got := since(x)
		if len(got) != len(want) {
			t.Fatalf("%q: %+v", cut, got)
		}
		for i, s := range got {
			if said := fmt.Sprint(s.Name, " ", s.Day, " ", s.Verdicts, " ", s.New); said != want[i] {
				t.Errorf("%q: %s, want %s", cut, said, want[i])
			}
		}
	}
}
