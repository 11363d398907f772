package ingest

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// labelFile is what the file of grades gave.
type labelFile struct {
	grade  map[uint64]int32  // fixed hash of a suggestion's id → code of its grade, from 1
	broken map[uint64]string // fixed hash of a suggestion's id → what it is graded, where that is no grade
	hash   study.Hash        // sum over the labels kept
	met    atomic.Bool       // a suggestion of the export is graded
	name   string            // of the file, as written
	first  string            // id of its first label
	notes  []string
}

func newLabelSet(e *spec.Experiment) *table.Set {
	set := table.New()
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
func readLabels(ctx context.Context, e *spec.Experiment, grades []string) (*labelFile, error) {
	set := newLabelSet(e)
	defer set.Close()
	if err := set.Find(); err != nil {
		return nil, err
	}
	out := &labelFile{grade: map[uint64]int32{}, broken: map[uint64]string{}, name: e.Labels.Written}
	words := event.NewWords(append([]string{""}, grades...)...)
	var read, broken, blank, nobody, repeated int64
	example := ""
	clash := map[uint64]bool{}
	err := set.Each(ctx, func(b *table.Batch) error {
		ids, cells := b.Column("suggestion_id"), b.Column("grade")
		read += b.Read()
		broken += int64(len(b.Bad))
		for i := range b.Rows {
			text := cells.Value(i)
			g := words.Find(text)
			s := ids.ID(i)
			if s == "" {
				nobody++
				continue
			}
			if out.first == "" {
				out.first = strings.Clone(s)
			}
			if g == 0 {
				blank++
				continue
			}
			if g < 0 {
				h, cell := event.HashText(s), phrase.Cell(text)
				if old, again := out.broken[h]; !again || cell < old {
					out.broken[h] = cell
				}
				if broken++; example == "" {
					example = fmt.Sprintf(" (first: %s, row %d, suggestion %q graded %q)", b.Name(), b.Row(i), s, text)
				}
				continue
			}
			h := event.HashText(s)
			switch old := out.grade[h]; {
			case old == 0:
				out.grade[h] = g
			default:
				repeated++
				clash[h] = clash[h] || old != g
			}
		}
		return b.LostID()
	})
	if err != nil {
		return nil, err
	}
	for h := range out.broken {
		if out.grade[h] > 0 {
			delete(out.broken, h) // another label of it can be read
		}
	}
	for h, differs := range clash {
		if differs {
			delete(out.grade, h)
		} else {
			delete(clash, h)
		}
	}
	if read == 0 {
		return nil, fmt.Errorf("%s has no labels: there is nothing below the header, if even that", e.Labels.Written)
	}
	if float64(broken) > e.MaxBadRows*float64(read) {
		return nil, fmt.Errorf("%d of %d labels in %s cannot be read or have a grade that is not declared%s, more than max_bad_rows allows (%.6g %%); declared are %s",
			broken, read, e.Labels.Written, example, 100*e.MaxBadRows, strings.Join(grades, ", "))
	}
	for h, g := range out.grade {
		var row event.RowHash
		row.Add(event.Seed("label"), h)
		row.Add(event.Seed("grade"), event.HashText(grades[g-1]))
		out.hash = out.hash.Add(row.Sum())
	}
	out.notes = append(out.notes, set.Notes()...)
	left := func(n int64, why string) {
		if n > 0 {
			out.notes = append(out.notes, fmt.Sprintf("%d of %d labels %s and are left out%s.", n, read, why, example))
		}
		example = ""
	}
	left(broken, "cannot be read or have a grade that is not declared")
	left(nobody, "have no suggestion id")
	left(blank, "have no grade")
	if len(clash) > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d suggestions are graded more than once and differently, so they have no grade.", len(clash)))
	} else if repeated > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d labels repeat an earlier one and count once.", repeated))
	}
	return out, nil
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
	return append(l.notes, fmt.Sprintf("No suggestion of the export has the id of a label of %s (such as %q), so none is graded: are the ids of one kind?", l.name, l.first))
}

// setLabels makes the grades of shown suggestions come from labels.
func (c *common) setLabels(l *labelFile) { c.labels = l }
