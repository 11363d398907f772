package investigation

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis"
	"uptake/analysis/plan"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// draftedMetrics are the built-ins that a drafted test can ask for.
var draftedMetrics = []string{"acceptance_rate", "accepted_per_unit", "kept_per_unit", "ever_accepted", "dismiss_rate",
	"shown_per_unit", "coverage"}

// wider are the margins that a guardrail is given one after the other, while it takes
// more than slowest times the units of the primary metric.
var wider = []string{"7.5%", "10%", "15%", "20%"}

const slowest = 2

// askPast is what sizing drafted tests wants of the visit: what uptake plan reads.
func askPast(exp *spec.Experiment, demand spec.Demand, t *study.Tables) (*plan.Asked, error) {
	e := *exp
	e.Metrics = nil
	for _, n := range draftedMetrics {
		b, _ := spec.FindBuiltin(n)
		e.Metrics = append(e.Metrics, spec.Metric{Name: n, Kind: b.Kind, Role: spec.Guardrail, Down: b.Down,
			Builtin: true})
	}
	return plan.Ask(&e, demand, t)
}

// sizer sizes drafted tests as uptake plan does: nil where the past cannot be
// measured, as while too much is immature or no unit counts.
func sizer(exp *spec.Experiment, asked *plan.Asked, f *sums.Result, first int,
	o plan.Options) (func(context.Context, *report.NextTest) error, error) {
	past, err := asked.Past(f, first)
	if err != nil {
		var refused *power.Refusal
		var none *analysis.NoUnitsError
		if errors.As(err, &refused) || errors.As(err, &none) {
			return nil, nil
		}
		return nil, err
	}
	return func(ctx context.Context, t *report.NextTest) error { return sizeTest(ctx, exp, past, t, o) }, nil
}

// sizeTest sizes a test for the slowest of its metrics and draws its chance to ship. A
// guardrail that needs more than twice the units of the primary metric gets a wider
// margin, and the draft says so.
func sizeTest(ctx context.Context, exp *spec.Experiment, past *plan.Past, t *report.NextTest, o plan.Options) error {
	at := func(name string) int {
		return slices.IndexFunc(past.Metrics, func(m power.Metric) bool { return m.Name == name })
	}
	t.Baseline = report.Num(past.Metrics[at(t.Primary)].Base)
	effect, ok := DraftedEffect(t)
	if !ok {
		return nil
	}
	in := &power.Inputs{Alpha: exp.Statistics.Alpha, GuardAlpha: exp.Decision.GuardAlpha,
		ChanceEnough: exp.Decision.ChanceEnough, MinWeeks: leastWeeks, Target: 0.8, Comparisons: 1,
		Beside:       exp.BandBeside(),
		UnitsPerWeek: past.UnitsPerWeek, Arms: []spec.Arm{{Name: "control", Share: 0.5, Control: true},
			{Name: "treatment", Share: 0.5}}}
	var from []int
	add := func(name string, role spec.Role) {
		k := at(name)
		m := past.Metrics[k]
		m.Role = role
		in.Metrics, from = append(in.Metrics, m), append(from, k)
	}
	add(t.Primary, spec.Primary)
	in.Metrics[0].Effect = effect
	for i, g := range t.Guardrails {
		add(g, spec.Guardrail)
		in.Metrics[len(in.Metrics)-1].Margin, _ = relative(t.Margins[i])
	}
	b, _ := spec.FindBuiltin(t.Primary)
	if b.Shown && !slices.Contains(t.Guardrails, "accepted_per_unit") {
		add("accepted_per_unit", spec.Diagnostic)
	}
	if past.Correlation != nil {
		for _, i := range from {
			var row []float64
			for _, j := range from {
				row = append(row, past.Correlation[i][j])
			}
			in.Correlation = append(in.Correlation, row)
		}
	}
	p, err := power.Make(in)
	if err != nil {
		return unsized(err)
	}
	for i := range t.Guardrails {
		for _, w := range wider {
			need, primary := p.Metrics[i+1].Needed.Units, p.Metrics[0].Needed.Units
			if need.Defined() && need <= slowest*primary {
				break
			}
			t.Margins[i] = w
			in.Metrics[i+1].Margin, _ = relative(w)
			if !slices.Contains(t.Widened, t.Guardrails[i]) {
				t.Widened = append(t.Widened, t.Guardrails[i])
			}
			if p, err = power.Make(in); err != nil {
				return unsized(err)
			}
		}
	}
	most := 0.0
	for _, m := range p.Metrics {
		if v := float64(m.Needed.Units); v > most {
			most, t.Slowest = v, m.Name
		}
	}
	if !(most > 0) || most > 1e9 {
		return nil
	}
	for k := 1; ; k++ {
		weeks := sized(in, most)
		p, err := power.Make(in)
		if err != nil {
			return unsized(err)
		}
		w := plan.New(in, p)
		if k < mostGrown {
			enough, err := shipsOften(ctx, w, o.Workers)
			if err != nil {
				return err
			}
			if !enough {
				most = math.Ceil(grown * most)
				continue
			}
		}
		t.UnitsNeeded, t.Weeks = report.Num(most), weeks
		return drawTest(ctx, w, t, o)
	}
}

// mostGrown and grown are how often, and by what, a test is made larger while it ships
// in less than 80 of 100 cases though all of the points come back: every guardrail is
// shown safe with a power of 80 %, and all of them together more seldom.
const (
	mostGrown = 5
	grown     = 1.3
)

// sizeDraws is how many tests are drawn to see whether one of a size ships often
// enough: the chance is then known to 2 points.
const sizeDraws = 400

// shipsOften reports whether a test ships in 80 of 100 cases where all of the points come back.
func shipsOften(ctx context.Context, w *plan.Planned, workers int) (bool, error) {
	t, err := w.Count(ctx, sizeDraws, workers, 2)
	return float64(t[0].Verdicts[report.Ship]) >= 0.8*sizeDraws, err
}

// sized makes the inputs those of a test of so many units; the weeks that it then
// takes are undefined where the traffic is not known.
func sized(in *power.Inputs, units float64) (weeks report.Num) {
	in.PlannedUnits, in.MinWeeks = int(units), leastWeeks
	if !(in.UnitsPerWeek > 0) {
		return report.Undefined()
	}
	weeks = report.Num(math.Ceil(units/in.UnitsPerWeek - 1e-9))
	in.MinWeeks = int(math.Max(leastWeeks, float64(weeks)))
	return weeks
}

// drawTest draws a test as uptake plan does, at the two true effects that the draft tells of.
func drawTest(ctx context.Context, w *plan.Planned, t *report.NextTest, o plan.Options) error {
	drawn, err := w.Count(ctx, o.Drawn(), o.Workers, 1, 2)
	if err != nil {
		return err
	}
	t.Chance = report.ShareOf(drawn[0].Verdicts[report.Ship], o.Drawn())
	t.ChanceTwice = report.ShareOf(drawn[1].Verdicts[report.Ship], o.Drawn())
	return nil
}

// leastWeeks is what a draft asks for at least.
const leastWeeks = 2

// unsized leaves a test that no plan can be made of as it is.
func unsized(err error) error {
	var refused *power.Refusal
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

// DraftedEffect is the effect that a test is sized for as an experiment file has it:
// points of a share, a percentage of a number per unit; false where it is not known.
func DraftedEffect(t *report.NextTest) (spec.Amount, bool) {
	text := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	b, _ := spec.FindBuiltin(t.Primary)
	v := spec.Amount{}
	switch {
	case !(t.MDE > 0):
		return v, false
	case b.Kind != spec.Mean:
		v.Text, v.Form = text(100*float64(t.MDE))+"pp", spec.Points
	case t.Baseline > 0:
		v.Text, v.Form = text(100*float64(t.MDE/t.Baseline))+"%", spec.Relative
	default:
		v.Text, v.Form, v.Value = text(float64(t.MDE)), spec.Absolute, float64(t.MDE)
		return v, true
	}
	n, err := strconv.ParseFloat(strings.TrimRight(v.Text, "p%"), 64)
	v.Value = n / 100
	return v, err == nil
}

// relative is a margin of so many percent.
func relative(text string) (spec.Amount, error) {
	n, err := strconv.ParseFloat(text[:len(text)-1], 64)
	return spec.Amount{Text: text, Form: spec.Relative, Value: n / 100}, err
}
