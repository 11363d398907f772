package change

import (
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/report"
)

// said is something that was asked, and how.
type said struct{ key, value string }

// asked is what a readout was asked, as far as the readout says it.
func asked(r *report.Report) []said {
	out := []said{{"hypothesis", r.Hypothesis}, {"layout", r.Layout}, {"alpha", r.Alpha.Text()}, {"timezone",
		r.Timezone}, {"start", r.Start}, {"end", r.End},
		{"decision.planned", r.Planned}, {"window", r.Window}, {"suggestions.attribution",
			r.Attribution}, {"p_adjustment", r.PAdjustment},
		{"decision.accept_harm", lines(r.Decision.AcceptHarm)}, {"decision.weights", lines(r.Decision.Weights)},
		{"decision.planned_units", count(r.Decision.PlannedUnits)}, {"set", lines(r.Set)}}
	for _, a := range r.Arms {
		share := a.PlannedShare.Text()
		if a.Control {
			share += ", control"
		}
		out = append(out, said{"arms." + a.Name, share})
	}
	for i := range r.Metrics {
		m := &r.Metrics[i]
		at := "metrics." + m.Name + "."
		out = append(out, said{at + "kind", m.Kind}, said{at + "role", m.Role}, said{at + "better", m.Better},
			said{at + "minimum_effect", amount(m.MinimumEffect)},
			said{at + "margin", amount(m.Margin)}, said{at + "scale", strconv.Itoa(m.Scale)}, said{at + "winsorize",
				caps(m.Winsorized)})
		if m.Graded != nil {
			out = append(out, said{at + "grades", grades(m.Graded)})
		}
		if m.Funnel != nil {
			out = append(out, said{at + "steps", steps(m.Funnel)}, said{at + "within", m.Funnel.Within})
		}
	}
	if e := r.Evaluation; e != nil {
		verdict := strings.ReplaceAll(string(e.Verdict), "_", " ")
		out = append(out, said{"evaluation", e.Evals + ", " + e.Version + ": " + verdict},
			said{"evaluation.gates_hash", e.GatesHash}, said{"evaluation.input_hash", e.InputHash})
	}
	return out
}

// grades are those of a metric in their order, each with its cost.
func grades(g *report.Graded) string {
	var out []string
	for _, x := range g.Grades {
		out = append(out, x.Name+" "+x.Cost.Text())
	}
	return strings.Join(out, ", ")
}

// steps are those of a funnel in their order, each with its limit.
func steps(f *report.Funnel) string {
	var out []string
	for _, s := range f.Steps {
		if s.Within != "" {
			s.Name += " within " + s.Within
		}
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}

// asksSegments adds the segments that two readouts were asked, where both say them: one that is
// withheld or closed has none, and of a segment with too many levels says no level.
func asksSegments(from, to *report.Report, was, is []said) ([]said, []said) {
	names := [2]string{}
	for i, r := range []*report.Report{from, to} {
		if r.Withheld != nil || r.Embargo != nil ||
			slices.ContainsFunc(r.Cautions, func(c report.Caution) bool { return c.Code == "too_many_levels" }) {
			return was, is
		}
		var asked []string
		for _, s := range r.Segments {
			if !slices.Contains(asked, s.Dimension) {
				asked = append(asked, s.Dimension)
			}
		}
		names[i] = strings.Join(asked, ", ")
	}
	return append(was, said{"segments", names[0]}), append(is, said{"segments", names[1]})
}

// plans are what was asked in another way, in the order of the later result.
func plans(from, to []said) []report.DiffPlan {
	out := []report.DiffPlan{}
	was, is := map[string]string{}, map[string]bool{}
	for _, s := range from {
		was[s.key] = s.value
	}
	for _, s := range to {
		is[s.key] = true
		if was[s.key] != s.value {
			out = append(out, report.DiffPlan{Key: s.key, From: was[s.key], To: s.value})
		}
	}
	for _, s := range from {
		if !is[s.key] && s.value != "" {
			out = append(out, report.DiffPlan{Key: s.key, From: s.value})
		}
	}
	return out
}

func amount(a *report.Amount) string {
	if a == nil {
		return ""
	}
	return a.Text
}

// caps are the quantiles at which values are capped, not the caps, which hang on the data.
func caps(list []report.Winsorized) string {
	var out []string
	for _, w := range list {
		upper := w.Quantile.Text()
		if w.Lower != nil {
			upper = w.Lower.Quantile.Text() + " to " + upper
		}
		out = append(out, w.Of+" "+upper)
	}
	return strings.Join(out, ", ")
}

func lines(list []string) string { return strings.Join(list, "\n") }

func count(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// arms are the units of every arm of either result.
func arms(from, to []report.Arm) []report.DiffCount {
	c := counts{}
	for _, a := range to {
		c.to(a.Name, a.Units)
	}
	for _, a := range from {
		c.from(a.Name, a.Units)
	}
	return c.list
}

// rows are what the ledgers of both results count.
func rows(from, to *report.Rows) []report.DiffCount {
	c := counts{}
	c.to("read", to.Read)
	c.to("used", to.Used)
	for _, d := range to.Dropped {
		c.to(d.Reason, d.Rows)
	}
	c.from("read", from.Read)
	c.from("used", from.Used)
	for _, d := range from.Dropped {
		c.from(d.Reason, d.Rows)
	}
	return c.list
}

// counts are counts by name, in the order in which they came.
type counts struct{ list []report.DiffCount }

func (c *counts) to(name string, n int64)   { c.of(name).To = n }
func (c *counts) from(name string, n int64) { c.of(name).From = n }

func (c *counts) of(name string) *report.DiffCount {
	for i := range c.list {
		if c.list[i].Name == name {
			return &c.list[i]
		}
	}
	c.list = append(c.list, report.DiffCount{Name: name})
	return &c.list[len(c.list)-1]
}

// checks are those whose status is another.
func checks(from, to []report.Check) []report.DiffCheck {
	out := []report.DiffCheck{}
	was := map[string]report.Check{}
	for _, c := range from {
		was[c.Name] = c
	}
	for _, c := range to {
		if w := was[c.Name]; w.Status != c.Status {
			out = append(out, report.DiffCheck{Name: c.Name, From: w.Status, To: c.Status, Detail: c.Detail})
		}
		delete(was, c.Name)
	}
	for _, c := range from {
		if _, gone := was[c.Name]; gone {
			out = append(out, report.DiffCheck{Name: c.Name, From: c.Status, Detail: c.Detail})
		}
	}
	return out
}

// place is a caution and what it is about.
type place struct {
	where string
	report.Caution
}

func found(where string, list []report.Caution) (out []place) {
	for _, c := range list {
		out = append(out, place{where, c})
	}
	return out
}

// cautionsOf are those of a readout, of its metrics and of their comparisons.
func cautionsOf(r *report.Report) []place {
	out := found("", r.Cautions)
	for i := range r.Metrics {
		m := &r.Metrics[i]
		out = append(out, found(m.Name, m.Cautions)...)
		for j := range m.Comparisons {
			out = append(out, found(m.Name, m.Comparisons[j].Cautions)...)
		}
	}
	return out
}

// cautions are those that one side has by code and place, each once: their numbers change
// with every reading, which is no news.
func cautions(from, to []place) []report.DiffCaution {
	out := []report.DiffCaution{}
	only := func(list, other []place, state string) {
		known := map[[2]string]bool{}
		for _, c := range other {
			known[[2]string{c.where, c.Code}] = true
		}
		for _, c := range list {
			if key := [2]string{c.where, c.Code}; !known[key] {
				known[key] = true
				out = append(out, report.DiffCaution{State: state, Where: c.where, Code: c.Code, Detail: c.Detail})
			}
		}
	}
	only(to, from, "new")
	only(from, to, "gone")
	return out
}
