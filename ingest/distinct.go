package ingest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strconv"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// Found is an experiment that rows name, and the arms that they give it.
type Found struct {
	ID   string   // "" where the file is of one experiment
	Arms []string // numbers by size, then texts; nil where the file lists the arms
	Rows int64    // that name it, those that filters stop too
}

// Distinct lists the experiments that the rows of a family name, sorted by id: of layout
// events the exposure rows, or those of the assignments, of other layouts all that pass
// the filters. Where the file takes the arms as they are found (arms: any), these are
// listed with each; of a file of one experiment they are all that is found. The tables
// are read once, and of them the columns that tell; a missing id or arm is none.
func Distinct(ctx context.Context, e *spec.Experiment, o Options) ([]Found, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	d := newDistinct(e, o.Open)
	defer d.set.Close()
	if err := d.set.Find(); err != nil {
		return nil, err
	}
	workers := make([]distinctWorker, o.Workers)
	visits := make([]table.Visit, o.Workers)
	for i := range workers {
		workers[i].found = map[string]*sighting{}
		visits[i] = func(b *table.Batch) error { return workers[i].take(d, b) }
	}
	if err := d.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, err
	}
	all := distinctWorker{found: map[string]*sighting{}}
	for _, w := range workers {
		all.add(&w)
	}
	return d.list(&all)
}

// WithArms is the experiment with the arms that its rows have, in equal shares and
// without a control.
func WithArms(ctx context.Context, e *spec.Experiment, o Options) (*spec.Experiment, error) {
	found, err := Distinct(ctx, e, o)
	if err != nil {
		return nil, err
	}
	return found[0].Of(e)
}

// Of is the experiment with the arms found, where it takes them so.
func (f Found) Of(e *spec.Experiment) (*spec.Experiment, error) {
	switch {
	case !e.ArmsAny:
		return e, nil
	case len(f.Arms) == 0:
		return e, fmt.Errorf("no row of the experiment %s has a value in the column of which arms: any takes the "+
			"arms; of the rows that have one the id is another, or the filters and the events that are exposures "+
			"pass none", e.ID)
	}
	with := *e
	with.Arms = nil
	for _, a := range f.Arms {
		with.Arms = append(with.Arms, spec.Arm{Name: a, Share: 1 / float64(len(f.Arms))})
	}
	return &with, nil
}

// maxMembers and maxArms bound what is found: what has more values is no column of
// experiments, or of arms.
const (
	maxMembers = 50_000
	maxArms    = 100
)

// distinct is a reading for what rows name alone.
type distinct struct {
	exp             *spec.Experiment
	set             *table.Set
	experiment, arm int // arm is −1 where the file lists the arms
	event           int // −1 where any row may name an experiment
	scope           scope
}

func newDistinct(e *spec.Experiment, open Opener) *distinct {
	d := &distinct{exp: e, set: table.New(open), arm: -1, event: -1}
	d.scope = newScope(e, &d.set.Wants)
	d.experiment = d.scope.experiment
	if e.Each != "" {
		d.scope.experiment = -1
	}
	if e.ArmsAny {
		d.arm = d.set.Wants.Add(armName(e), false, true)
	}
	if e.Assignments != nil {
		d.set.Add(table.Beside(e, e.Assignments.Table, "assignments.columns"))
		return d
	}
	d.set.Wants.Filters(e.Where)
	if e.Layout == spec.Events {
		d.event = d.set.Wants.Add("event", false, true)
		d.set.Wants.Filters(e.Exposure.Where)
	}
	for _, x := range e.Sources {
		d.set.Wants.Filters(x.Where)
		d.set.Add(table.Export(e, x))
	}
	return d
}

// filters are those that a row of a batch has to pass.
func (d *distinct) filters(b *table.Batch) []spec.Filter {
	if d.exp.Assignments != nil {
		return nil
	}
	out := slices.Concat(d.exp.Where, b.In.Source.Where)
	if d.event >= 0 {
		out = slices.Concat(out, d.exp.Exposure.Where, []spec.Filter{{Column: "event", Is: d.exp.Exposure.Event}})
	}
	return out
}

// sighting is what was found of one experiment.
type sighting struct {
	arms map[string]bool
	rows int64
}

// distinctWorker is what one worker has found, by experiment.
type distinctWorker struct {
	found       map[string]*sighting
	named, arms bool   // some batch has the column of experiments, of arms
	many        string // what has too many values; "" while nothing has
}

func (w *distinctWorker) take(d *distinct, b *table.Batch) error {
	id, arm := event.NewText(nil), event.NewText(nil)
	if d.exp.Each != "" {
		id = b.Columns[d.experiment]
	}
	if d.arm >= 0 {
		arm = b.Columns[d.arm]
	}
	w.named, w.arms = w.named || id.Present(), w.arms || arm.Present()
	filters := d.filters(b)
	var columns []*event.Text
	for _, f := range filters {
		columns = append(columns, b.Column(f.Column))
	}
	sieve, scoped := event.NewSieve(filters, columns), d.scope.over(b)
	for i := range b.Rows {
		v, a := "", ""
		if d.exp.Each != "" {
			if v = id.Value(i); v == "" {
				continue
			}
		}
		if d.arm >= 0 {
			if a = arm.Value(i); a == "" && d.exp.Each == "" {
				continue
			}
		}
		of := w.found[v]
		if of != nil {
			of.rows++
		}
		if w.many != "" || of != nil && (a == "" || of.arms[a]) {
			continue
		}
		if ok, _, _ := sieve.Pass(i); !ok {
			continue
		}
		if reason, _ := scoped.aside(i, d.exp.ID); reason != sums.NumReasons {
			continue
		}
		first := int64(1) // a row of one that is known was counted
		if of != nil {
			first = 0
		}
		w.add(&distinctWorker{found: map[string]*sighting{clone(v): {map[string]bool{clone(a): true}, first}}})
	}
	return nil
}

// clone copies a view of a batch, which ends with the visit.
func clone(s string) string { return string(append([]byte(nil), s...)) }

// add takes in what another has found.
func (w *distinctWorker) add(o *distinctWorker) {
	w.named, w.arms, w.many = w.named || o.named, w.arms || o.arms, cmp.Or(w.many, o.many)
	for id, of := range o.found {
		if w.found[id] == nil {
			w.found[id] = &sighting{arms: map[string]bool{}}
		}
		mine := w.found[id]
		maps.Copy(mine.arms, of.arms)
		mine.rows += of.rows
		if len(mine.arms) > maxArms+1 {
			w.many = "arms"
		}
	}
	if len(w.found) > maxMembers {
		w.many = "experiments"
	}
}

// list is what was found, in order, or why it is nothing.
func (d *distinct) list(w *distinctWorker) ([]Found, error) {
	files, has := d.set.FileNames(), phrase.Columns(d.set.Names())
	arm := ""
	if d.arm >= 0 {
		in := d.set.Inputs[0]
		arm = in.Path(armName(d.exp))
	}
	switch {
	case d.exp.Each != "" && !w.named:
		return nil, fmt.Errorf("%s has no column %q, which each names; it has %s. Name the column of whose every "+
			"value an experiment is made with each: {column: …}, or remove each", files, d.exp.Each, has)
	case d.arm >= 0 && !w.arms:
		return nil, d.set.Inputs[0].Missing(files, armName(d.exp), d.set.Names())
	case w.many == "experiments":
		return nil, counted.Errorf("the column %q of %s has more than %d values, each of which would be an "+
			"experiment; is it a column of users? Name that of experiments", d.exp.Each, files, maxMembers)
	case w.many == "arms":
		return nil, counted.Errorf("the column %q of %s has more than %d values, each of which would be an arm; list "+
			"the arms, or name the column that holds them", arm, files, maxArms)
	case len(w.found) == 0 && d.exp.Each == "":
		return nil, fmt.Errorf("no row of %s that counts has a value in the column %q, of which arms: any takes the "+
			"arms; filters, the id of the experiment and the events that are exposures say which rows count", files,
			arm)
	case len(w.found) == 0:
		return nil, fmt.Errorf("no row of %s that counts has a value in the column %q, which each names, so there is "+
			"no experiment; filters and the events that are exposures say which rows count", files, d.exp.Each)
	}
	var out []Found
	for _, id := range slices.Sorted(maps.Keys(w.found)) {
		f := Found{ID: id, Rows: w.found[id].rows}
		for _, a := range slices.SortedFunc(maps.Keys(w.found[id].arms), byNumber) {
			if a != "" {
				f.Arms = append(f.Arms, a)
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// byNumber orders numbers by size, before texts.
func byNumber(a, b string) int {
	x, y := math.Inf(1), math.Inf(1)
	if v, err := strconv.ParseFloat(a, 64); err == nil && !math.IsNaN(v) {
		x = v
	}
	if v, err := strconv.ParseFloat(b, 64); err == nil && !math.IsNaN(v) {
		y = v
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
}
