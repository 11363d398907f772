package nightly

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"uptake/analysis/fault"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/kept"
	"uptake/cmd/uptake/internal/looks"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/source"
	"uptake/ingest/warehouse"
)

// experiment is one experiment file on its way through a night.
type experiment struct {
	file    string
	exp     *spec.Experiment // nil where the file cannot be read
	err     error            // what is wrong with the file
	none    bool             // no folder is its own
	old     report.IndexRow  // of the run before, zero where it knows none
	reads   []source.File
	notes   []string // of how they were found
	missing error    // why reads is not known
	bytes   int64    // of reads
	need    int64    // memory that it may take
	kept    kept.Key // of the result that a night before made of the same, "" = none
	sent    int64    // bytes that engines sent
	// of an engine's units, nil where nothing is kept of them
	cohorts *warehouse.Cohorts
	fetched *job.Fetched // rows of an engine in files, nil without

	begun   atomic.Bool // its exports were gone to
	writing sync.Mutex  // held while it writes
	left    bool        // nobody waits for it any more, so it writes nothing
}

// open reads an experiment file, and looks at what it would read; kept says that its files go
// through packs.
func open(file string, kept bool) (x *experiment) {
	x = &experiment{file: file}
	defer fault.Catch(&x.err, "reading the experiment file "+file)
	x.exp, x.err = config.Load(file, nil)
	if x.err != nil {
		return x
	}
	x.reads, x.notes, x.missing = ingest.Reads(x.exp) // the reading will say the same
	for _, f := range x.reads {
		if f.Path == source.Stdin {
			x.err = &FileError{file + ": it reads standard input (-), which a night has none of; name a file, a " +
				"folder or a pattern under sources"}
		}
		x.bytes += max(0, f.Size)
	}
	if x.err == nil {
		named := func(f source.File) bool { // somebody may be about to write into it
			return slices.ContainsFunc(x.exp.Sources, func(s spec.Source) bool { return s.Path == f.Path })
		}
		x.err = endless(file, slices.DeleteFunc(slices.Clone(x.reads), named))
	}
	x.need = memoryOf(x.exp, x.reads, kept)
	return x
}

// endless refuses what a night could wait for without end: a pipe that nobody writes to, a socket, a device.
func endless(file string, reads []source.File) error {
	for _, f := range reads {
		if f.Size >= 0 || f.Path == source.Stdin { // of a file it is known
			continue
		}
		if info, err := os.Stat(f.Path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
			return &FileError{fmt.Sprintf("%s: %s cannot be read: %s, which a night could wait for without end; name "+
				"files, or take it out of the folder", file, f.Path, noFile)}
		}
	}
	return nil
}

// id is the experiment's, as far as it is known.
func (x *experiment) id() string {
	if x.exp != nil && x.exp.ID != "" {
		return x.exp.ID
	}
	return x.old.ID
}

// folder is the experiment's, "" where it is not known.
func (x *experiment) folder() string {
	switch {
	case x.none:
		return ""
	case x.exp != nil && x.exp.ID != "":
		return x.exp.Slug
	}
	return x.old.Folder
}

// oneFolderEach refuses experiments and families that would write into one folder, and
// those whose folder is a file of the night itself.
func oneFolderEach(list []*experiment) {
	of := map[string][]*experiment{} // by the folder beside the index
	for _, x := range list {
		if x.exp != nil && x.exp.ID != "" {
			top, _, _ := strings.Cut(strings.ToLower(x.exp.Slug), "/")
			of[top] = append(of[top], x)
		}
	}
	for top, same := range of {
		for _, x := range same {
			if reserved[top] {
				x.refuse(fmt.Sprintf("%s: the folder of %s would be %s, which the night writes itself; give the "+
					"experiment another id", x.file, x.named(), top))
			}
			other := slices.IndexFunc(same, func(o *experiment) bool { return o.file != x.file })
			if other >= 0 {
				o := same[other]
				x.refuse(fmt.Sprintf("%s: %s and %s of %s would share the folder %s; give one of them another id",
					x.file, x.named(), o.named(), o.file, top))
			}
		}
	}
}

// named names it, or the family that it is of, in a sentence.
func (x *experiment) named() string {
	if x.exp.Family != "" {
		return "the family " + x.exp.Family
	}
	return "the experiment " + x.exp.ID
}

// words are what a command line says of it beside its file: which of its family it is, and that rows were fetched.
func (x *experiment) words() (out []string) {
	if x.exp.Family != "" {
		out = append(out, "--member", x.exp.ID)
	}
	if x.fetched != nil {
		out = append(out, "--units")
	}
	return out
}

// reserved are the files beside the folders.
var reserved = map[string]bool{"portfolio.html": true, "portfolio.json": true, "portfolio.csv": true,
	"index.html": true, "index.json": true, "run.json": true, "digest.html": true, "digest.json": true,
	"digest.txt": true, "digest.eml": true,
	"digests.json": true, "digests.unreadable.json": true}

func (x *experiment) refuse(sentence string) {
	x.err = &FileError{sentence}
	x.none = x.old.Folder != x.exp.Slug // what stands there is another's
}

// put writes, unless the night has ended without waiting.
func (x *experiment) put(write func() error) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.left {
		return context.Canceled
	}
	return write()
}

// leave lets the write in hand end and forbids the next.
func (x *experiment) leave() {
	x.writing.Lock()
	x.left = true
	x.writing.Unlock()
}

// run takes the experiment through and gives its row.
func (n *night) run(ctx context.Context, x *experiment, workers int) (row report.IndexRow) {
	began := time.Now()
	defer n.shared.Done(x.exp)
	err := func() (err error) {
		defer fault.Catch(&err, "reading the last result of "+x.file)
		if row, err = n.through(ctx, x, job.Run{Workers: workers, Memory: n.o.Memory, Version: n.o.Version,
			Rows: n.meter(x), Open: n.opener(), Shared: n.shared, Again: n.again(x.file),
			Cohorts: n.cohorts(x)}); err != nil {
			row = n.without(x, row, err)
		}
		return nil
	}()
	if err != nil {
		row = x.failed(err)
	}
	row.Bytes = x.bytes + x.sent
	row.Seconds = report.Num(time.Since(began).Round(time.Millisecond).Seconds())
	return row
}

// through is run without what is done about an error. A row that it gives beside one
// is that of a readout which stands.
func (n *night) through(ctx context.Context, x *experiment, r job.Run) (row report.IndexRow, err error) {
	defer fault.Catch(&err, "taking through "+x.file)
	if x.err != nil {
		return row, x.err
	}
	x.begun.Store(true)
	if n.o.Units && x.exp.Engine != "" {
		if x.fetched, err = r.Fetch(ctx, x.exp); err != nil {
			return row, err
		}
		defer x.fetched.Close()
	}
	exp, rep, later, failed, err := n.made(ctx, x, r)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return row, err
	}
	dir := filepath.Join(n.o.Out, x.exp.Slug)
	var l *looks.Ledger
	err = x.put(func() error {
		var o out.Options
		if l, o, err = job.Standing(dir, exp, rep, n.output(x, "readout")); err == nil {
			err = draw(n, charts.Readout, dir, rep, o)
		}
		if err == nil {
			err = l.Write()
		}
		if err != nil {
			return writeError{err}
		}
		return nil
	})
	if err != nil {
		return row, err
	}
	n.sayUnreadable(l)
	row = rowOf(rep)
	row.Folder, row.File, row.Family = x.exp.Slug, x.file, x.exp.Family
	row.Pages = pageIn(dir, "readout")
	row.FirstLook = firstLook(exp, rep)
	withLooks(&row, l)
	row.Cohorts = n.addCohorts(x)
	if n.queried(x, rep); x.exp.Engine != "" && x.fetched == nil {
		if rep.Adoption != nil {
			row.NoIgnores = job.ErrSums.Error()
		}
		return row, failed
	}
	row.Ignores, err = n.investigate(ctx, x, later, dir)
	return row, beside(failed, err)
}

// output says how a document of an experiment is written. The library that pages share
// stands beside the index.
func (n *night) output(x *experiment, command string) out.Options {
	up := strings.Repeat("../", strings.Count(x.exp.Slug, "/")+1)
	return out.Options{Formats: n.o.Formats, Page: n.o.Page, Print: n.o.Print, Up: up, Command: job.Command(command,
		x.file, x.words(), nil)}
}

// readout takes the experiment to its report, with what makes its investigation. A metric
// whose data fail stops none of the others: the report is that of the experiment without it,
// which is given beside what failed.
func (n *night) readout(ctx context.Context, x *experiment, r job.Run) (exp *spec.Experiment, rep *report.Report,
	later job.Later, failed, err error) {
	exp = x.exp
	if x.fetched != nil {
		exp = x.fetched.Exp
	}
	var names, why []string
	for {
		rep, later, err = r.Both(ctx, exp, job.Investigate{})
		var m *study.MetricError
		if !errors.As(err, &m) {
			break
		}
		less, ok := n.shared.Without(exp, m)
		if !ok {
			break
		}
		exp, names, why = less, append(names, m.Metrics...), append(why, err.Error())
	}
	if names != nil {
		failed = study.NewMetricError(names, fmt.Errorf("the readout stands without %s: %s",
			strings.Join(names, " and "), strings.Join(why, "; ")))
	}
	if err == nil && x.fetched != nil {
		rep.Rows.Asked = x.fetched.Asked
	}
	return exp, rep, later, failed, err
}

// investigate writes why suggestions are ignored, where there are any.
func (n *night) investigate(ctx context.Context, x *experiment, later job.Later, dir string) (there bool, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("the readout stands, the investigation of ignored suggestions failed: %w", err)
		}
	}()
	defer fault.Catch(&err, "investigating "+x.file)
	rep, err := later(ctx)
	if job.Nothing(err) {
		return false, nil
	}
	if err == nil && x.fetched != nil {
		rep.Rows.Asked = x.fetched.Asked
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = x.put(func() error {
			if err := draw(n, charts.Ignores, dir, rep, n.output(x, "ignores")); err != nil {
				return writeError{err}
			}
			return nil
		})
	}
	_, stat := os.Stat(filepath.Join(dir, "ignores.json"))
	return stat == nil, err
}
