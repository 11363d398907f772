package simulate

import (
	"fmt"
	"slices"
	"strings"
)

// Defect is something wrong with the export, planted at a rate from 0 to 1.
type Defect struct {
	Name string
	Rate float64
}

// Flaw is one line of the table of defects.
type Flaw struct {
	Name  string // of the finding that uptake check should make
	About string // what the rate is a share of
}

// Flaws is the table of what can be wrong with an export. What people did stays as it is,
// only how it is told changes.
var Flaws = []Flaw{
	{"personal_data", "of users: their id is their e-mail address"},
	{"test_accounts", "of users: they are called qa-…"},
	{"mixed_zones", "of users: their client writes times without a zone"},
	{"clock_skew", "of users: their clock runs a quarter of an hour ahead"},
	{"several_ids", "of users: every second of their rows has another id"},
	{"delivered_twice", "of rows: they are delivered twice"},
	{"answers_without_shown", "of suggestions shown: that they were shown is lost"},
	{"answers_before_shown", "of answers: they are dated before what they answer"},
	{"several_answers", "of answers: a dismissal follows"},
	{"outcome_missing", "of the treatment's accepts: they are lost"},
	{"answers_lost", "of the treatment's answers of every kind: they are lost"},
	{"arm_behind", "of the treatment's users: their rows of the last day are not loaded yet"},
	{"day_drop", "of users: their rows of the middle day are lost"},
	{"late_exposure", "of users: their exposure is dated twenty minutes after it"},
	{"machine_pace", "of users: programs that are shown a suggestion every third of a second"},
	{"many_values", "of rows: their platform has a number of its own"},
	{"provisional_days", "of rows: they arrive one to three days late, and the export ends before that"},
	{"activity_before", "of the treatment's sessions before the experiment: their rows are lost"},
	{"coverage_gap", "of the treatment's users of a table of assignments: nothing else of them is exported"},
	{"other_experiments", "of users: they are in the experiment theme too"},
	{"srm", "of the treatment's users: nothing of them is exported"},
	{"srm_place", "of the treatment's users on iOS with version 2.1.0 of the SDK: nothing of them is exported"},
	{"srm_side", "of the treatment's users, who are assigned by a public hash: nothing of them is exported"},
	{"crossovers", "of users: they are seen in both arms"},
}

// place is the number of a defect in the table, −1 where it is unknown.
func place(defect string) int {
	return slices.IndexFunc(Flaws, func(f Flaw) bool { return f.Name == defect })
}

// checkDefects refuses defects that cannot be planted.
func (o *Options) checkDefects() error {
	o.rates = make([]float64, len(Flaws))
	for i, d := range o.Defects {
		k := place(d.Name)
		switch {
		case k < 0:
			var known []string
			for _, f := range Flaws {
				known = append(known, f.Name)
			}
			return fmt.Errorf("there is no defect %q; known: %s", d.Name, strings.Join(known, ", "))
		case slices.ContainsFunc(o.Defects[:i], func(e Defect) bool { return e.Name == d.Name }):
			return fmt.Errorf("the defect %s is given twice", d.Name)
		case !(d.Rate > 0 && d.Rate <= 1): // nor NaN
			return fmt.Errorf("the defect %s at a rate of %g: give a share above 0, such as 5%%, and at most 100%%",
				d.Name, d.Rate)
		}
		o.rates[k] = d.Rate
		switch d.Name {
		case "delivered_twice":
			o.Duplicates = d.Rate
		case "crossovers":
			o.Crossovers = d.Rate
		}
	}
	return nil
}

// flawed reports whether a defect is planted.
func (o *Options) flawed(defect string) bool { return len(o.Defects) > 0 && o.rates[place(defect)] > 0 }

// hit draws whether a defect hits what is known by some numbers; it draws from a stream
// of its own, so that a defect changes nothing but what it is about.
func (o *Options) hit(defect string, parts ...uint64) bool {
	if len(o.Defects) == 0 {
		return false
	}
	k := place(defect)
	if o.rates[k] == 0 {
		return false
	}
	r := stream(o.Seed, append([]uint64{100 + uint64(k)}, parts...)...)
	return r.chance(o.rates[k])
}

func (k kind) answers() bool { return k >= accepted && k <= typedThrough }
