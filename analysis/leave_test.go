package analysis

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// describes lists the types of the reports whose numbers are of one arm, of all
// units or of the plan, with those numbers: a new one fails the test until it is
// said whether it compares arms.
var describes = map[string]string{
	"Report": "Alpha", "Arm": "PlannedShare", "Check": "P Chi2 DF", "CheckArm": "Observed Expected", "CheckMetric": "P",
	"Metric": "SoFarShare", "Amount": "Abs Rel", "Estimate": "Value SE Lo Hi Numerator Denominator EffectiveUnits",
	"Winsorized": "Quantile Cap", "LowerCap": "Quantile Cap", "Grade": "Cost", "GradeShare": "Share SE Lo Hi JointLo JointHi UpperIf0 UpperUnits", "Labelled": "Share",
	"Rate": "Value SE Lo Hi Numerator Denominator", "FunnelStep": "Share Lo Hi", "TimeToFirst": "Horizon", "FirstArm": "Median Restricted SE", "CurvePoint": "Days Share Lo Hi",

	"Ignores": "Alpha", "SplitShare": "Value Lo Hi", "WeightGap": "Gap", "WindowLens": "Seconds LateShare", "WindowPoint": "Seconds Accepted Dismissed Ended Ignored SE Lo Hi",
	"AnswerTimes": "Upto", "AnswerTime": "Half", "WhoLens": "Mean Rho A B OfUnits OfIgnores Extra ExtraP TopDecile With Without",
	"Changed": "RateFrom RateTo Total Mix Rate", "ChangedLevel": "ShareFrom ShareTo RateFrom RateTo Mix Rate",
	"WhereLens": "Overall", "Slice": "Share Rate Elsewhere Shrunken Points P Within WithinP", "Grid": "Overall", "GridCell": "Rate Points",
	"Driver": "Naive Between Within", "DoseBand": "Rate Within", "RequestShare": "Rate",
	"CalibrationLens": "Brier Reliability Resolution Uncertainty WithinBins ECE AUC", "CalibrationBin": "From To Mean Observed", "HidePoint": "Below Shown Acceptance Lost",
	"RelianceLens": "Good Unused Under Over Right Bounds", "KeptShare": "Value Lo Hi", "StayedPoint": "Seconds Share",
	"Cause": "Points Users", "TimelineStep": "At After", "NextTest": "Baseline MDE UnitsNeeded Weeks Design",
}

func bare(x reflect.Type) reflect.Type {
	for x.Kind() == reflect.Pointer || x.Kind() == reflect.Slice {
		x = x.Elem()
	}
	return x
}

var isNum, isInterval = reflect.TypeFor[report.Num](), reflect.TypeFor[report.Interval]()

// comparing reports whether a value of a report sets two arms against each other:
// it names a control, or is of a kind that does so for some of its values.
func comparing(v reflect.Value) bool {
	switch x := v.Interface().(type) {
	case report.Changed:
		return x.Compare == "arm"
	case report.Cause:
		return x.Badge == "randomised"
	}
	_, ok := v.Type().FieldByName("Control")
	return ok && v.Type() != reflect.TypeFor[report.Arm]() && v.Type() != reflect.TypeFor[report.AAArm]()
}

// leaks walks a report and gives every defined number, and every settled state,
// under what compares two arms, by the type that does.
func leaks(v reflect.Value, path, under string, out map[string][]string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			leaks(v.Elem(), path, under, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaks(v.Index(i), fmt.Sprintf("%s[%d]", path, i), under, out)
		}
	case reflect.Struct:
		if under == "" && comparing(v) {
			under = v.Type().Name()
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			own := under
			if own == "" && f.Tag.Get("compares") == "arms" {
				own = v.Type().Name() + "." + f.Name
			}
			if s := v.Field(i).String(); own != "" && (f.Name == "State" || f.Name == "StateSoFar") && s != "none" && s != "" {
				out[own] = append(out[own], path+"."+f.Name)
			}
			leaks(v.Field(i), path+"."+f.Name, own, out)
		}
	case reflect.Float64:
		if under != "" && !math.IsNaN(v.Float()) {
			out[under] = append(out[under], path)
		}
	}
}

func leaksOf(r any) map[string][]string {
	out := map[string][]string{}
	leaks(reflect.ValueOf(r), "", "", out)
	return out
}

// TestWhatCompares: every number of both reports either stands under what compares
// arms or is known to describe.
func TestWhatCompares(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		if x = bare(x); x.Kind() != reflect.Struct || x == isInterval || seen[x] {
			return
		}
		seen[x] = true
		if zero := reflect.New(x).Elem(); comparing(zero) {
			return
		}
		var numbers []string
		for i := range x.NumField() {
			f := x.Field(i)
			if f.Tag.Get("compares") == "arms" {
				continue
			}
			if e := bare(f.Type); e == isNum || e == isInterval || e.Kind() == reflect.Float64 {
				numbers = append(numbers, f.Name)
			}
			walk(f.Type)
		}
		if got := strings.Join(numbers, " "); got != describes[x.Name()] {
			t.Errorf("report.%s has the numbers %q, known are %q: a number that compares two arms stands in a type that names its control, or is tagged compares:\"arms\"; any other is listed here",
				x.Name(), got, describes[x.Name()])
		}
	}
	walk(reflect.TypeFor[report.Report]())
	walk(reflect.TypeFor[report.Ignores]())
}

// TestWhoComparesHasLeave: in this package arms are compared by metric.Kind alone,
// which asks for a leave, or by a function that takes one.
func TestWhoComparesHasLeave(t *testing.T) {
	packages, err := parser.ParseDir(token.NewFileSet(), ".", func(i fs.FileInfo) bool { return !strings.HasSuffix(i.Name(), "_test.go") }, 0)
	if err != nil {
		t.Fatal(err)
	}
	never := []string{"method.Welch", "method.Ratio", "method.PooledZ", "method.Quantiles", "stats.WelchTest"}
	withLeave := []string{"method.AlsoUnits", "stats.LogRank", "stats.PostStratify", "stats.FiellerPair"}
	found := 0
	for _, file := range packages["analysis"].Files {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			leave := slices.ContainsFunc(f.Type.Params.List, func(p *ast.Field) bool { return types.ExprString(p.Type) == "health.Leave" })
			ast.Inspect(f, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					switch name := types.ExprString(s); {
					case slices.Contains(never, name):
						t.Errorf("%s calls %s; arms are compared by metric.Kind.Compare", f.Name.Name, name)
					case slices.Contains(withLeave, name):
						if found++; !leave {
							t.Errorf("%s calls %s without the leave of the gates", f.Name.Name, name)
						}
					}
				}
				return true
			})
		}
	}
	if found != len(withLeave) {
		t.Errorf("%d of %d comparing functions are called", found, len(withLeave))
	}
}

// comparable is a study in which everything there is to compare is compared.
func comparable(layout spec.Layout) *world {
	w := draw(31, 1400)
	w.exp.Layout = layout
	w.exp.Statistics.Sequential, w.exp.Statistics.MaxImmature = true, 1
	w.exp.Statistics.Also = []string{"mann_whitney", "bootstrap"}
	w.exp.Statistics.PostStratify = "platform"
	w.exp.Statistics.Looks, w.exp.Statistics.Spending = 2, spec.Pocock
	switch layout {
	case spec.Suggestions:
		w.exp.Metrics = w.exp.Metrics[:1]
		for i := range w.units {
			w.units[i].row.Var = nil
		}
	case spec.Units:
		w.exp.Metrics = w.exp.Metrics[1:]
		for i := range w.exp.Metrics {
			w.exp.Metrics[i].Window = 0
		}
	case spec.Events:
		w.exp.Statistics.CUPED = 14 * 24 * time.Hour
	}
	r := rand.New(rand.NewPCG(3, 3))
	vars := Needs(w.exp).Variables
	for i := range w.units {
		v := make([]int64, len(vars))
		copy(v, w.units[i].row.Var)
		for k := range vars {
			if vars[k].Covariate {
				v[k] = r.Int64N(9)
			}
		}
		w.units[i].row.Var = v
		for d := range w.units[i].days {
			w.units[i].days[d].v = append(w.units[i].days[d].v, make([]int64, max(0, len(vars)-4))...)
		}
	}
	return w
}

// shut are the ways in which a gate shuts: each fails one check at least.
var shut = []struct {
	check string
	how   func(w *world)
}{
	{"srm", func(w *world) {
		for i := range w.units {
			if i%4 == 1 {
				w.units[i].row.Arm = 0
			}
		}
	}},
	{"srm", func(w *world) { // an arm without a unit
		for i := range w.units {
			w.units[i].row.Arm = 0
		}
	}},
	{"srm_sequential", func(w *world) { // first one arm only, then the other alone
		slices.SortFunc(w.units, func(a, b person) int { return int(a.row.ExposedAt>>20 - b.row.ExposedAt>>20) })
		for i := range w.units {
			w.units[i].row.Arm = i / (len(w.units) / 2)
		}
	}},
	{"crossovers", func(w *world) {
		for i := range w.units {
			w.units[i].row.Crossover = i%10 < 2
		}
	}},
	{"zero_share", func(w *world) {
		w.arms = []string{"control", "treatment", "never"}
		w.exp.Arms = append(w.exp.Arms, spec.Arm{Name: "never"})
		for i := range w.units[:40] {
			w.units[i].row.Arm = 2
		}
	}},
	{"data_gaps", func(w *world) {
		for i := range w.units {
			if u := &w.units[i].row; u.Day == day0+4 {
				u.Day, u.ExposedAt = u.Day-1, u.ExposedAt-oneDay
			}
		}
	}},
}

// TestShutGatesLeakNothing: where a gate is shut, no number of a report compares
// two arms, and no state is settled, in any layout; where all are open there are some.
func TestShutGatesLeakNothing(t *testing.T) {
	open := map[string]bool{}
	for _, layout := range []spec.Layout{spec.Events, spec.Suggestions, spec.Units} {
		reports := func(w *world) map[string]any {
			out := map[string]any{"readout": w.analyze(t, 2, 2)}
			if layout != spec.Units {
				out["ignores"] = w.ignores(t, 2, 1)
			}
			return out
		}
		for _, r := range reports(comparable(layout)) {
			for k := range leaksOf(r) {
				open[k] = true
			}
		}
		for n, c := range shut {
			w := comparable(layout)
			c.how(w)
			for name, r := range reports(w) {
				what := fmt.Sprintf("%s of %s, %d %s", name, layout, n, c.check)
				for k, paths := range leaksOf(r) {
					t.Errorf("%s: %d defined numbers under %s, such as %s", what, len(paths), k, paths[0])
				}
				v := reflect.ValueOf(r).Elem()
				h, held := v.FieldByName("Health").Interface().(report.Health), v.FieldByName("Withheld").Interface().(*report.Withheld)
				if h.Status != "fail" || held == nil || !slices.Contains(held.Checks, c.check) || !strings.HasSuffix(held.Reason, "so no lift is shown.") {
					t.Errorf("%s: status %s, withheld %+v", what, h.Status, held)
				}
				if x, ok := r.(*report.Report); ok {
					undefinedSaid(t, x)
					if x.Decision.Verdict != report.DoNotUse {
						t.Errorf("%s: %s", what, x.Decision.Verdict)
					}
				}
			}
		}
	}
	for _, k := range []string{"Comparison", "StepEffect", "FirstComparison", "Heterogeneity", "Novelty", "Moved", "Point", "Changed", "WindowGap", "WhoArm.P"} {
		if !open[k] {
			t.Errorf("nothing of %s is compared where all gates are open: %v", k, open)
		}
	}
}

// TestShutGatesOfSums: the same for stated sums.
func TestShutGatesOfSums(t *testing.T) {
	exp := experiment()
	exp.Layout, exp.Segments = spec.Summary, nil
	exp.Metrics = []spec.Metric{{Name: "tasks", Kind: spec.Mean, Role: spec.Primary}}
	for _, c := range []struct{ control, treatment, status string }{{"500", "510", "warn"}, {"500", "800", "fail"}, {"500", "0", "fail"}} {
		mean := "2"
		in := &study.Summary{Read: 2, Rows: []study.SummaryRow{{Arm: "control", Metric: "tasks", N: c.control, Mean: mean, Var: "4"}, {Arm: "treatment", Metric: "tasks", N: c.treatment, Mean: mean, Var: "4"}}}
		in.Tally.Used = 2
		r, err := AnalyzeSummary(context.Background(), exp, in, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := leaksOf(r); r.Health.Status != c.status || (len(found) == 0) != (c.status == "fail") {
			t.Errorf("%s against %s: %s, %v", c.treatment, c.control, r.Health.Status, found)
		}
	}
}

// TestShutGateOfOneMetric: a metric whose values are missing in one arm more is not
// compared anywhere; the others are, and decide unless it is one that decides.
func TestShutGateOfOneMetric(t *testing.T) {
	for _, role := range []spec.Role{spec.Primary, spec.Secondary, spec.Guardrail} {
		w := comparable(spec.Units)
		w.exp.Metrics[0].Role, w.exp.Metrics[1].Role = role, spec.Primary
		for i := range w.units {
			u := &w.units[i].row
			u.Missing = make([]bool, len(u.Var))
			u.Missing[0] = u.Arm == 1 && i%5 == 1
		}
		r := w.analyze(t, 2, 2)
		undefinedSaid(t, r)
		compared := map[string]int{}
		for k, m := range r.Metrics {
			for _, paths := range leaksOf(&r.Metrics[k]) {
				compared[m.Name] += len(paths)
			}
		}
		for k := range r.Segments {
			for _, paths := range leaksOf(&r.Segments[k]) {
				compared[r.Segments[k].Metric] += len(paths)
			}
		}
		for k := range r.Differences {
			compared[r.Differences[k].Metric]++
		}
		if compared["tasks"] != 0 || compared["spend_per_task"] == 0 || compared["converted"] == 0 {
			t.Errorf("%s: defined numbers %v", role, compared)
		}
		has(t, string(role), metricOf(t, r, "tasks").Comparisons[0].Cautions, "missing_by_arm")
		unfit := role != spec.Secondary
		if r.Withheld != nil || (r.Health.Status == "fail") != unfit || (r.Decision.Verdict == report.DoNotUse) != unfit {
			t.Errorf("%s: health %s, verdict %s, withheld %v", role, r.Health.Status, r.Decision.Verdict, r.Withheld)
		}
	}
}
