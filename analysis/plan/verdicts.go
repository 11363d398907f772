package plan

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/sourcegraph/conc"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/counted"
	"uptake/analysis/decide"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/metric"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// planMultiples are the true effects, as multiples of every minimum effect.
var planMultiples = []float64{0, 1, 1.5, 2}

// Planned is a planned experiment as the verdict rules see it.
type Planned struct {
	exp        *spec.Experiment
	arms       []string
	control    int
	arm        int // whose verdict counts
	units      []int64
	list       []analysis.Entry
	metrics    []power.Metric
	factor     [][]float64 // of the correlation of metrics
	by         *compare.Terms
	full       int
	sequential bool                 // the band decides, not the reading at the end
	beside     bool                 // it is watched beside that
	at         map[float64]boundary // the boundary of the reading at the end, by one-sided level
}

// verdictChances draws the planned experiment at every true effect and counts
// the verdicts of the arm that is planned for. What is drawn are the arms'
// sufficient statistics (see planDraw); everything after that is the readout's
// own: comparisons, guardrail states, chances and the rules of package decide.
func verdictChances(ctx context.Context, in *power.Inputs, p *report.Plan, draws, workers int) (*report.VerdictChances,
	error) {
	w := New(in, p)
	out := &report.VerdictChances{Arm: w.arms[w.arm], Draws: draws, Correlated: in.Correlation != nil &&
		len(w.metrics) > 1, Assumed: w.assumed(in)}
	primaries, guards := 0, 0
	for _, m := range w.metrics {
		switch m.Role {
		case spec.Primary:
			primaries++
		case spec.Guardrail:
			if m.Margin.Given() {
				guards++
			}
		}
	}
	if primaries == 0 {
		return nil, nil
	}
	order := []report.Verdict{report.Ship, report.LooksPromising, report.Hold, report.DoNotShip, report.NoDifference,
		report.CannotTell}
	if in.Sequential {
		order = append(order, report.KeepRunning)
	}
	worst := 0.0
	var nothing map[report.Verdict]int
	tallies, err := w.Count(ctx, draws, workers, planMultiples...)
	if err != nil {
		return nil, err
	}
	for i, k := range planMultiples {
		t := tallies[i]
		e := report.EffectChance{Multiple: report.Num(k), Better: report.ShareOf(t.better, draws),
			Safe: report.Undefined()}
		if guards > 0 {
			e.Safe = report.ShareOf(t.safe, draws)
		}
		if k == 0 {
			nothing = t.Verdicts
		}
		seen := 0
		for _, v := range order {
			c := report.ShareOf(t.Verdicts[v], draws)
			e.Verdicts = append(e.Verdicts, report.VerdictChance{Verdict: v, Chance: c})
			worst = math.Max(worst, float64(c*(1-c)))
			seen += t.Verdicts[v]
		}
		if seen != draws {
			panic(counted.Sprintf("plan: %d of %d drawn experiments ended in a verdict that no plan has", draws-seen,
				draws))
		}
		out.Effects = append(out.Effects, e)
	}
	out.Error = report.Num(math.Sqrt(worst / float64(draws)))
	out.Budget = w.budget(nothing, draws)
	return out, nil
}

// budget is that of the planned experiment, its band and its gates included.
func (w *Planned) budget(verdicts map[report.Verdict]int, draws int) *report.Budget {
	e := *w.exp
	e.Statistics.SRMAlpha, e.Statistics.Sequential = plannedSRM, w.sequential || w.beside
	facts := []string{"The split is as planned, and no rows are lost: a check that fails for a cause is no chance."}
	suggestions := slices.ContainsFunc(e.Metrics, func(m spec.Metric) bool { return m.Builtin })
	if w.sequential { // one look by the band was drawn; the others are bounded by its level
		facts = append(facts, "The verdicts are those of one look by the band; over all days they come as often as "+
			"the band's level says at most.")
	}
	out := decide.Budget(&e, verdicts, draws, true, suggestions, facts)
	out.Combined += " A plan knows of suggestions only by its metrics: what others add is left out."
	return out
}

// plannedSRM is the level of the checks of the split where a plan does not say it.
const plannedSRM = 0.001

// New makes a plan ready to be drawn.
func New(in *power.Inputs, p *report.Plan) *Planned {
	w := &Planned{full: max(p.End.Weeks, 0), sequential: in.Sequential, beside: in.Beside}
	w.exp = &spec.Experiment{Arms: in.Arms, End: 0, Statistics: spec.Statistics{Alpha: in.Alpha, MaxImmature: 1,
		Sequential: in.Sequential},
		Decision: spec.Decision{MinWeeks: in.MinWeeks, ChanceEnough: in.ChanceEnough, GuardAlpha: in.GuardAlpha,
			PlannedUnits: int(p.NStar), Extension: in.Extension}}
	if p.End.Weeks == 0 { // without traffic weeks are not what Ship may fail for
		w.full = in.MinWeeks
	}
	for _, a := range p.Arms {
		w.arms, w.units = append(w.arms, a.Name), append(w.units, a.Units)
	}
	w.control, w.arm = in.Smallest()
	for _, m := range in.Metrics {
		s := spec.Metric{Name: m.Name, Kind: m.Kind, Role: m.Role, Down: m.Down, Builtin: m.Builtin,
			MinimumEffect: m.Effect, Margin: m.Margin}
		kind, _ := metric.Find(m.Kind)
		about, ok := spec.FindBuiltin(m.Name)
		w.exp.Metrics = append(w.exp.Metrics, s)
		w.list = append(w.list, analysis.Entry{Metric: s, Kind: kind, Rate: ok && m.Builtin && about.Shown})
		w.metrics = append(w.metrics, m)
	}
	arms := analysis.NewArms(w.exp, w.arms, w.control, w.units)
	arms.Shown = w.units // suggestions were shown in every arm
	w.by = &compare.Terms{Arms: arms, Gates: health.Drawn(), Ended: !w.sequential, Timed: true, Drawn: true}
	w.factor = correlationFactor(in.Correlation)
	w.readings()
	return w
}

// readings finds the boundaries of the reading at the end: where a band is watched, it
// is every day, and units come evenly.
func (w *Planned) readings() {
	exp := *w.exp
	exp.Statistics.Sequential = w.beside
	by := &compare.Terms{Arms: analysis.NewArms(&exp, w.arms, w.control, w.units), Ended: true, Timed: true}
	n := 7 * max(w.full, 1)
	units := float64(w.units[w.control] + w.units[w.arm])
	least := math.Min(float64(w.units[w.control]), float64(w.units[w.arm]))
	var days []compare.Watched
	for d := 1; d <= n; d++ {
		t := float64(d) / float64(n)
		if band := t*least >= method.BurnIn; band || d == n {
			days = append(days, compare.Watched{Information: t, Units: t * units, Band: band, Reading: d == n})
		}
	}
	w.at = map[float64]boundary{}
	for _, alpha := range []float64{exp.Statistics.Alpha / 2, exp.Decision.GuardAlpha} {
		z, how := by.Critical(days, alpha)
		w.at[alpha] = boundary{z, how}
	}
}

// boundary is one of z, and what it rests on.
type boundary struct {
	z   float64
	how string
}

func (w *Planned) critical(alpha float64) (z float64, how string) {
	return w.at[alpha].z, w.at[alpha].how
}

// assumed says what holds in every drawn experiment.
func (w *Planned) assumed(in *power.Inputs) []string {
	out := []string{
		"The plan is written before the start, the split is as planned, and no health check fails.",
		"Guardrails have no true effect; every primary metric has the same multiple of its own minimum effect.",
		"Units differ as much as in the baseline, in every arm; means are normal, counts of a proportion binomial.",
	}
	switch {
	case len(w.metrics) < 2:
	case in.Correlation != nil:
		out = append(out, "Metrics go together within a unit as they do in the data.")
	default:
		out = append(out, "Metrics are drawn independently of each other: how they go together is not known.")
	}
	if len(w.arms) > 2 {
		out = append(out, fmt.Sprintf("Every other arm has the same effect; the verdict is that of %s, the arm with "+
			"the smallest share.", w.arms[w.arm]))
	}
	for _, m := range w.metrics {
		switch {
		case m.Role != spec.Diagnostic:
		case w.carrier() >= 0:
			out = append(out, "Suggestions seen per unit stay as they are, so accepted per unit rises with the "+
				"acceptance rate.")
		default:
			out = append(out, "Accepted suggestions per unit have no true effect.")
		}
	}
	if w.sequential {
		out = append(out, "The verdict is that of one look at the planned end by the always-valid interval.")
	}
	return out
}

// carrier is the primary rate whose rise carries accepted per unit along, −1 without.
func (w *Planned) carrier() int {
	for i, m := range w.metrics {
		if m.Role == spec.Primary && m.Builtin && m.Name == "acceptance_rate" {
			return i
		}
	}
	return -1
}

// effect is the true difference of metric i in every other arm, in its unit.
func (w *Planned) effect(i int, multiple float64) float64 {
	m := w.metrics[i]
	switch {
	case m.Role == spec.Primary:
		return m.Sign() * multiple * m.Enough()
	case m.Role == spec.Diagnostic: // accepted per unit
		if c := w.carrier(); c >= 0 && w.metrics[c].Base != 0 {
			return m.Base * w.effect(c, multiple) / w.metrics[c].Base
		}
	}
	return 0
}

// Tally counts draws.
type Tally struct {
	Verdicts     map[report.Verdict]int
	better, safe int
}

// Count draws the experiment so many times at each of some multiples of the effects.
func (w *Planned) Count(ctx context.Context, draws, workers int, multiples ...float64) ([]Tally, error) {
	workers = max(1, min(workers, draws))
	parts := make([][]Tally, workers)
	var wg conc.WaitGroup
	for k := range workers {
		parts[k] = tallies(len(multiples))
		wg.Go(func() {
			for i := k; i < draws && ctx.Err() == nil; i += workers {
				w.once(uint64(i), multiples, parts[k])
			}
		})
	}
	wg.Wait()
	out := tallies(len(multiples))
	for _, part := range parts {
		for i, t := range part {
			for v, n := range t.Verdicts {
				out[i].Verdicts[v] += n
			}
			out[i].better += t.better
			out[i].safe += t.safe
		}
	}
	return out, ctx.Err()
}

func tallies(n int) []Tally {
	out := make([]Tally, n)
	for i := range out {
		out[i].Verdicts = map[report.Verdict]int{}
	}
	return out
}

// once draws one experiment and lets the readout's own code judge it at every multiple. What
// has the same effect at one as at the one before is the same.
func (w *Planned) once(seed uint64, multiples []float64, t []Tally) {
	d := newPlanDraw(seed, w.factor, len(w.metrics), len(w.arms))
	results := make([]compare.Result, len(w.list))
	var arms []string
	for _, i := range w.by.Compared() {
		arms = append(arms, w.arms[i])
	}
	for k, multiple := range multiples {
		f := &decide.Facts{Exp: w.exp, Control: w.arms[w.control], Arms: arms, Health: report.Health{Status: "ok"},
			Timed: true, Ended: w.by.Ended, DaysLeft: 1, Weeks: float64(w.full), Full: w.full, Planned: true,
			Metrics: make([]report.Metric, len(w.list)), Chances: map[string]map[string]*report.Bayes{}}
		for i, e := range w.list {
			if shift := w.effect(i, multiple); k == 0 || shift != w.effect(i, multiples[k-1]) {
				results[i] = w.result(d, i, shift)
			}
			f.Chances[e.Metric.Name], f.Metrics[i] = results[i].Chances, results[i].Metric
		}
		w.count(f, &t[k])
	}
}

// result is metric i of a drawn experiment as the readout has it, with a true effect in every
// other arm.
func (w *Planned) result(d *planDraw, i int, shift float64) compare.Result {
	s := make([]stats.Sample, len(w.arms))
	for a := range w.arms {
		if a == w.control {
			s[a] = d.sample(w.metrics[i], i, a, w.units[a], 0)
		} else {
			s[a] = d.sample(w.metrics[i], i, a, w.units[a], shift)
		}
	}
	m := w.by.Metric(w.list[i], s, nil, nil)
	for k, again := range m.Again {
		if w.by.Ended && again != nil {
			w.by.Final(&m.Comparisons[k], w.list[i], again, w.critical)
		}
	}
	return m
}

// count adds what becomes of one drawn experiment.
func (w *Planned) count(f *decide.Facts, t *Tally) {
	t.Verdicts[decide.Verdict(f, w.arms[w.arm])]++
	better, safe := true, true
	for _, m := range f.Metrics {
		for _, c := range m.Comparisons {
			if c.Arm != w.arms[w.arm] {
				continue
			}
			state := c.Decided(!w.sequential).State
			switch spec.Role(m.Role) {
			case spec.Primary:
				better = better && state == m.Better
			case spec.Guardrail:
				if m.Margin == nil { // watched for harm, never shown safe
					continue
				}
				safe = safe && state == "safe"
			}
		}
	}
	if better {
		t.better++
	}
	if safe {
		t.safe++
	}
}
