package simulate

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
)

// Options says what to simulate. The zero value of a field means its default.
type Options struct {
	Users   int // default 2000
	Days    int // days of the experiment; default 28
	PreDays int // days of history before it; default 7
	Seed    uint64
	Effects Effects
	Plants  []Plant
	// Confounders are names of the table Confounders: none unless asked for.
	Confounders []string
	Duplicates  float64 // share of rows delivered twice; default 0.002, negative = none (as the next two)
	Late        float64 // share of rows that arrive hours later in the file; default 0.01
	Crossovers  float64 // share of users seen in both arms; default 0.002
	Experiment  string  // id; default "inline-suggestions"
	Defects     []Defect

	rates []float64 // of the table Flaws, by Check
}

// Effects is what the treatment does.
type Effects struct {
	Acceptance float64 // points of acceptance per seen suggestion, 0.02 = +2 points
	Shown      float64 // relative change of suggestions shown
	Tasks      float64 // relative change of tasks completed
	Revenue    float64 // relative change of purchases
	Tickets    float64 // relative change of support tickets
}

// Plant is a planted reason for ignoring, of so many points of the total
// ignore rate (0.04 = 4 points).
type Plant struct {
	Name   string
	Points float64
	Over   float64 // where latency (ms) and length begin to matter; 0: 800 and 60
}

// Mechanism is one line of the table of plants.
type Mechanism struct {
	Name  string
	Finds string // the mechanism that the ignore lenses should name
	About string
}

// Mechanisms is the table of what can be planted.
var Mechanisms = []Mechanism{
	{"latency", "too_slow", "suggestions that took more than 0.8 s are ignored more"},
	{"overload", "over_volume", "suggestions shown with three or more others are ignored more"},
	{"fatigue", "over_volume", "the later suggestions of a session are ignored more"},
	{"length", "effort_to_verify", "long suggestions are ignored more"},
	{"repeats", "repeats", "content the user has seen before, in this session or the last, is ignored more"},
	{"surface", "unexplained", "suggestions in the sidebar are ignored more"},
	{"slice", "unexplained", "suggestions in chat on the web are ignored more"},
	{"never_acceptors", "wrong_audience", "some users ignore every suggestion"},
	{"mix_shift", "mix_shift", "the second half shows more on the search surface, where suggestions are ignored more"},
	{"miscalibrated", "miscalibrated", "suggestions with a confidence above 0.8 are ignored more"},
	{"short_window", "short_window", "some answers come after the attribution window"},
}

// Check fills defaults and refuses what cannot be simulated.
func (o *Options) Check() error {
	if err := o.checkDefects(); err != nil {
		return err
	}
	for _, d := range []struct {
		to   *int
		dflt int
	}{{&o.Users, 2000}, {&o.Days, 28}, {&o.PreDays, 7}} {
		if *d.to == 0 {
			*d.to = d.dflt
		}
		if d.to == &o.PreDays && *d.to == -1 { // none asked for
			*d.to = 0
		}
	}
	for _, d := range []struct {
		to   *float64
		dflt float64
	}{{&o.Duplicates, 0.002}, {&o.Late, 0.01}, {&o.Crossovers, 0.002}} {
		switch {
		case *d.to == 0:
			*d.to = d.dflt
		case *d.to < 0: // switched off
			*d.to = 0
		}
		if !(*d.to <= 0.5) { // nor NaN
			return fmt.Errorf("a share of %g of dirty rows is more than half; give at most 0.5", *d.to)
		}
	}
	if o.Experiment == "" {
		o.Experiment = "inline-suggestions"
	}
	if o.Users < 2 || o.Users > 50_000_000 {
		return counted.Errorf("%d users cannot be simulated; give from 2 to 50 million", o.Users)
	}
	if o.Days < 1 || o.Days > 366 || o.PreDays < 0 || o.PreDays > 366 {
		return counted.Errorf("%d days after %d days of history cannot be simulated; give from 1 to 366 days", o.Days,
			o.PreDays)
	}
	if a := o.Effects.Acceptance; !(a >= -0.25 && a <= 0.4) {
		return fmt.Errorf("an acceptance effect of %g points leaves no room; give from -25pp to 40pp", 100*a)
	}
	for i, p := range o.Plants {
		if !slices.ContainsFunc(Mechanisms, func(m Mechanism) bool { return m.Name == p.Name }) {
			var known []string
			for _, m := range Mechanisms {
				known = append(known, m.Name)
			}
			return fmt.Errorf("%q cannot be planted; known: %s", p.Name, strings.Join(known, ", "))
		}
		if !(p.Points > 0 && p.Points <= 0.2) {
			return fmt.Errorf("planting %s with %g points is out of range; give from above 0 to 20", p.Name,
				100*p.Points)
		}
		for _, q := range o.Plants[:i] {
			if q.Name == p.Name {
				return fmt.Errorf("%s is planted twice", p.Name)
			}
		}
	}
	for i, name := range o.Confounders {
		if !slices.ContainsFunc(Confounders, func(c Confounder) bool { return c.Name == name }) {
			var known []string
			for _, c := range Confounders {
				known = append(known, c.Name)
			}
			return fmt.Errorf("there is no confounder %q; known: %s", name, strings.Join(known, ", "))
		}
		if slices.Contains(o.Confounders[:i], name) {
			return fmt.Errorf("the confounder %s is given twice", name)
		}
	}
	return nil
}
