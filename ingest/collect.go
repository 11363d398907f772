package ingest

import (
	"context"
	"slices"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// Progress is how far the files of a collection have been read.
type Progress = table.Progress

// Opener opens a file in place of what reads it as it lies.
type Opener = table.Opener

// Options says how a collection goes, never what it gives.
type Options struct {
	Workers  int            // 0 = one per processor
	Memory   int64          // bytes that the collection is to stay within; 0 = no limit
	Progress func(Progress) // called now and then while files are read; may be nil
	Open     Opener         // opens files in place of what reads them as they lie; may be nil

	fewTies int // in place of the constant of this name; 0 for that
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
	all, _, err := CollectAlike(ctx, []*spec.Experiment{e}, d, o)
	if err != nil {
		return nil, err
	}
	return all[0].Tables, all[0].Err
}

// has reports whether some row had a wanted name's column.
func (g *gathered) has(name string) bool {
	i := g.set.Wants.Place(name)
	return i >= 0 && g.present[i]
}

// tables makes the study from a finished scan.
func (r *run) tables(total *gathered, member int, ranks resolve.Ranks, rows *resolve.Rows) *study.Tables {
	if !total.has("decided_at") && r.exp.Layout == spec.Suggestions {
		r.rules.Attribution = 0
	}
	times := total.times()
	from, to := times.span(r.exp.Zone)
	r.rules.From, r.rules.FromDay = from.ts, from.day
	r.rules.Start, r.rules.StartDay = from.ts, from.day
	if r.exp.Start != spec.NoDay {
		r.rules.Start, r.rules.StartDay = r.exp.Start.Start(r.exp.Zone), true
	}
	var why []study.Coarse
	r.rules.Coarse, why = total.coarse()
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
	res := &resolve.Resolver{Rows: rows, Member: member, Shape: r.shape, Dict: dict, Rules: r.rules, Files: names,
		Ranks: ranks}
	days, midnights := total.midnights()
	if len(midnights) > 0 {
		res.Days = days
	}
	t := &study.Tables{Shape: r.shape, Parts: store.Parts, Open: res.Open, Drop: res.Drop, Scan: total.tally,
		Read:  total.read,
		Notes: slices.Concat(r.set.Notes(), midnights, total.undatedNote(), total.unseen()),
		From:  from.ts, To: to, HasTime: times.any(), ByDay: times.days.any && !times.counted, UnitName: "row",
		NoUnit: !total.has("unit"), NoSuggestionID: !total.has("suggestion_id"), NoEventID: !total.has("event_id"),
		NoSession:       !total.has("session"),
		HasDecisionTime: r.exp.Layout == spec.Events || total.has("decided_at"), Beyond: total.beyond}
	for _, in := range r.set.Inputs {
		t.Sources = append(t.Sources, in.Source.Written)
	}
	t.Logged, t.Reach, t.Zone = total.loggedDays(), total.reach(t.ReachOf(-1)), r.exp.Zone
	t.Coarse, t.EventIDLike, t.AssumedID = why, total.eventIDLike(), total.assumedID()
	t.Rounding, t.MaxBadRows = total.rounding, r.exp.MaxBadRows
	for _, n := range slices.Concat(r.demand.Attributes, r.demand.Look) {
		if !total.has(n) {
			t.Absent = append(t.Absent, n)
		}
	}
	for _, x := range r.demand.Traits {
		if !total.has(x.Name) {
			t.Absent = append(t.Absent, x.Name)
		}
	}
	if r.labels != nil {
		t.Notes = append(t.Notes, r.labels.said()...)
		t.Scan.Hash = t.Scan.Hash.Add(r.labels.hash)
	}
	if total.has("unit") {
		t.UnitName = r.set.Inputs[0].Path("unit")
	} else if total.has("suggestion_id") {
		t.UnitName = r.set.Inputs[0].Path("suggestion_id")
	}
	return t
}
