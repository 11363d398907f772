package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest"
)

// scanned is what the statement Scan told.
type scanned struct {
	plan      *Plan
	tally     sums.Tally
	read      int64
	kept      int64
	from, to  int64
	dated     int64 // rows whose times bound the data
	offMinute int64 // the most that a time is off a whole minute, in microseconds; likewise
	offHour   int64
	offUTC    int64
	offDay    int64
	odd, noID int64
	noSID     int64
	events    map[string]bool
	arms      map[int]int64 // rows by the declared value that names their arm; -1 of no declared one
	stranger  string        // the least name of an arm that is not declared
	days      study.Logged
	exposing  map[string]map[spec.Day]study.DayRows
}

// manyEvents is how many names of events are kept: more of them are no names.
const manyEvents = 1000

func newScanned(p *Plan) *scanned {
	return &scanned{plan: p, events: map[string]bool{}, arms: map[int]int64{},
		exposing: map[string]map[spec.Day]study.DayRows{},
		days:     study.Logged{Sources: []string{p.Written}, Days: map[spec.Day]study.DayRows{}}}
}

func (s *scanned) take(r *row) {
	n := r.count("n")
	day := func() (spec.Day, study.DayRows) {
		return spec.Day(r.int("day")), study.DayRows{Rows: n, Units: int(min(r.count("units"), study.ManyUnits))}
	}
	switch {
	case !r.null("reason"):
		s.reason(r, n)
	case !r.null("exposing"):
		if name := r.text("exposing"); name != "" {
			if s.exposing[name] == nil {
				s.exposing[name] = map[spec.Day]study.DayRows{}
			}
			d, rows := day()
			more(s.exposing[name], d, rows)
		}
	case !r.null("day"):
		if d, rows := day(); d != noDay {
			more(s.days.Days, d, rows)
		}
	case !r.null("named"):
		if arm := int(r.int("named")); arm >= -1 {
			s.arms[arm] += n
			if name := r.text("stranger"); arm == -1 && (s.arms[-1] == n || name < s.stranger) {
				s.stranger = name
			}
		}
	case !r.null("ev"):
		if !r.null("last_dated") && len(s.events) < manyEvents {
			s.events[r.text("ev")] = true
		}
	case !r.null("nobody"):
		if r.int("nobody") == 1 {
			arm := ""
			if k := r.int("declared"); k >= 0 && k < int64(len(s.plan.Exp.Arms)) {
				arm = s.plan.Exp.Arms[k].Name
			}
			s.nobody(r.text("placed"), arm, n)
		}
	}
}

// more adds the rows of a day; their units are others than those that are there.
func more(to map[spec.Day]study.DayRows, d spec.Day, rows study.DayRows) {
	has := to[d]
	to[d] = study.DayRows{Rows: has.Rows + rows.Rows, Units: min(has.Units+rows.Units, study.ManyUnits)}
}

func (s *scanned) nobody(word, arm string, n int64) {
	u := &s.tally.Unnamed
	u.Count(word, "")
	u.Words[word] += n - 1
	if arm != "" {
		u.Arms[arm] += n
	}
}

func (s *scanned) reason(r *row, n int64) {
	s.read += n
	switch reason := r.int("reason"); {
	case reason == int64(kept):
		s.kept += n
	case reason >= 0 && reason < int64(kept):
		s.tally.Dropped[reason] += n
	default:
		r.err = fmt.Errorf("a row left for the reason number %d, which there is not", reason)
	}
	s.odd += r.count("odd")
	s.noID += r.count("no_eid")
	s.noSID += r.count("no_sid")
	s.dated += r.count("dated")
	if !r.null("first_t") {
		from, to := r.int("first_t"), r.int("last_t")
		if s.from == 0 || from < s.from {
			s.from = from
		}
		s.to = max(s.to, to)
	}
	s.offMinute, s.offHour = max(s.offMinute, r.int("off_minute")), max(s.offHour, r.int("off_hour"))
	s.offUTC, s.offDay = max(s.offUTC, r.int("off_utc")), max(s.offDay, r.int("off_day"))
}

// coarse reports whether times are so coarse that equal rows without an id are no copies.
func (s *scanned) coarse() bool { return s.offMinute == 0 }

// read takes the answer of Scan in.
func (s *scanned) readAll(from *answer) error {
	for _, cells := range from.rows {
		r := &row{a: from, cells: cells}
		s.take(r)
		if r.err != nil {
			return broken(r.err)
		}
	}
	return nil
}

// fewMidnights is how many rows, all of them at midnight, may be so by chance.
const fewMidnights = 20

// check refuses rows that cannot answer the experiment, or that an engine reads in another way.
func (s *scanned) check() error {
	e, p := s.plan.Exp, s.plan
	if s.read == 0 {
		return fmt.Errorf("the table %s has no rows; was the export finished?", p.Written)
	}
	if absent := s.absent(); len(absent) > 0 {
		has := "no row that counts names a declared arm"
		if s.arms[-1] > 0 {
			has = counted.Sprintf("%d rows name others, such as %q", s.arms[-1], s.stranger)
		}
		declared := "the declared arm %s never occurs"
		if len(absent) > 1 {
			declared = "the declared arms %s never occur"
		}
		return fmt.Errorf(declared+" in a row of %s that counts; %s. The table has the events %s. Write the arm's "+
			"name exactly as the column has it, and see experiment, start, end and exposure",
			strings.Join(absent, ", "), p.Written, has, ingest.EventList(s.events))
	}
	bad := int64(0)
	var why []string
	for reason := sums.Reason(0); reason < sums.NumReasons; reason++ {
		if n := s.tally.Dropped[reason]; n > 0 && reason.Bad() {
			bad, why = bad+n, append(why, fmt.Sprintf("%s %d", reason, n))
		}
	}
	switch {
	case float64(bad) > e.MaxBadRows*float64(s.read):
		return counted.Errorf("%d of %d rows (%.1f %%) are broken, more than max_bad_rows allows (%.6g %%): %s. Mend "+
			"the table or the columns, or raise max_bad_rows",
			bad, s.read, 100*float64(bad)/float64(s.read), 100*e.MaxBadRows, strings.Join(why, "; "))
	case s.kept == 0:
		return fmt.Errorf("no row of the %d of %s is left to count", s.read, p.Written)
	case s.odd > 0:
		return counted.Errorf("%d rows of %s have an id that is a number with a fraction or an exponent (12.0, "+
			"1.2e+15), which uptake and an engine do not take for the same; give a view in which ids are whole "+
			"numbers or text as it was", s.odd, p.Written)
	case s.offDay == 0 && s.dated >= fewMidnights:
		return fmt.Errorf("all times of %s are midnights, so each stands for its whole day, and an engine is asked "+
			"about instants alone in this version; fetch the rows (--units)", p.Written)
	}
	return nil
}

// absent are the values of arms that were to be dealt out and that no row names.
func (s *scanned) absent() (out []string) {
	k := 0
	for _, a := range s.plan.Exp.Arms {
		for _, v := range a.Values() { // of several a mistyped one would go unseen
			if a.Share > 0 && s.arms[k] == 0 {
				out = append(out, fmt.Sprintf("%q", v))
			}
			k++
		}
	}
	return out
}

// tables describes the rows as a collection of files does.
func (s *scanned) tables() *study.Tables {
	e, p := s.plan.Exp, s.plan
	id := p.has("event_id") && e.Duplicates != spec.Keep
	_, bound := e.Columns["event_id"]
	_, own := e.Sources[0].Columns["event_id"]
	t := &study.Tables{Shape: ingest.Shape(e, p.Demand), MaxBadRows: e.MaxBadRows, Read: s.read, From: s.from, To: s.to,
		HasTime: true, Zone: e.Zone,
		UnitName: p.path("unit"), NoSuggestionID: !p.has("suggestion_id"),
		NoSession: !p.has("session"), NoEventID: !id, Sources: []string{p.Written},
		AssumedID: id && e.Duplicates == "" && !bound && !own, HasDecisionTime: true, Unhashed: true,
		Notes: ingest.Unseen(e, p.Demand, s.events)}
	t.Logged = append(t.Logged, s.days)
	for _, name := range e.Exposure.Event {
		if days := s.exposing[name]; len(days) > 0 {
			t.Logged = append(t.Logged, study.Logged{Sources: []string{p.Written}, Event: name, Days: days})
		}
	}
	t.Absent = slices.Concat(p.Demand.Attributes, p.Demand.Look)
	return t
}
