package nightly

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/overlap"
	"uptake/analysis/report"
	"uptake/analysis/whole"
	"uptake/charts/doc"
	"uptake/charts/index"
	"uptake/charts/out"
	"uptake/charts/portfolio"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/kept"
	"uptake/cmd/uptake/internal/notify"
	"uptake/ingest"
)

// Options says what a night is made of and how it goes.
type Options struct {
	Paths   []string
	Out     string   // folder that is written to
	Formats []string // what is written of every experiment, JSON among it; nil = the usual
	Page    doc.Kind // of the pages of every experiment
	// Print makes a page a pdf or a png; nil where Formats has neither.
	Print    func(page []byte, as string) ([]byte, error)
	State    string // folder of what is kept of source files from night to night, "" = nothing
	Workers  int    // of all experiments together
	Memory   int64  // that experiments which run at a time may take together
	Version  string
	Deadline time.Duration  // 0 = none
	Notify   notify.Options // where digests go
	Metrics  string         // file of the numbers for a monitoring system, "" for none
	// AllCohorts asks engines about every cohort of units, whatever is kept of it.
	AllCohorts bool
	Units      bool // rows are fetched from engines, for what sums do not give
	Log        *slog.Logger
	Watch      func(Progress) // may be nil
}

// RunSchema is the version of run.json.
const RunSchema = "uptake.run/1"

// Numbers is run.json: what a run did, without a clock, so that runs can be compared.
type Numbers struct {
	Schema         string `json:"schema"`
	FilesRead      int    `json:"files_read"`      // of exports that experiments went to, each once
	FilesUnchanged int    `json:"files_unchanged"` // that were not read, as what is kept of them holds
	BytesRead      int64  `json:"bytes_read"`      // of exports
	PacksMade      int    `json:"packs_made"`
	PacksDropped   int    `json:"packs_dropped"`
	Kept           int    `json:"kept"` // experiments whose result a night before had made of the same
	Experiments    int    `json:"experiments"`
	Evaluations    int    `json:"evaluations"`
	Retries        int    `json:"retries"`       // of reading sources that failed for a reason which may go by itself
	Queries        int    `json:"queries"`       // that engines were sent
	CohortsAsked   int    `json:"cohorts_asked"` // of units by the day of their first exposure, that engines added up
	CohortsKept    int    `json:"cohorts_kept"`  // of which the answers of a night before were taken
	Failed         int    `json:"failed"`        // experiments and evaluations with an error, also where a result stands
}

// Outcome is what became of a run.
type Outcome struct {
	Numbers
	Rows     []report.IndexRow // by path of the experiment file
	EvalRows []report.EvalRow  // by path of the evaluation file
	None     int               // experiments and evaluations that have no result of this run

	Digest  *report.Digest // what changed, nil where nothing did
	Missing int            // things that did not get where they should: digests, the metrics
}

// Stopped is a run that a signal ended.
type Stopped struct{ Done, Of int }

// Error says what comes of it.
func (e *Stopped) Error() string {
	return counted.Sprintf("stopped with %d of %d experiments done; nothing is half written, the index is still that "+
		"of the run before, and the next run completes it", e.Done, e.Of)
}

// night is one run.
type night struct {
	o       Options
	began   time.Time
	packs   *packs       // nil where nothing is kept of source files
	kept    *kept.Store  // nil where no results are kept
	queries atomic.Int64 // sent to engines
	asked   atomic.Int64 // cohorts that engines were asked about
	stood   atomic.Int64 // cohorts of which the answers of a night before were taken
	recalls atomic.Int64 // results of nights before that were taken
	meters
	shared  *job.Shared
	retries atomic.Int64
	overlap overlap.Store
	wait    func(context.Context, time.Duration) bool // false where the run is to stop
	beneath ingest.Opener                             // opens files of which nothing is kept; nil = as they lie
}

// Run takes every experiment file through and writes the index.
func Run(ctx context.Context, o Options) (*Outcome, error) {
	return (&night{o: o, began: time.Now(), wait: pause}).all(ctx)
}

func (n *night) all(ctx context.Context) (*Outcome, error) {
	o := n.o
	if err := o.free(); err != nil {
		return nil, err
	}
	undo, err := whole.Folder(o.Out)
	if err != nil {
		return nil, fmt.Errorf("the output folder %s cannot be made: %w", o.Out, whole.Bare(err))
	}
	defer undo() // goes where nothing was written
	l, left, err := takeLock(o.Out, n.began)
	if err != nil {
		return nil, err
	}
	defer l.release()
	if left != "" {
		o.Log.Warn("lock taken over from a run that was killed", "holder", left)
	}
	if swept := sweep(o.Out); swept > 0 {
		o.Log.Info("temporary files of a run that was killed removed", "files", swept)
	}
	if n.packs, err = n.openState(ctx); err != nil {
		return nil, err
	}
	defer n.packs.close()
	n.kept = n.openKept()
	defer n.kept.Close()
	before := n.readIndex()
	found, err := Find(o.Paths, o.Out, filesOf(before))
	if err != nil {
		return nil, err
	}
	list, evaluations := n.openAll(ctx, found, before), openEvaluations(found.Evaluations, before)
	if ctx.Err() != nil {
		return nil, &Stopped{0, len(list)}
	}
	bytes := readsOf(list).Bytes
	for _, p := range found.Passed {
		o.Log.Info("passed over", "path", p.Path, "why", p.Why)
	}
	o.Log.Info("start", "experiments", len(list), "bytes", bytes, "workers", o.Workers, "memory", o.Memory,
		"evaluations", len(evaluations))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(o.Memory))
	if n.o.Page == doc.Shared {
		if err := out.Place(o.Out, []out.File{out.Library()}); err != nil {
			return nil, err
		}
	}
	rows, evalRows, err := n.takeAll(ctx, list, evaluations)
	if err != nil {
		if n.packs != nil { // what was packed stays, and is known of
			_, e := n.packs.finish(n, list, nil)
			err = errors.Join(err, e)
		}
		return nil, err
	}
	return n.close(ctx, list, rows, evaluations, evalRows)
}

// openAll reads the experiment files, and makes the members of families. Those that the
// deadline of the run before left out come first, so that none is left out every night.
func (n *night) openAll(ctx context.Context, found Found, before *report.Index) []*experiment {
	old := map[string][]report.IndexRow{}
	for _, r := range before.Experiments {
		old[r.File] = append(old[r.File], r)
	}
	var list []*experiment
	for _, file := range found.Files {
		x := open(file, n.o.State != "")
		if x.exp != nil && x.exp.Engine != "" && n.o.Units {
			x.need += unknown
		}
		list = append(list, n.members(ctx, x, old[file])...)
	}
	oneFolderEach(list)
	waited := func(x *experiment) int {
		if x.old.Error != nil && x.old.Error.Kind == kindDeadline {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *experiment) int { return cmp.Compare(waited(a), waited(b)) })
	return list
}

// takeAll is all under the deadline, told to the log.
func (n *night) takeAll(ctx context.Context, list []*experiment, evaluations []*evaluation) ([]report.IndexRow,
	[]report.EvalRow, error) {
	within, cancel := ctx, context.CancelFunc(func() {})
	if n.o.Deadline > 0 {
		within, cancel = context.WithDeadline(ctx, n.began.Add(n.o.Deadline))
	}
	defer cancel()
	evalRows := n.evaluate(within, evaluations) // before the experiments, whose readouts may carry them
	n.recall(list)
	n.together(list)
	n.meters.begin(list, n.began, n.o.Watch)
	ended := 0
	rows := n.schedule(within, list, n.run, func(x *experiment, row report.IndexRow) {
		if ctx.Err() != nil && row.Error != nil { // stopped, which is no failure
			return
		}
		ended++
		n.meters.finish(x)
		n.log("experiment", row.ID, row.File, row.Status, row.Rows, row.Seconds, string(row.Verdict), row.Error)
	})
	if ctx.Err() != nil {
		return nil, nil, &Stopped{ended, len(list)}
	}
	return rows, evalRows, nil
}

// patience is how long those that run are waited for.
func (n *night) patience(ctx context.Context, list []*experiment) time.Duration {
	if slices.ContainsFunc(list, func(x *experiment) bool { return x.exp != nil && x.exp.Engine != "" }) {
		return job.Cancelling
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return grace
	}
	return 0 // a signal waits for the write in hand alone
}

// late says why an experiment has no result at the deadline.
func (n *night) late() string {
	return fmt.Sprintf("the run's deadline of %s had passed before it was done; raise --deadline or UPTAKE_WORKERS, "+
		"or split the files over several runs; the next run begins with it", n.o.Deadline)
}

// log tells what became of an experiment, or of an evaluation.
func (n *night) log(what, id, file string, status report.Status, rows int64, seconds report.Num, verdict string,
	err *report.RunError) {
	args := []any{what, id, "file", file, "status", string(status), "rows", rows, "seconds", float64(seconds)}
	if verdict != "" {
		args = append(args, "verdict", verdict)
	}
	if err != nil {
		n.o.Log.Error("failed", append(args, "kind", err.Kind, "detail", err.Detail)...)
		return
	}
	n.o.Log.Info("done", args...)
}

// close writes what stands over all experiments: the index, the digest, then run.json;
// then it tells who is to be told.
func (n *night) close(ctx context.Context, list []*experiment, rows []report.IndexRow, evaluations []*evaluation,
	evalRows []report.EvalRow) (*Outcome, error) {
	out := &Outcome{Rows: rows, EvalRows: evalRows, Numbers: Numbers{Schema: RunSchema, Experiments: len(rows),
		Evaluations: len(evalRows)}}
	x := &report.Index{Schema: report.IndexSchema, ProgramVersion: n.o.Version, Experiments: slices.Clone(rows),
		Evaluations: slices.Clone(evalRows), Gone: n.gone(list, evaluations)}
	for _, r := range evalRows {
		if r.Error != nil {
			out.Failed++
		}
		if r.Status != report.StatusOK {
			out.None++
		}
	}
	for _, r := range rows {
		x.DataTo = max(x.DataTo, r.DataTo)
		if r.Error != nil {
			out.Failed++
		}
		if r.Status != report.StatusOK {
			out.None++
		}
	}
	x.Changed, x.FalseAlarms, x.Discoveries = since(x), x.ByChance(), discoveriesOf(x.Experiments)
	x.Overlap = n.overlapping(list, rows)
	out.CohortsAsked, out.CohortsKept = int(n.asked.Load()), int(n.stood.Load())
	out.Retries, out.Kept, out.Queries = int(n.retries.Load()), int(n.recalls.Load()), int(n.queries.Load())
	reads := readsOf(slices.DeleteFunc(slices.Clone(list), func(x *experiment) bool { return !x.begun.Load() }))
	out.FilesRead, out.BytesRead = reads.Files, reads.Bytes
	if n.packs != nil {
		kept, err := n.packs.finish(n, list, rows)
		if err != nil { // the results stand
			n.o.Log.Warn("the state folder is not up to date", "detail", err.Error())
		}
		out.FilesRead, out.FilesUnchanged, out.BytesRead, out.PacksMade, out.PacksDropped = kept.Read, kept.Unchanged,
			kept.Bytes, kept.Made, kept.Dropped
	}
	if err := portfolio.Write(n.o.Out, portfolioOf(rows, n.o.Version)); err != nil {
		return nil, fmt.Errorf("%w; the folders are up to date, the index is that of the run before", err)
	}
	if err := index.Write(n.o.Out, x); err != nil {
		return nil, fmt.Errorf("%w; the folders are up to date, the index is that of the run before", err)
	}
	told := n.digest(out, x)
	b, err := json.MarshalIndent(out.Numbers, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := whole.Write(filepath.Join(n.o.Out, "run.json"), append(b, '\n')); err != nil {
		return nil, err
	}
	n.o.Log.Info("end", "experiments", out.Experiments, "failed", out.Failed, "retries", out.Retries, "files",
		out.FilesRead, "unchanged", out.FilesUnchanged, "bytes", out.BytesRead, "kept", out.Kept,
		"cohorts_asked", out.CohortsAsked, "cohorts_kept", out.CohortsKept,
		"seconds", time.Since(n.began).Round(time.Millisecond).Seconds(), "evaluations", out.Evaluations)
	if told != nil {
		out.Missing += told.Deliver(ctx)
	}
	n.measure(out)
	return out, nil
}

// digest writes the digest. That it cannot be written takes nothing from the results.
func (n *night) digest(out *Outcome, x *report.Index) *notify.Told {
	told, err := notify.Tell(n.o.Out, x, n.o.Notify, n.o.Log)
	if err != nil {
		n.o.Log.Error("the digest of what changed cannot be written; the next run tells it", "detail", err.Error())
		out.Missing++
		return nil
	}
	out.Digest = told.Digest
	return told
}
