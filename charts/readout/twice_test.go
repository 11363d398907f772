package readout

import (
	"strings"
	"testing"

	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// twice lists the sentences of six words or more that stand twice among some texts.
// A colon ends one too, so that a verdict before it hides nothing.
func twice(texts []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range texts {
		for _, s := range sentenceEnds().Split(strings.ToLower(t), -1) {
			s = strings.TrimSpace(s)
			if len(strings.Fields(s)) < 6 {
				continue
			}
			if seen[s] {
				out = append(out, s)
			}
			seen[s] = true
		}
	}
	return out
}

// firstScreen are the texts of the banner and the cards; what is said of an arm is
// held against them, and not against what is said of another.
func firstScreen(v *doc.View) (all []string, arms [][]string) {
	b := v.Verdict
	all = append([]string{b.Headline, b.Rule, b.Read, b.Open, b.Next}, b.Reasons...)
	for _, c := range v.Cards {
		all = append(all, c.Sub, c.Note)
	}
	for _, a := range b.Arms {
		arms = append(arms, append([]string{a.Word + ". " + a.Says}, a.Reasons...))
	}
	return all, arms
}

// redecided are the made reports with the verdict that the rules give them, in every
// state that changes what is printed: at the end and before it, planned or not, with
// harm, harm that is accepted, and a guardrail on either side of its limit.
func redecided() map[string]*report.Report {
	out := map[string]*report.Report{}
	for _, name := range []string{"hold", "three-arms"} {
		for state, change := range map[string]func(*report.Report, *decide.Facts){
			"as it is": func(*report.Report, *decide.Facts) {},
			"before the end": func(_ *report.Report, f *decide.Facts) {
				f.Ended, f.DaysLeft, f.Exp.Statistics.Sequential = false, 9, true
			},
			"no band": func(_ *report.Report, f *decide.Facts) { f.Ended, f.DaysLeft = false, 9 },
			"no plan": func(_ *report.Report, f *decide.Facts) { f.Planned = false },
			"no end":  func(_ *report.Report, f *decide.Facts) { f.Exp.End, f.Timed = spec.NoDay, false },
			"safe":    func(r *report.Report, f *decide.Facts) { guardState(r, "safe") },
			"beyond":  func(r *report.Report, f *decide.Facts) { guardState(r, "breached") },
			"worse": func(r *report.Report, _ *decide.Facts) {
				guardState(r, "safe")
				mirror(r, "acceptance_rate")
			},
			"harm": func(r *report.Report, _ *decide.Facts) {
				guardState(r, "safe")
				mirror(r, "ever_accepted")
			},
			"harm accepted": func(r *report.Report, f *decide.Facts) {
				guardState(r, "safe")
				mirror(r, "ever_accepted")
				f.Exp.Decision.AcceptHarm = []string{"ever_accepted"}
			},
			"too few": func(r *report.Report, f *decide.Facts) {
				for _, a := range f.Arms {
					f.TooFew[a] = []string{"The arm " + a + " has 12 units, and 100 are asked for before anything is " +
						"decided."}
				}
			},
			"split fails": func(r *report.Report, f *decide.Facts) {
				r.Health = fixture.Reports()["split-fails"].Health
				f.Health = r.Health
			},
		} {
			r := fixture.Reports()[name]
			f := factsOf(r)
			change(r, f)
			f.Metrics = r.Metrics
			r.Decision = decide.Decide(f)
			decide.Readings(f)
			out[name+", "+state] = r
		}
	}
	return out
}

func factsOf(r *report.Report) *decide.Facts {
	end, err := spec.ParseDay(r.End)
	if err != nil {
		panic(err)
	}
	f := &decide.Facts{Control: "control", Health: report.Health{Status: "ok"}, Metrics: r.Metrics, Timed: true,
		Ended: true, Planned: true, Weeks: 4, Full: 4,
		Chances: map[string]map[string]*report.Bayes{}, TooFew: map[string][]string{},
		Exp: &spec.Experiment{End: end, Start: end - 27, Statistics: spec.Statistics{Alpha: 0.05},
			Decision: spec.Decision{Planned: end - 28, MinWeeks: 2, GuardAlpha: 0.05, ChanceEnough: 0.5}}}
	for _, a := range r.Arms {
		if !a.Control {
			f.Arms = append(f.Arms, a.Name)
		}
	}
	for _, m := range r.Metrics {
		if m.Role == "diagnostic" {
			continue
		}
		ask := spec.Metric{Name: m.Name, Role: spec.Role(m.Role), Builtin: m.Builtin, Down: m.Better == "down"}
		for to, a := range map[*spec.Amount]*report.Amount{&ask.MinimumEffect: m.MinimumEffect, &ask.Margin: m.Margin} {
			if a != nil {
				*to = spec.Amount{Value: float64(a.Rel), Form: spec.Relative, Text: a.Text}
			}
		}
		f.Exp.Metrics = append(f.Exp.Metrics, ask)
		f.Chances[m.Name] = map[string]*report.Bayes{}
		for i := range m.Comparisons {
			f.Chances[m.Name][m.Comparisons[i].Arm] = &report.Bayes{ChanceBetter: 0.99, ChanceEnough: 0.9}
		}
	}
	return f
}

func guardState(r *report.Report, state string) {
	for i := range r.Metrics {
		for j := range r.Metrics[i].Comparisons {
			if r.Metrics[i].Role == "guardrail" {
				r.Metrics[i].Comparisons[j].State = state
			}
		}
	}
}

// mirror turns a metric's comparisons round.
func mirror(r *report.Report, metric string) {
	for i := range r.Metrics {
		for j := range r.Metrics[i].Comparisons {
			if c := &r.Metrics[i].Comparisons[j]; r.Metrics[i].Name == metric {
				for _, iv := range []*report.Interval{&c.Abs, &c.Rel} {
					iv.Value, iv.Lo, iv.Hi = -iv.Value, -iv.Hi, -iv.Lo
				}
				c.State = map[string]string{"up": "down", "down": "up"}[c.State]
				c.P, c.PAdjusted = 1e-6, 1e-5
			}
		}
	}
}

// No sentence stands twice on a first screen.
func TestNothingIsSaidTwice(t *testing.T) {
	verdicts := map[report.Verdict]bool{}
	reports := redecided()
	for n, r := range fixture.Reports() {
		reports[n] = r
	}
	for n, r := range reports {
		verdicts[r.Decision.Verdict] = true
		v := newView(out.Copy(r), out.Options{})
		all, arms := firstScreen(v)
		for _, s := range twice(all) {
			t.Errorf("%s says twice: %s", n, s)
		}
		for _, a := range arms {
			for _, s := range twice(append(append([]string{}, all...), a...)) {
				t.Errorf("%s says twice: %s", n, s)
			}
			if w := strings.ToLower(a[0]); strings.Count(w, "do not ship") > 1 || strings.Contains(w, "hold. hold") ||
				strings.Contains(w, "ship. ship") {
				t.Errorf("%s names a verdict twice: %s", n, a[0])
			}
		}
	}
	if len(verdicts) < 6 {
		t.Errorf("only the verdicts %v were read", verdicts)
	}
	if got := twice([]string{"Hold: revenue per user is down by 28%.", "Revenue per user is down by 28%."}); len(
		got) != 1 {
		t.Errorf("a sentence after a verdict is not found again: %q", got)
	}
}
