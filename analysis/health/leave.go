package health

import (
	"uptake/analysis/report"
)

// Leave is the permission to compare arms. What compares takes one by value; the
// zero Leave permits nothing, and no other package can make one that does. So
// nothing is compared that the gates have not let through, and no new comparison
// can forget to ask.
type Leave struct {
	given bool
	why   report.Caution
}

// Given reports whether arms may be compared.
func (l Leave) Given() bool { return l.given }

// Why says why not, for the place where the comparison would stand.
func (l Leave) Why() report.Caution { return l.why }

// Gates is what the checks let through, decided once, before anything is compared.
type Gates struct {
	all     Leave
	metrics map[string]report.Caution // metrics that alone are not compared
}

// Drawn lets everything through: for arms that this program made by chance, as
// those of a shuffle or of a plan, which nothing can have gone wrong with.
func Drawn() Gates { return Gates{all: Leave{given: true}} }

// Closed lets nothing through, for a reason that is no failed check.
func Closed(why report.Caution) Gates { return Gates{all: Leave{why: why}} }

// Arms is the leave to compare arms in what belongs to no metric.
func (g Gates) Arms() Leave { return g.all }

// Metric is the leave to compare arms in one metric.
func (g Gates) Metric(name string) Leave {
	if why, refused := g.metrics[name]; refused && g.all.given {
		return Leave{why: why}
	}
	return g.all
}

// Withheld is what the report says of comparisons that are not made; nil where
// the arms are compared.
func (g Gates) Withheld(h report.Health) *report.Withheld {
	if g.all.given {
		return nil
	}
	out := &report.Withheld{Reason: g.all.why.Detail}
	for _, c := range h.Checks {
		if c.Status == "fail" && findCheck(c.Name).Gate.All() {
			out.Checks = append(out.Checks, c.Name)
		}
	}
	return out
}

// Gate is what a failed check keeps from being compared. The zero Gate keeps
// nothing: such a check never fails.
type Gate struct {
	Code    string // of the caution that stands where a comparison would
	Refusal string // the sentence of it; "" for a gate of single metrics
}

// All reports whether the gate keeps everything from being compared, not single metrics.
func (g Gate) All() bool { return g.Refusal != "" }

func findCheck(name string) Check {
	for _, c := range Checks {
		if c.Name == name {
			return c
		}
	}
	return Check{}
}

// gates decides what may be compared: the first failed gate gives the reason.
func gates(h report.Health) Gates {
	out := Gates{all: Leave{given: true}, metrics: map[string]report.Caution{}}
	for _, r := range h.Checks {
		g := findCheck(r.Name).Gate
		switch {
		case r.Status == "fail" && g.Code == "":
			panic("health: the check " + r.Name + " fails and gates nothing")
		case r.Status == "fail" && g.All() && out.all.given:
			out.all = Leave{why: report.Caution{Code: g.Code, Detail: g.Refusal}}
		}
		for _, m := range r.Metrics {
			if m.Withheld {
				out.metrics[m.Metric] = report.Caution{Code: g.Code, Detail: m.Detail}
			}
		}
	}
	return out
}
