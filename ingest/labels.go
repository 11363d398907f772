package ingest

import (
	"context"
	"fmt"
	"strings"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/event"
)

// labelFile is what the file of grades gave.
type labelFile struct {
	grade  map[uint64]int32  // fixed hash of a suggestion's id → code of its grade, from 1
	broken map[uint64]string // fixed hash of a suggestion's id → what it is graded, where that is no grade
	hash   study.Hash        // sum over the labels kept
	notes  []string
}

// labelLayout tells the shared checks what a label file must have.
type labelLayout struct{ layout }

func (labelLayout) required() []string { return []string{"suggestion_id", "grade"} }

// readLabels reads the file of grades whole: it is small beside the export, 16
// bytes a label are kept. The rows are no rows of the ledger. A grade that is
// not declared counts as broken for its suggestion, and more broken labels than max_bad_rows allows
// are an error; a suggestion that is graded twice keeps its grade when both
// agree and loses it when they do not.
func readLabels(ctx context.Context, e *spec.Experiment, grades []string) (*labelFile, error) {
	r := &run{exp: e, layout: labelLayout{}}
	id, grade := r.wants.add("suggestion_id", false, false), r.wants.add("grade", false, true)
	in := r.input(spec.Source{Table: e.Labels.Table}, nil)
	in.columns = e.Labels.Columns
	r.inputs = []*input{in}
	if err := r.find(); err != nil {
		return nil, err
	}
	out := &labelFile{grade: map[uint64]int32{}, broken: map[uint64]string{}, notes: r.found}
	words := event.NewWords(append([]string{""}, grades...)...)
	var read, broken, repeated int64
	example := ""
	clash := map[uint64]bool{}
	for f := range r.files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := r.batches(f, func(b *batch) error {
			read += int64(b.rows.Rows + len(b.rows.Bad))
			broken += int64(len(b.rows.Bad))
			for i := range b.rows.Rows {
				g := words.Find(b.columns[grade].Value(i))
				s := b.columns[id].ID(i)
				if g <= 0 || s == "" {
					if s != "" {
						h, text := event.HashText(s), shortCell(b.columns[grade].Value(i))
						if old, again := out.broken[h]; !again || text < old {
							out.broken[h] = text
						}
					}
					if broken++; example == "" {
						example = fmt.Sprintf(" (first: %s, row %d, suggestion %q graded %q)", r.files[b.file].Name, b.place(i).Row(), s, b.columns[grade].Value(i))
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
			return r.lostID(b)
		})
		if err != nil {
			return nil, err
		}
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
		return nil, fmt.Errorf("%d of %d labels in %s have no suggestion id or a grade that is not declared%s, more than max_bad_rows allows (%.6g %%); declared are %s",
			broken, read, e.Labels.Written, example, 100*e.MaxBadRows, strings.Join(grades, ", "))
	}
	for h, g := range out.grade {
		var row event.RowHash
		row.Add(event.Seed("label"), h)
		row.Add(event.Seed("grade"), event.HashText(grades[g-1]))
		out.hash = out.hash.Add(row.Sum())
	}
	out.notes = append(out.notes, r.said.sentences(r.files)...)
	if broken > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d of %d labels have no suggestion id or a grade that is not declared and are left out%s.", broken, read, example))
	}
	if len(clash) > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d suggestions are graded more than once and differently, so they have no grade.", len(clash)))
	} else if repeated > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d labels repeat an earlier one and count once.", repeated))
	}
	return out, nil
}

// setLabels makes the grades of shown suggestions come from labels.
func (c *common) setLabels(l *labelFile) { c.labels = l }
