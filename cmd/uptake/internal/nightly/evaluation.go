package nightly

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"uptake/analysis/evals"
	"uptake/analysis/fault"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest/evaltool"
)

// evaluation is one evaluation file on its way through a night. Its folder may be that of the
// experiment of the same name, whose files are others: there the two are read together later.
type evaluation struct {
	file string
	e    *spec.Evals // nil where the file cannot be read
	err  error
	old  report.EvalRow // of the run before, zero where it knows none
}

// openEvaluations reads the evaluation files, and refuses those that would share a folder.
func openEvaluations(files []string, before *report.Index) []*evaluation {
	var list []*evaluation
	of := map[string]*evaluation{} // by folder
	for _, file := range files {
		x := &evaluation{file: file}
		for _, r := range before.Evaluations {
			if r.File == file {
				x.old = r
			}
		}
		x.open()
		list = append(list, x)
		if x.err != nil {
			continue
		}
		at := strings.ToLower(x.e.Slug)
		switch first := of[at]; {
		case reserved[at]:
			x.err = &FileError{fmt.Sprintf("%s: the folder of the evaluation %s would be %s, which the night writes "+
				"itself; give the evaluation another id", file, x.e.Name, at)}
		case first != nil:
			x.err = &FileError{fmt.Sprintf("%s: the evaluation %s and %s of %s would share the folder %s; give one "+
				"of them another id", file, x.e.Name, first.e.Name, first.file, at)}
		default:
			of[at] = x
		}
	}
	return list
}

func (x *evaluation) open() {
	defer fault.Catch(&x.err, "reading the evaluation file "+x.file)
	if x.e, x.err = config.LoadEvals(x.file, nil); x.err != nil {
		return
	}
	if files, err := evaltool.Found(x.e); err == nil { // else the reading says why
		x.err = endless(x.file, files)
	}
}

// id is the evaluation's, as far as it is known.
func (x *evaluation) id() string {
	switch {
	case x.e != nil && x.e.Name != "":
		return x.e.Name
	case x.old.ID != "":
		return x.old.ID
	}
	return strings.TrimSuffix(filepath.Base(x.file), filepath.Ext(x.file))
}

// folder is the evaluation's, "" where it is not known.
func (x *evaluation) folder() string {
	if x.err == nil {
		return x.e.Slug
	}
	return x.old.Folder
}

// reads are the files of results that it goes to.
func (x *evaluation) reads() (r Reads, err error) {
	if x.err != nil {
		return r, x.err
	}
	files, err := evaltool.Found(x.e)
	for _, f := range files {
		r.Files++
		r.Bytes += max(f.Size, 0)
	}
	return r, err
}

// evaluate takes the evaluations one after the other; each has the machine for itself.
func (n *night) evaluate(ctx context.Context, list []*evaluation) []report.EvalRow {
	rows := []report.EvalRow{}
	for _, x := range list {
		began := time.Now()
		row, err := n.evaluated(ctx, x)
		if err != nil {
			row = n.withoutEvals(x, err)
		}
		row.Seconds = report.Num(time.Since(began).Round(time.Millisecond).Seconds())
		rows = append(rows, row)
		n.log("evaluation", row.ID, row.File, row.Status, row.Rows, row.Seconds, string(row.Verdict), row.Error)
	}
	return rows
}

func (n *night) evaluated(ctx context.Context, x *evaluation) (row report.EvalRow, err error) {
	defer fault.Catch(&err, "evaluating "+x.file)
	if x.err != nil {
		return row, x.err
	}
	if err := ctx.Err(); err != nil {
		return row, err
	}
	dir := filepath.Join(n.o.Out, x.e.Slug)
	before := job.EvalsIn(dir, x.e.Name)
	r, err := job.Evaluate(ctx, x.e, before, n.o.Version, nil)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return row, err
	}
	o := out.Options{Formats: n.o.Formats, Page: n.o.Page, Print: n.o.Print, Up: "../",
		Command: job.Command("evals", x.file, nil, nil)}
	if _, err := charts.Evals.Write(dir, r, o); err != nil {
		return row, writeError{err}
	}
	row = evalRow(r)
	row.Folder, row.File, row.Pages = x.e.Slug, x.file, pageIn(dir, "evals")
	switch {
	case before == nil:
	case before.ConfigHash == r.ConfigHash && before.InputHash == r.InputHash: // nothing is new
		row.Previous = x.old.Previous
	default:
		row.Previous = before.Decision.Verdict
	}
	return row, nil
}

// evalRow is what an evaluation says in an index.
func evalRow(r *report.Evals) report.EvalRow {
	d := r.Decision
	row := report.EvalRow{ID: r.Evals, Owner: r.Owner, Status: report.StatusOK, Version: d.Version, Verdict: d.Verdict,
		Headline: d.Headline, Needs: evals.Needs(r), Health: r.Health.Status, Declared: r.Declared,
		Readings:   r.Readings,
		ConfigHash: r.ConfigHash, InputHash: r.InputHash, Rows: r.Ledger.Read}
	for _, g := range r.Gates {
		if g.Version != row.Version {
			continue
		}
		switch g.Verdict {
		case report.GatePass:
			row.Gates.Pass++
		case report.GateFail:
			row.Gates.Fail++
		case report.GateInconclusive:
			row.Gates.Inconclusive++
		case report.GateNotMeasured:
			row.Gates.NotMeasured++
		}
	}
	return row
}

// withoutEvals is the row of an evaluation that failed: that of its last good result, else
// of nothing.
func (n *night) withoutEvals(x *evaluation, err error) report.EvalRow {
	row := report.EvalRow{ID: x.id(), Status: report.StatusFailed, Needs: []report.EvalNeed{}}
	if x.e != nil {
		row.Owner = x.e.Owner
	}
	if dir := x.folder(); dir != "" {
		if r := job.EvalsIn(filepath.Join(n.o.Out, dir), x.id()); r != nil {
			row = evalRow(r)
			row.Status, row.Folder, row.Previous = report.StatusStale, dir, x.old.Previous
			row.Pages = pageIn(filepath.Join(n.o.Out, dir), "evals")
		}
	}
	row.File, row.Error = x.file, runError(err)
	if row.Error.Kind == kindDeadline {
		row.Error.Detail = n.late()
	}
	return row
}

// pageIn is the ending of the page of a document that a person is led to, "" where that is
// the usual one: a night can be told not to write it.
func pageIn(dir, document string) string {
	for _, ending := range []string{"html", "md"} {
		if _, err := os.Stat(filepath.Join(dir, document+"."+ending)); err == nil {
			if ending == "html" {
				return ""
			}
			return ending
		}
	}
	return "json"
}
