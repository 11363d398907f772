package evals

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// rules are the verdicts of a version, in the order in which they are tried: the first that
// holds decides.
var rules = []struct {
	code    string
	verdict report.EvalVerdict
	rule    string
	holds   func(standing) []string // the reasons; none = it does not hold
}{
	{"no_primary", report.EvalCannotTell, "Nothing was declared that could decide.", func(s standing) []string {
		if !s.primary {
			return []string{"The file declares no primary metric, so that there is a comparison and no verdict: give " +
				"one metric role: primary."}
		}
		return nil
	}},
	{"worse", report.EvalRollBack, "The primary metric or a critical gate is shown worse.", func(s standing) []string {
		return s.details(func(g gate) bool { return g.Worse && (g.Rule == "superiority" || g.isCritical()) })
	}},
	{"errors_decide", report.EvalCannotTell, "Runs that failed decide: read as the worst score they change a gate.",
		func(s standing) []string {
			return s.details(func(g gate) bool {
				return g.Hangs() && (g.Rule == "superiority" || g.isCritical() || g.primaryMargin && !s.better ||
					g.Tier == string(spec.Supporting) && g.mayFail())
			})
		}},
	{"critical_open", report.EvalCannotTell, "A critical gate is not shown to hold.", func(s standing) []string {
		return s.details(func(g gate) bool {
			return g.Rule != "superiority" && g.isCritical() &&
				g.Verdict != report.GatePass
		})
	}},
	{"supporting_worse", report.EvalPatch, "The primary metric is better, and a supporting gate is shown worse.",
		func(s standing) []string {
			if !s.better {
				return nil
			}
			return s.details(func(g gate) bool { return g.Worse && g.Tier == string(spec.Supporting) })
		}},
	{"better", report.EvalShip, "The primary metric is better and every critical gate is passed.",
		func(s standing) []string {
			if !s.better {
				return nil
			}
			return s.details(func(g gate) bool { return g.Rule == "superiority" || g.isCritical() })
		}},
	{"no_worse", report.EvalAccept, "The primary metric is no worse than its margin, and nothing is shown worse.",
		func(s standing) []string {
			if len(s.details(func(g gate) bool { return g.Worse })) > 0 {
				return nil
			}
			return s.details(func(g gate) bool { return g.primaryMargin && g.Verdict == report.GatePass })
		}},
	{"open", report.EvalCannotTell, "Neither a gain nor no loss of the primary metric is shown.",
		func(s standing) []string {
			return s.details(func(g gate) bool { return g.Rule == "superiority" || g.primaryMargin })
		}},
}

// standing is one version's gates as the rules look at them.
type standing struct {
	primary, better bool
	gates           []gate
}

type gate struct {
	report.EvalGate
	primaryMargin bool
}

func (g gate) isCritical() bool { return g.Tier == string(spec.Critical) }

// mayFail reports whether one of the readings of failed runs shows a loss.
func (g gate) mayFail() bool {
	return g.LeftOut == report.GateFail || g.AsWorst == report.GateFail || g.WorseHangs
}

// details are the sentences of the gates that ask picks.
func (s standing) details(ask func(gate) bool) (out []string) {
	for _, g := range s.gates {
		if ask(g) {
			out = append(out, sentence(g.Detail))
		}
	}
	return out
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// decide gives every version its verdict, and the evaluation the best one's; of versions with
// one verdict, that of the one whose primary metric gained most.
func (b *board) decide() {
	b.out.Decision.Versions = []report.EvalVersionVerdict{}
	best, gain := -1, 0.0
	for _, v := range b.others() {
		s := b.standing(v)
		x := report.EvalVersionVerdict{Version: b.versions[v], Verdict: report.EvalCannotTell, Reasons: []string{},
			Despite: []string{}}
		for _, r := range rules {
			if why := r.holds(s); len(why) > 0 {
				x.Verdict, x.Code, x.Rule, x.Reasons = r.verdict, r.code, r.rule, why
				if r.verdict == report.EvalShip || r.verdict == report.EvalAccept {
					x.Despite = append(x.Despite, b.despite(v)...)
					x.Reasons = append(x.Reasons, x.Despite...)
				}
				break
			}
		}
		b.out.Decision.Versions = append(b.out.Decision.Versions, x)
		own := b.gain(v)
		i := len(b.out.Decision.Versions) - 1
		if best < 0 {
			best, gain = i, own
			continue
		}
		was, is := slices.Index(report.EvalVerdicts, b.out.Decision.Versions[best].Verdict),
			slices.Index(report.EvalVerdicts, x.Verdict)
		if is < was || is == was && own > gain {
			best, gain = i, own
		}
	}
	d := &b.out.Decision
	x := d.Versions[best]
	d.Version, d.Verdict, d.Code, d.Rule, d.Reasons, d.Despite = x.Version, x.Verdict, x.Code, x.Rule, x.Reasons,
		x.Despite
	d.Headline = b.headline()
}

func (b *board) standing(v int) (s standing) {
	for _, g := range b.out.Gates {
		if g.Version != b.versions[v] {
			continue
		}
		m := slices.IndexFunc(b.metrics, func(x metric) bool { return x.Name == g.Metric })
		x := gate{EvalGate: g, primaryMargin: b.metrics[m].Role == spec.Primary && g.Rule == "noninferiority" &&
			g.Category == ""}
		if g.Rule == "superiority" {
			s.primary = true
			s.better = s.better || g.Verdict == report.GatePass
		}
		s.gates = append(s.gates, x)
	}
	// Several primary metrics have all to be better.
	for _, g := range s.gates {
		if g.Rule == "superiority" && g.Verdict != report.GatePass {
			s.better = false
		}
	}
	return s
}

// gain is the first primary metric's difference in its own direction.
func (b *board) gain(v int) float64 {
	for m, x := range b.metrics {
		if x.declared && x.Role == spec.Primary {
			if c := b.comparisonOf(m, v); c != nil && c.Abs.Value.Defined() {
				return float64(c.Abs.Value) * x.sign()
			}
		}
	}
	return 0
}

// headline is the verdict in one line.
func (b *board) headline() string {
	d := b.out.Decision
	words := map[report.EvalVerdict]string{
		report.EvalShip: "Ship", report.EvalPatch: "Patch", report.EvalRollBack: "Roll back",
		report.EvalAccept: "Accept with a note", report.EvalCannotTell: "Cannot tell",
	}
	s := fmt.Sprintf("%s %s", words[d.Verdict], d.Version)
	if d.Verdict == report.EvalCannotTell {
		s = fmt.Sprintf("%s about %s", words[d.Verdict], d.Version)
	}
	v := b.versionAt(d.Version)
	for m, x := range b.metrics {
		if !x.declared || x.Role != spec.Primary {
			continue
		}
		c := b.comparisonOf(m, v)
		what := report.Spoken(x.Name)
		if len(x.Grades) > 0 { // of which less is better
			what = "the cost of " + what
		}
		s += fmt.Sprintf(": %s %s", what, x.moved(float64(c.Abs.Value)))
		if c.Abs.Bounded {
			s += fmt.Sprintf(" (%s to %s)", x.signed(float64(c.Abs.Lo)), x.signed(float64(c.Abs.Hi)))
		}
		s += " over " + counted.Thousands(int64(c.Paired)) + " items"
		break
	}
	if worse := b.firstWorse(d); worse != "" {
		s += "; " + worse
	}
	return s + "."
}

// firstWorse names the gate whose loss weighs most, and how many more are shown worse: a critical one before others,
// a failed one before what is shown worse within its margin, and of a metric's categories the one that lost most.
func (b *board) firstWorse(d report.EvalDecision) string {
	var worse []report.EvalGate
	for _, g := range b.out.Gates {
		if g.Version == d.Version && g.Worse && g.Rule != "superiority" {
			worse = append(worse, g)
		}
	}
	if len(worse) == 0 {
		return ""
	}
	slices.SortStableFunc(worse, func(x, y report.EvalGate) int {
		at := func(g report.EvalGate) int {
			return slices.IndexFunc(b.metrics, func(m metric) bool { return m.Name == g.Metric })
		}
		return cmp.Or(first(x.Tier == string(spec.Critical), y.Tier == string(spec.Critical)),
			first(x.Verdict == report.GateFail, y.Verdict == report.GateFail), cmp.Compare(at(x), at(y)),
			cmp.Compare(beyond(y), beyond(x)))
	})
	s := report.Spoken(worse[0].Metric)
	if c := worse[0].Category; c != "" {
		s += " in " + c
	}
	if n := len(worse) - 1; n > 0 {
		return fmt.Sprintf("%s and %d more are worse", s, n)
	}
	return s + " is worse"
}

// first orders what holds before what does not.
func first(x, y bool) int {
	switch {
	case x == y:
		return 0
	case x:
		return -1
	}
	return 1
}

// beyond is the least loss that a gate shows, of a limit what lies beyond it; NaN where that is not known.
func beyond(g report.EvalGate) float64 {
	if g.Rule == "limit" {
		return math.Abs(float64(g.Bound - g.Threshold))
	}
	return math.Abs(float64(g.WorseBound))
}

// moved prints a difference with its direction.
func (m metric) moved(d float64) string {
	switch {
	case d > 0:
		return "up " + m.amount(d)
	case d < 0:
		return "down " + m.amount(-d)
	}
	return "unchanged"
}

// signed prints an end of an interval, without its unit.
func (m metric) signed(d float64) string {
	if m.binary {
		d *= 100
	}
	if d > 0 {
		return "+" + rounded(d)
	}
	return rounded(d)
}
