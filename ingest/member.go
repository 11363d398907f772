package ingest

import (
	"math"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/resolve"
	"uptake/ingest/table"
)

// member is one of the experiments that a collection is for. They ask the same of the
// same rows, and differ in their ids, arms and days: each row that may expose somebody is
// of one of them, all others are of all.
type member struct {
	exp   *spec.Experiment
	span  int            // its days, among those of the run
	arms  map[string]int // index of an arm by the values that the export has for it
	first int            // code of the first of its arms, which follow one another
}

// addMember takes an experiment in; its arms have codes after those of the others.
func (r *run) addMember(e *spec.Experiment) {
	m := &member{exp: e, span: slices.Index(r.spans, newSpan(e))}
	if m.span < 0 {
		m.span = len(r.spans)
		r.spans = append(r.spans, newSpan(e))
	}
	m.arms, m.first = map[string]int{}, r.armCodes
	for i, a := range e.Arms {
		for _, v := range a.Values() {
			m.arms[v] = i
		}
	}
	r.armCodes += len(armNames(e))
	if r.byID == nil {
		r.byID = map[string]int{}
	}
	r.byID[e.ID] = len(r.members)
	r.members = append(r.members, m)
}

// mostArms is how many arms the experiments of a collection may have together.
const mostArms = math.MaxInt16

// own is what a worker counts of the rows of one member.
type own struct {
	counts
	named int64 // rows that name its experiment, of those that others counts
}

// bounded is what a worker counts of the rows that may expose somebody, for all members
// that have the same days.
type bounded struct {
	counts
	others others
}

// others are the rows that name an experiment: each is another's to every member but its
// own.
type others struct {
	rows int64
	// The least row, and the least of those that name another experiment than it does.
	first, second *sums.Example
}

func (o *others) see(b *table.Batch, i int, id string) {
	o.rows++
	ex := sums.Example{File: b.Name(), Row: b.Row(i), Value: id}
	if o.first == nil || ex.Less(*o.first) || id != o.first.Value && (o.second == nil || ex.Less(*o.second)) {
		o.keep(&sums.Example{File: ex.File, Row: ex.Row, Value: strings.Clone(id)})
	}
}

func (o *others) keep(ex *sums.Example) {
	switch {
	case ex == nil:
	case o.first == nil:
		o.first = ex
	case ex.Less(*o.first):
		if ex.Value != o.first.Value {
			o.second = o.first
		}
		o.first = ex
	case ex.Value != o.first.Value && (o.second == nil || ex.Less(*o.second)):
		o.second = ex
	}
}

func (o *others) add(x *others) {
	o.rows += x.rows
	o.keep(x.first)
	o.keep(x.second)
}

// count counts them as another experiment's, but the rows that name id.
func (o *others) count(t *sums.Tally, id string, named int64) {
	n := o.rows - named
	if n == 0 {
		return
	}
	t.Dropped[sums.OtherExperiment] += n
	ex := o.first
	if ex.Value == id {
		ex = o.second
	}
	if old := t.Example[sums.OtherExperiment]; old == nil || ex.Less(*old) {
		t.Example[sums.OtherExperiment] = ex
	}
}

// stop is the filter that stops a row, zero where none does.
type stop struct {
	stops         bool
	column, value string
}

// whose says which member row i is of, a row that may expose somebody; −1 for none. It
// counts the row for all that it is not of: those in whose days it does not lie, which
// every row does without a time, or with one that is dated; all where a filter stops it;
// all others.
func (w *worker) whose(b *batch, s *scoped, i int, at stamped, dated bool, by stop) int {
	id, tells := s.names(i)
	mine := 0
	if tells {
		var known bool
		if mine, known = w.run.byID[id]; !known {
			mine = -1
		}
	} else if len(w.run.members) > 1 {
		w.apart = true
		return -1
	}
	for k, days := range w.run.spans {
		c := &w.bounded[k]
		holds := !dated || days.holds(at.ts)
		switch {
		case !holds:
			days.drop(&c.counts, b.Batch, i, at.ts)
		case by.stops:
			c.dropFiltered(b.Batch, i, by.column, by.value)
		case tells:
			c.others.see(b.Batch, i, id)
		}
		if (!holds || by.stops) && mine >= 0 && w.run.members[mine].span == k {
			mine = -1
		}
	}
	if mine < 0 {
		return mine
	}
	o := &w.own[mine]
	if tells {
		o.named++
	}
	if ok, column, value := s.outside.Pass(i); !ok {
		o.drop(b.Batch, i, sums.Outside, column+" = "+value)
		return -1
	}
	return mine
}

// arm is the code of the arm of a member that row i names; a row of an arm that is not
// declared is dropped.
func (w *worker) arm(b *batch, i, mine int, column *event.Text) (code int16, ok bool) {
	m, o := w.run.members[mine], &w.own[mine]
	name := column.Value(i)
	o.arms.see(name)
	c, known := m.arms[name]
	if !known {
		o.drop(b.Batch, i, sums.UnknownArm, name)
	}
	return int16(c + m.first), known
}

// as is the run as if it were for one of its members alone.
func (r *run) as(m *member) *run {
	out := *r
	out.exp, out.shape = m.exp, Shape(m.exp, r.demand)
	out.rules.Window = m.exp.Window
	return &out
}

// firstArms says whose an arm is.
func (r *run) firstArms() (out resolve.Members) {
	for _, m := range r.members {
		out = append(out, m.first)
	}
	return out
}

// armNames are the arms of an experiment as its tables have them.
func armNames(e *spec.Experiment) (out []string) {
	for _, a := range e.Arms {
		out = append(out, a.Name)
	}
	if len(out) == 0 {
		out = []string{spec.AllArm}
	}
	return out
}
