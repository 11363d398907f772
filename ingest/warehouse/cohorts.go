package warehouse

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// Cohorts are units by the day of their first exposure, those without one apart. What an engine answers about
// disjoint units stands beside each other, so of a cohort that is what it was nothing is asked again.
type Cohorts struct {
	Keep  Keeper
	Fresh bool            // every cohort is asked, whatever is kept of it
	Say   func(err error) // is told what cannot be kept, or is damaged
	Asked int             // cohorts that the run asked
	Stood int             // cohorts whose answers of an earlier run it took
}

// Keeper keeps answers under a name of what they hang on.
type Keeper interface {
	// Get gives what was put, nil where there is nothing; what is damaged is an error, once.
	Get(name string) ([]byte, error)
	Put(name string, b []byte) error
}

// known is what is known of the rows before they are added up.
type known struct {
	*Cohorts
	all    string // of all rows together, also those that are of no unit
	prints map[spec.Day]fingerprint
	begun  map[string]keptAnswers // to be kept once they are found right
}

// fingerprint tells the rows of a cohort from others.
type fingerprint struct {
	rows int64
	sum  *big.Int // of the rows' prints
	last int64    // time of the latest row
}

func (p fingerprint) String() string { return fmt.Sprintf("%d %s", p.rows, p.sum) }

// keptAnswers is what is kept of a cohort: its part of the answers, in the order of the statements.
type keptAnswers struct {
	To      int64 // end of the data when it was asked
	Answers []keptAnswer
}

type keptAnswer struct {
	Columns []string
	Rows    [][]*string // null where there is nothing
}

// nameOf names answers by all that they hang on.
func nameOf(parts ...string) string {
	b, _ := json.Marshal(parts)
	return fmt.Sprintf("%x", sha256.Sum256(b))
}

// get gives what is kept under a name. What is damaged is said, and as if there were nothing.
func (k *known) get(name string) (is keptAnswers, ok bool) {
	if k.Fresh {
		return is, false
	}
	b, err := k.Keep.Get(name)
	if err == nil && b != nil {
		if err = json.Unmarshal(b, &is); err == nil {
			return is, true
		}
	}
	if err != nil {
		k.Say(fmt.Errorf("what is kept of an engine's answers is damaged, so it is asked again: %w", err))
	}
	return is, false
}

// put keeps answers. That it cannot takes nothing from the run.
func (k *known) put(name string, is keptAnswers) {
	b, err := json.Marshal(is)
	if err == nil {
		err = k.Keep.Put(name, b)
	}
	if err != nil {
		k.Say(fmt.Errorf("an engine's answers are not kept, so it is asked again the next time: %w", err))
	}
}

// chosen are the cohorts whose units a statement is about; only is nil where all are.
type chosen struct{ only []spec.Day }

func (c *chosen) some() bool { return c != nil && c.only != nil }

// cohortKey is the key by which the answer tells cohorts apart, where it does.
func (s *statement) cohortKey() string {
	if s.pass.by == nil {
		return ""
	}
	return "cohort, "
}

// ofCohorts is a condition of rows of units of the chosen cohorts. A unit's first exposure is no copy of another.
func (s *statement) ofCohorts() string {
	var list []string
	for _, d := range s.pass.by.only {
		list = append(list, fmt.Sprint(int64(d)))
	}
	s.table("chosen", "units that were first exposed on one of some days", fmt.Sprintf("SELECT unit\nFROM seen r\n"+
		"WHERE reason = %d OR ghost = 1\nGROUP BY unit\nHAVING coalesce(%s, %d) IN (%s)", kept,
		s.day(firstExposed), noDay, strings.Join(list, ", ")))
	return "unit IN (SELECT unit FROM chosen c)"
}

// firstExposed is when a group of rows was first exposed.
var firstExposed = fmt.Sprintf("MIN(CASE WHEN xp = 1 AND reason = %d THEN t END)", kept)

// settles is the end of the data from which on no later end makes another answer about a cohort whose rows stay what
// they are: when its windows are over, and where units are told apart, its days of some age, which the statement picks.
func (s *Study) settles(a *asked, day spec.Day, last int64, apart bool) int64 {
	e := s.plan.Exp
	if day == noDay {
		return math.MinInt64
	}
	at := int64(math.MinInt64)
	for _, w := range append([]time.Duration{e.Window}, a.windows...) {
		if w > 0 { // one of whole days may end as a day does, which the clock may put off
			whole := (day + 1 + spec.Day((w+wholeDay-1)/wholeDay)).Start(e.Zone)
			at = max(at, (day+1).Start(e.Zone)+w.Microseconds(), whole)
		}
	}
	for _, c := range a.columns {
		if c.Age != nil && apart {
			at = max(at, (day + spec.Day(c.Age.Through) + 1).Start(e.Zone))
		}
	}
	if s.plan.suggests {
		if e.Window == 0 { // who never accepted was followed to the end
			return math.MaxInt64
		}
		at = max(at, last+e.Suggestions.Attribution.Microseconds()+e.Suggestions.EditWindow.Microseconds())
	}
	return at
}
