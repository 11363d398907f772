package ingest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/phrase"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// Progress is how far the files of a collection have been read.
type Progress = table.Progress

// Options says how a collection goes, never what it gives.
type Options struct {
	Workers  int            // 0 = one per processor
	Memory   int64          // bytes that the collection is to stay within; 0 = no limit
	Progress func(Progress) // called now and then while files are read; may be nil
}

// rows is how much of the memory the rows may take that wait to be resolved, 0 without a
// limit: beside them there are blocks being decoded, units' names, and what a worker
// resolves.
func (o Options) rows() int64 {
	if o.Memory == 0 {
		return 0
	}
	return max(o.Memory/4, 1)
}

// Collect reads every source of the experiment and gives the study tables.
// It fails when a file cannot be read, when a declared arm never occurs, when
// nothing is left to count, and when more rows are broken than the experiment
// allows; the error is a sentence that names the file, row, column or arm.
func Collect(ctx context.Context, e *spec.Experiment, d spec.Demand, o Options) (*study.Tables, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := newRun(e, d, o)
	if e.Labels != nil && len(d.Grades) > 0 {
		labels, err := readLabels(ctx, e, d.Grades)
		if err != nil {
			return nil, err
		}
		r.layout.(interface{ setLabels(*labelFile) }).setLabels(labels)
		r.labels = labels
	}
	defer r.set.Close()
	if err := r.set.Find(); err != nil {
		return nil, err
	}
	if err := r.nameRows(); err != nil {
		return nil, err
	}
	total, err := r.scan(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := r.checkPresent(total); err != nil {
		return nil, err
	}
	if err := r.check(total); err != nil {
		return nil, err
	}
	ranks, marks, err := r.rank(ctx, total, o)
	if err != nil {
		return nil, err
	}
	return r.tables(total, ranks, marks), nil
}

// check refuses a run whose rows cannot answer the experiment. An arm that
// never occurs is told before the rows that are broken for naming another, but
// after rows that are broken otherwise: those may be where the arm is.
func (r *run) check(total *worker) error {
	checks := []func(*worker) error{r.checkArms, r.checkBad, r.checkLeft, r.checkLarge}
	if d := total.tally.Dropped; r.tooMany(broken(d)-d[study.UnknownArm], total.read) {
		checks[0], checks[1] = checks[1], checks[0]
	}
	for _, check := range checks {
		if err := check(total); err != nil {
			return err
		}
	}
	return nil
}

// has reports whether some row had a wanted name's column.
func (r *run) has(total *worker, name string) bool {
	i := r.set.Wants.Place(name)
	return i >= 0 && total.present[i]
}

// tables makes the study from a finished scan.
func (r *run) tables(total *worker, ranks resolve.Ranks, marks resolve.Marks) *study.Tables {
	has := func(name string) bool { return r.has(total, name) }
	if !has("decided_at") && r.exp.Layout == spec.Suggestions {
		r.rules.Attribution = 0
	}
	times := r.times(total)
	from, to := times.span(r.exp.Zone)
	r.rules.From, r.rules.FromDay = from.ts, from.day
	r.rules.Start, r.rules.StartDay = from.ts, from.day
	if r.exp.Start != spec.NoDay {
		r.rules.Start, r.rules.StartDay = r.exp.Start.Start(r.exp.Zone), true
	}
	var why []study.Coarse
	r.rules.Coarse, why = r.coarse(total)
	if r.rules.Mode == resolve.FromExposures {
		for _, in := range r.set.Owner {
			r.rules.Sources = append(r.rules.Sources, in.Number)
		}
	}
	var names []string
	for _, f := range r.set.Files {
		names = append(names, f.Name)
	}
	dict := r.layout.dictionaries()
	res := &resolve.Resolver{Store: r.store, Shape: r.shape, Dict: dict, Rules: r.rules, Files: names, Ranks: ranks, Marks: marks}
	days, midnights := r.midnights(total)
	if len(midnights) > 0 {
		res.Days = days
	}
	t := &study.Tables{Shape: r.shape, Parts: store.Parts, Open: res.Open, Drop: res.Drop, Scan: total.tally, Read: total.read,
		Notes: slices.Concat(r.set.Notes(), midnights, r.undatedNote(total), r.unseen(total)),
		From:  from.ts, To: to, HasTime: times.any(), ByDay: times.days.any && !times.counted, UnitName: "row",
		NoUnit: !has("unit"), NoSuggestionID: !has("suggestion_id"), NoEventID: !has("event_id"), NoSession: !has("session"),
		HasDecisionTime: r.exp.Layout == spec.Events || has("decided_at")}
	for _, in := range r.set.Inputs {
		t.Sources = append(t.Sources, in.Source.Written)
	}
	t.Logged, t.Reach, t.Zone = r.loggedDays(total), r.reach(total, t.ReachOf(-1)), r.exp.Zone
	t.Coarse, t.EventIDLike = why, r.eventIDLike()
	t.Rounding, t.MaxBadRows = total.rounding, r.exp.MaxBadRows
	for _, n := range slices.Concat(r.demand.Attributes, r.demand.Look) {
		if !has(n) {
			t.Absent = append(t.Absent, n)
		}
	}
	for _, x := range r.demand.Traits {
		if !has(x.Name) {
			t.Absent = append(t.Absent, x.Name)
		}
	}
	if r.labels != nil {
		t.Notes = append(t.Notes, r.labels.said()...)
		t.Scan.Hash = t.Scan.Hash.Add(r.labels.hash)
	}
	if has("unit") {
		t.UnitName = r.set.Inputs[0].Path("unit")
	} else if has("suggestion_id") {
		t.UnitName = r.set.Inputs[0].Path("suggestion_id")
	}
	return t
}

// checkArms refuses a run in which a declared arm never occurs, unless none
// was to be in it.
func (r *run) checkArms(total *worker) error {
	var absent []string
	for _, a := range r.exp.Arms {
		if total.arms[a.Name] == 0 && a.Share > 0 {
			absent = append(absent, quoted(a.Name))
		}
	}
	if len(absent) == 0 {
		return nil
	}
	if len(total.arms) == 0 && r.noExposure(total) {
		return fmt.Errorf("no row is an exposure: no row has the event %s; the export has %s. Name the event that exposes a unit with exposure: {event: …}",
			strings.Join(r.exp.Exposure.Event, " or "), total.eventList())
	}
	if len(total.arms) == 0 {
		return r.nothing(total, "no row that counts names an arm")
	}
	has := armList(total.arms, func(string) bool { return true })
	plural := "the declared arm %s never occurs"
	if len(absent) > 1 {
		plural = "the declared arms %s never occur"
	}
	for _, reason := range []study.Reason{study.OutsideDates, study.Filtered, study.OtherExperiment, study.Outside, study.MissingUnit} {
		if total.tally.Dropped[reason] > 0 { // the arm may well be in these rows
			return r.nothing(total, fmt.Sprintf(plural+" in a row that counts, where the export has %s", strings.Join(absent, ", "), strings.Join(has, ", ")))
		}
	}
	return fmt.Errorf(plural+"; the export has %s. Write the arm's name exactly as the export does, in quotes if need be", strings.Join(absent, ", "), strings.Join(has, ", "))
}

// expects says what would have been read instead of a broken row.
var expects = map[study.Reason]string{
	study.Unparsable: "a whole row of the format",
	study.BadTime:    "a time such as 2026-04-01T12:00:00Z or 2026-04-01 12:00:00, or a number of s, ms, µs or ns since 1970, from 1990 to 2099",
	study.UnknownArm: "an arm that the experiment file declares",
	study.BadValue:   "a number, a yes or no, or an outcome that the file maps, whichever is asked for",
}

// broken adds up the rows that are broken rather than not needed.
func broken(dropped [study.NumReasons]int64) (n int64) {
	for reason := study.Reason(0); reason < study.NumReasons; reason++ {
		if reason.Bad() {
			n += dropped[reason]
		}
	}
	return n
}

func (r *run) tooMany(bad, read int64) bool {
	return float64(bad) > r.exp.MaxBadRows*float64(read)
}

// checkBad refuses a run with more broken rows than the experiment allows.
func (r *run) checkBad(total *worker) error {
	bad := broken(total.tally.Dropped)
	if !r.tooMany(bad, total.read) {
		return nil
	}
	var why []string
	for reason := study.Reason(0); reason < study.NumReasons; reason++ {
		n := total.tally.Dropped[reason]
		if !reason.Bad() || n == 0 {
			continue
		}
		line := fmt.Sprintf("%s %d", reason, n)
		if ex := total.tally.Example[reason]; ex != nil {
			expected := expects[reason]
			if reason == study.BadTime {
				expected = r.expectedTime(total)
			}
			line += fmt.Sprintf(" (first: %s, row %d, %q; expected %s)", ex.File, ex.Row, phrase.Cut(ex.Value), expected)
		}
		why = append(why, line)
	}
	advice := ""
	if unknown := total.tally.Dropped[study.UnknownArm]; unknown > 0 {
		advice = ". " + r.unknownArms(total)
		bad -= unknown
	}
	if bad > 0 {
		advice += ". Mend the export or the columns, or raise max_bad_rows"
	}
	return fmt.Errorf("%d of %d rows (%.1f %%) are broken, more than max_bad_rows allows (%.6g %%): %s%s",
		broken(total.tally.Dropped), total.read, 100*float64(broken(total.tally.Dropped))/float64(total.read), 100*r.exp.MaxBadRows, strings.Join(why, "; "), advice)
}

// checkLeft refuses a run in which no row was kept.
func (r *run) checkLeft(total *worker) error {
	left := total.read
	for _, n := range total.tally.Dropped {
		left -= n
	}
	if left > 0 {
		return nil
	}
	return r.nothing(total, "no row is left to count")
}

// nothing says why nothing is left, the largest reasons first.
func (r *run) nothing(total *worker, what string) error {
	if total.read == 0 {
		return fmt.Errorf("the export has no rows: there is nothing below the header, if even that, in %s; was the export finished?", r.set.FileNames())
	}
	var why []study.Reason
	for reason := study.Reason(0); reason < study.NumReasons; reason++ {
		if total.tally.Dropped[reason] > 0 {
			why = append(why, reason)
		}
	}
	slices.SortStableFunc(why, func(a, b study.Reason) int {
		return int(min(max(total.tally.Dropped[b]-total.tally.Dropped[a], -1), 1))
	})
	var lines []string
	for _, reason := range why {
		line := fmt.Sprintf("%s %d", reason, total.tally.Dropped[reason])
		if ex := total.tally.Example[reason]; ex != nil {
			line += fmt.Sprintf(" (such as %s, row %d, %q)", ex.File, ex.Row, phrase.Cut(ex.Value))
		}
		lines = append(lines, line)
	}
	hint := ""
	switch d := &total.tally.Dropped; {
	case d[study.MissingUnit] > d[study.OtherExperiment]+d[study.OutsideDates]+d[study.Filtered]:
		hint = fmt.Sprintf(". The unit is read from the column %s; bind the one that names it in every row", quoted(r.set.Inputs[0].Path("unit")))
	case d[study.OtherExperiment] > 0:
		hint = fmt.Sprintf(". Only rows of the experiment %s count; experiment must be its id as the export has it", quoted(r.exp.ID))
	case d[study.OutsideDates] > d[study.Filtered]:
		times := r.times(total)
		from, to := times.span(r.exp.Zone)
		hint = fmt.Sprintf(". start and end are %s and %s, the rows run from %s to %s; change start and end if the experiment ran then", orOpen(r.exp.Start), orOpen(r.exp.End),
			spec.DayOf(from.ts, r.exp.Zone), spec.DayOf(to, r.exp.Zone))
	}
	return fmt.Errorf("%s: of %d rows read, %s%s", what, total.read, strings.Join(lines, "; "), hint)
}
