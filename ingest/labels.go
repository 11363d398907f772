package ingest

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"uptake/analysis/counted"
	"uptake/analysis/person"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// labelFile is what the file of grades gave.
type labelFile struct {
	grade  map[uint64]int32  // fixed hash of a suggestion's id → code of its grade, from 1
	broken map[uint64]string // fixed hash of a suggestion's id → what it is graded, where that is no grade
	hash   sums.Hash         // sum over the labels kept
	met    atomic.Bool       // a suggestion of the export is graded
	name   string            // of the file, as written
	first  string            // id of its first label
	notes  []string
}

func newLabelSet(e *spec.Experiment, open Opener) *table.Set {
	set := table.New(open)
	set.Wants.Add("suggestion_id", false, false)
	set.Wants.Add("grade", false, true)
	set.Add(table.Beside(e, e.Labels.Table, "labels.columns")).Required = []string{"suggestion_id", "grade"}
	return set
}

// readLabels reads the file of grades whole: it is small beside the export, 16
// bytes a label are kept. The rows are no rows of the ledger. A label without a
// grade, or of no suggestion, grades nothing. A grade that is not declared counts
// as broken for its suggestion, and more broken labels than max_bad_rows allows
// are an error; a suggestion that is graded twice keeps its grade when both
// agree and loses it when they do not.
func readLabels(ctx context.Context, e *spec.Experiment, grades []string, open Opener) (*labelFile, error) {
	in := labelReading{labelFile: &labelFile{grade: map[uint64]int32{}, broken: map[uint64]string{},
		name: e.Labels.Written},
		words: event.NewWords(append([]string{""}, grades...)...), clash: map[uint64]bool{}}
	var notes []string
	var err error
	if e.Labels.Evals != nil {
		notes, err = evaluatedLabels(ctx, e, func(id, grade, file string, row int64) {
			in.read++
			in.label(id, grade, file, row)
		})
	} else {
		notes, err = in.table(ctx, e, open)
	}
	if err != nil {
		return nil, err
	}
	in.settle()
	if in.read == 0 {
		return nil, fmt.Errorf("%s has no labels: there is nothing below the header, if even that", e.Labels.Written)
	}
	if float64(in.bad) > e.MaxBadRows*float64(in.read) {
		return nil, counted.Errorf("%d of %d labels in %s cannot be read or have a grade that is not declared%s, more "+
			"than max_bad_rows allows (%.6g %%); declared are %s",
			in.bad, in.read, e.Labels.Written, in.example, 100*e.MaxBadRows, strings.Join(grades, ", "))
	}
	for h, g := range in.grade {
		var row event.RowHash
		row.Add(event.Seed("label"), h)
		row.Add(event.Seed("grade"), event.HashText(grades[g-1]))
		in.hash = in.hash.Add(row.Sum())
	}
	in.notes = append(notes, in.leftOut()...)
	return in.labelFile, nil
}

// labelReading is a file of grades on its way.
type labelReading struct {
	*labelFile
	words                              *event.Words
	clash                              map[uint64]bool // suggestions graded more than once, and whether differently
	read, bad, blank, nobody, repeated int64
	example                            string // the first grade that is not declared, for a sentence
}

// table reads a table of grades.
func (in *labelReading) table(ctx context.Context, e *spec.Experiment, open Opener) (notes []string, err error) {
	set := newLabelSet(e, open)
	defer set.Close()
	if err := set.Find(); err != nil {
		return nil, err
	}
	if err := set.Each(ctx, in.take); err != nil {
		return nil, err
	}
	return set.Notes(), nil
}

// take takes in the labels of a batch.
func (in *labelReading) take(b *table.Batch) error {
	ids, cells := b.Column("suggestion_id"), b.Column("grade")
	in.read += b.Read()
	in.bad += int64(len(b.Bad))
	for i := range b.Rows {
		in.label(ids.ID(i), cells.Value(i), b.Name(), b.Row(i))
	}
	return b.LostID()
}

// label takes one label: whose it is and what it says, and where it stands.
func (in *labelReading) label(id, text, file string, row int64) {
	if id == "" {
		in.nobody++
		return
	}
	if in.first == "" {
		in.first = strings.Clone(id)
	}
	h := event.HashText(id)
	switch g := in.words.Find(text); {
	case g == 0:
		in.blank++
	case g < 0:
		cell := phrase.Cell(text)
		if old, again := in.broken[h]; !again || cell < old {
			in.broken[h] = cell
		}
		if in.bad++; in.example == "" {
			in.example = fmt.Sprintf(" (first: %s, row %d, suggestion %q graded %q)", file, row, person.Within(id),
				person.Within(text))
		}
	case in.grade[h] == 0:
		in.grade[h] = g
	default:
		in.repeated++
		in.clash[h] = in.clash[h] || in.grade[h] != g
	}
}

// settle leaves every suggestion one grade or none.
func (in *labelReading) settle() {
	for h := range in.broken {
		if in.grade[h] > 0 {
			delete(in.broken, h) // another label of it can be read
		}
	}
	for h, differs := range in.clash {
		if differs {
			delete(in.grade, h)
		} else {
			delete(in.clash, h)
		}
	}
}

// leftOut says which labels grade nothing.
func (in *labelReading) leftOut() (out []string) {
	left := func(n int64, why, example string) {
		if n > 0 {
			out = append(out, counted.Sprintf("%d of %d labels %s and are left out%s.", n, in.read, why, example))
		}
	}
	left(in.bad, "cannot be read or have a grade that is not declared", in.example)
	left(in.nobody, "have no suggestion id", "")
	left(in.blank, "have no grade", "")
	if len(in.clash) > 0 {
		out = append(out, counted.Sprintf("%d suggestions are graded more than once and differently, so they have no "+
			"grade.", len(in.clash)))
	} else if in.repeated > 0 {
		out = append(out, counted.Sprintf("%d labels repeat an earlier one, which counts once.", in.repeated))
	}
	return out
}

// of gives the grade of a suggestion, 0 without.
func (l *labelFile) of(suggestion uint64) int32 {
	g := l.grade[suggestion]
	if g > 0 && !l.met.Load() {
		l.met.Store(true)
	}
	return g
}

// said is what there is to say of the labels once the export is read.
func (l *labelFile) said() []string {
	if l.met.Load() || len(l.grade) == 0 {
		return l.notes
	}
	return append(l.notes, fmt.Sprintf("No suggestion of the export has the id of a label of %s (such as %q), so "+
		"none is graded: are the ids of one kind?", l.name, l.first))
}

// setLabels makes the grades of shown suggestions come from labels.
func (c *common) setLabels(l *labelFile) { c.labels = l }
