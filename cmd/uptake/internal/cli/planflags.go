package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/power"
	"uptake/analysis/spec"
	"uptake/config"
)

// planText is one flag that holds a text; alone says that it goes without a file only.
type planText struct {
	name  string
	text  *string
	alone bool
}

// texts lists the flags in the order in which a command is written again.
func (f *planFlags) texts() []planText {
	return []planText{
		{"name", &f.name, true}, {"kind", &f.kind, true}, {"better", &f.better, true}, {"baseline", &f.baseline, true},
		{"sd", &f.sd, true},
		{"se", &f.se, true}, {"se-units", &f.seUnits, true}, {"minimum-effect", &f.effect, true},
		{"margin", &f.margin, true},
		{"alpha", &f.alpha, true}, {"guardrail-alpha", &f.guardAlpha, true}, {"chance-of-enough", &f.enough, true},
		{"min-weeks", &f.minWeeks, true},
		{"arms", &f.arms, false}, {"share", &f.share, false}, {"power", &f.power, false}, {"units-per-week", &f.week,
			false}, {"weeks", &f.weeks, false},
		{"metrics", &f.metrics, false}, {"cuped-correlation", &f.cuped, false}, {"cluster-size", &f.clusterSize, false},
		{"cluster-cv", &f.clusterCV, false},
		{"icc", &f.icc, false},
	}
}

// reader reads flags and keeps every problem.
type reader struct{ problems []string }

func (r *reader) bad(format string, a ...any) {
	r.problems = append(r.problems, counted.Sprintf(format, a...))
}

// err is a usage error with every problem, nil without one.
func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return usageError{&power.Refusal{Sentences: r.problems}}
}

// number reads a share or plain number above least.
func (r *reader) number(flag, text string, least float64) float64 {
	v, err := config.ParseShare(text)
	if err != nil {
		r.bad("--%s %s: expected a number", flag, text)
		return math.NaN()
	}
	if !(v > least) {
		r.bad("--%s %s: it must be above %g", flag, text, least)
		return math.NaN()
	}
	return v
}

// whole reads a whole number from least on.
func (r *reader) whole(flag, text string, least int) int {
	v, err := strconv.Atoi(text)
	if err != nil || v < least || v > 1_000_000_000 {
		r.bad("--%s %s: expected a whole number from %d on", flag, text, least)
		return least
	}
	return v
}

func (r *reader) amount(flag, text string) spec.Amount {
	a, err := config.ParseAmount(text)
	if err != nil {
		r.bad("--%s: %v", flag, err)
	}
	return a
}

// inputs reads a plan that flags describe.
func (f *planFlags) inputs(changed func(string) bool) (*power.Inputs, error) {
	r := &reader{}
	if changed("member") {
		r.bad("--member picks one of a family of experiments, and no experiment file is given")
	}
	if changed("set") {
		r.bad("--set changes a key of an experiment file, and none is given")
	}
	if f.kind == "" {
		r.bad("give an experiment file, or say what is planned: --kind proportion, mean or ratio, with --baseline " +
			"and --minimum-effect")
		return nil, r.err()
	}
	in := &power.Inputs{Alpha: r.number("alpha", f.alpha, 0), GuardAlpha: r.number("guardrail-alpha", f.guardAlpha, 0),
		ChanceEnough: r.number("chance-of-enough", f.enough, -1), MinWeeks: r.whole("min-weeks", f.minWeeks, 0),
		Beside: true}
	if in.ChanceEnough > 1 {
		r.bad("--chance-of-enough %s: a chance is at most 100%%", f.enough)
	}
	words := map[string]string{"kind": f.kind, "baseline": f.baseline, "sd": f.sd, "se": f.se, "se-units": f.seUnits,
		"better":         f.better,
		"minimum-effect": f.effect, "margin": f.margin}
	m := r.metric("", words)
	m.Name = f.name
	switch {
	case f.effect != "" && f.margin != "":
		r.bad("--minimum-effect plans a primary metric and --margin a guardrail: one metric is not both; add the " +
			"guardrail with --guardrail")
	case f.margin != "":
		m.Role = spec.Guardrail
	case f.effect == "":
		r.bad("no --minimum-effect: without the smallest effect that matters nothing says how much data is enough " +
			"(for a guardrail give --margin)")
	}
	in.Metrics = append(in.Metrics, m)
	for i, g := range f.guardrails {
		in.Metrics = append(in.Metrics, r.guardrail(i, g))
	}
	in.Arms = r.shares(f.arms, f.share)
	r.both(f, in, 1)
	return in, r.err()
}

// metric reads one metric; prefix names where its words stand.
func (r *reader) metric(prefix string, w map[string]string) power.Metric {
	m := power.Metric{Kind: spec.Kind(w["kind"]), Role: spec.Primary, Base: math.NaN(), Variance: math.NaN()}
	at := func(key string) string { return prefix + key }
	switch m.Kind {
	case spec.Proportion, spec.Mean, spec.Ratio:
	default:
		r.bad("--%s %s: there are proportion, mean and ratio", at("kind"), w["kind"])
		return m
	}
	switch w["better"] {
	case "", "up":
	case "down":
		m.Down = true
	default:
		r.bad("--%s %s: the good direction is up or down", at("better"), w["better"])
	}
	if w["baseline"] == "" {
		r.bad("no --%s: control's value is needed, such as 0.31", at("baseline"))
	} else {
		m.Base = r.number(at("baseline"), w["baseline"], math.Inf(-1))
		m.Share = m.Kind == spec.Proportion || m.Kind == spec.Ratio && strings.HasSuffix(w["baseline"], "%")
	}
	if w["minimum-effect"] != "" {
		m.Effect = r.amount(at("minimum-effect"), w["minimum-effect"])
	}
	if w["margin"] != "" {
		m.Margin = r.amount(at("margin"), w["margin"])
	}
	if m.Kind == spec.Ratio && (m.Effect.Form == spec.Points || m.Margin.Form == spec.Points) {
		m.Share = true
	}
	r.spread(&m, at, w)
	return m
}

// spread reads how much units differ: the sd, or a standard error and its units.
func (r *reader) spread(m *power.Metric, at func(string) string, w map[string]string) {
	given := w["sd"] != "" || w["se"] != "" || w["se-units"] != ""
	switch {
	case m.Kind == spec.Proportion:
		if given {
			r.bad("a proportion's spread follows from its baseline: leave --%s, --%s and --%s out", at("sd"), at("se"),
				at("se-units"))
		}
		m.Variance = m.Base * (1 - m.Base)
	case w["sd"] != "" && (w["se"] != "" || w["se-units"] != ""):
		r.bad("--%s and --%s say the same in two ways: give one of them", at("sd"), at("se"))
	case w["sd"] != "":
		sd := r.number(at("sd"), w["sd"], math.Inf(-1))
		if sd < 0 {
			r.bad("--%s %s: a standard deviation is not negative", at("sd"), w["sd"])
		}
		m.Variance = sd * sd
	case w["se"] != "" && w["se-units"] != "":
		se, n := r.number(at("se"), w["se"], 0), r.whole(at("se-units"), w["se-units"], 2)
		m.Variance = se * se * float64(n)
	case given:
		r.bad("--%s and --%s go together: se × √units is the spread of one unit", at("se"), at("se-units"))
	default:
		r.bad("no --%s: for a %s it must be known how much units differ (or give --%s with --%s)", at("sd"), m.Kind,
			at("se"), at("se-units"))
	}
}

// guardrail reads kind=mean,baseline=0.4,sd=1.1,margin=5%,better=down.
func (r *reader) guardrail(i int, text string) power.Metric {
	w := map[string]string{}
	for _, part := range strings.Split(text, ",") {
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		switch key {
		case "name", "kind", "baseline", "sd", "se", "se-units", "margin", "better":
		default:
			ok = false
		}
		if !ok {
			r.bad("--guardrail %s: %q is not one of name=, kind=, baseline=, sd=, se=, se-units=, margin=, better=",
				text, part)
			return power.Metric{}
		}
		w[key] = value
	}
	m := r.metric("guardrail ", w)
	m.Role = spec.Guardrail
	if m.Name = w["name"]; m.Name == "" {
		m.Name = fmt.Sprintf("guardrail_%d", i+1)
	}
	if w["margin"] == "" {
		r.bad("--guardrail %s: it needs a margin, such as margin=2%%: how much worse it may get", text)
	}
	return m
}

// shares makes the arms of --arms and --share.
func (r *reader) shares(arms, share string) []spec.Arm {
	n := r.whole("arms", arms, 2)
	if n > 50 {
		r.bad("--arms %s: at most 50", arms)
		n = 2
	}
	var list []float64
	if share != "" {
		for _, s := range strings.Split(share, ",") {
			v, err := config.ParseShare(s)
			if err != nil || !(v > 0) || math.IsInf(v, 0) {
				r.bad("--share %s: %q is not a share above 0, such as 20%%", share, s)
				v = 1
			}
			list = append(list, v)
		}
	}
	switch {
	case len(list) == 0:
		for range n {
			list = append(list, 1/float64(n))
		}
	case len(list) == 1:
		rest := 1 - list[0]*float64(n-1)
		if !(rest > 1e-9) {
			r.bad("--share %s: so much in every other arm leaves nothing for control", share)
			rest = 1
		}
		each := list[0]
		list = []float64{rest}
		for range n - 1 {
			list = append(list, each)
		}
	case len(list) != n && arms != "2":
		r.bad("--share lists %d shares for %d arms", len(list), n)
	}
	total := 0.0
	for _, v := range list {
		total += v
	}
	var out []spec.Arm
	for i, v := range list {
		a := spec.Arm{Name: "control", Control: true, Share: v / total}
		if i > 0 {
			a.Name, a.Control = "treatment", false
			if len(list) > 2 {
				a.Name = fmt.Sprintf("treatment %d", i)
			}
		}
		out = append(out, a)
	}
	return out
}

// both reads what goes with and without a file; metrics is how many share alpha
// unless --metrics says so.
func (r *reader) both(f *planFlags, in *power.Inputs, metrics int) {
	in.Target = r.number("power", f.power, 0)
	if f.week != "" {
		in.UnitsPerWeek = r.number("units-per-week", f.week, 0)
	}
	if f.weeks != "" {
		in.Weeks = r.whole("weeks", f.weeks, 1)
	}
	if f.metrics != "" {
		metrics = r.whole("metrics", f.metrics, 1)
	}
	in.Comparisons = metrics * max(1, len(in.Arms)-1)
	in.Sequential = f.sequential
	var c power.Clusters
	if f.clusterSize != "" {
		c.Size = r.number("cluster-size", f.clusterSize, 0)
		if f.icc == "" {
			r.bad("--cluster-size needs --icc, how much alike units of a cluster are: without it nothing says what " +
				"clusters cost")
		} else {
			c.ICC = r.number("icc", f.icc, -1)
		}
		if f.clusterCV != "" {
			c.CV = r.number("cluster-cv", f.clusterCV, -1)
		}
	} else if f.icc != "" || f.clusterCV != "" {
		r.bad("--icc and --cluster-cv go with --cluster-size, the mean units of a cluster")
	}
	cuped := 0.0
	if f.cuped != "" {
		cuped = r.number("cuped-correlation", f.cuped, math.Inf(-1))
	}
	for i := range in.Metrics {
		m := &in.Metrics[i]
		m.Clusters = c
		if f.cuped != "" && (m.Role == spec.Primary || len(in.Metrics) == 1) { // else what the data say
			m.CUPED = cuped
		}
	}
}
