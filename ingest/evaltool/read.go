package evaltool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
	"uptake/ingest/source"
)

// Options of Read. The zero value keeps the texts of a small evaluation.
type Options struct {
	// Texts says whose texts are kept, and of tables whose runs are read at all; nil keeps
	// all texts where the files are small together, else none.
	Texts func(version, item string) bool
	// Small is how many bytes the files of all versions may have together for their texts to
	// be kept without being asked for; 0 is 64 MiB.
	Small int64
	// TempDir is where archives that come compressed are kept meanwhile; "" is the system's.
	TempDir string
}

const small = 64 << 20

// Read reads the files of every version that an evaluation names, and the tables beside
// them. What it cannot read without guessing is an error, a whole sentence.
func Read(ctx context.Context, e *spec.Evals, o Options) (*scored.Set, error) {
	a := newAsked(e)
	found, bytes, err := find(e)
	if err != nil {
		return nil, err
	}
	texts := o.Texts
	if texts == nil && bytes <= cmp.Or(o.Small, small) {
		texts = func(string, string) bool { return true }
	}
	list, failed := make([]*collector, len(found)), make([]error, len(found))
	var versions conc.WaitGroup
	for i, v := range e.Versions {
		own := *a
		own.met = map[string]bool{}
		list[i] = newCollector(&own, v, texts)
		list[i].only = o.Texts
		versions.Go(func() {
			defer fault.Catch(&failed[i], "reading "+v.Name)
			failed[i] = list[i].all(ctx, found[i], o.TempDir)
		})
	}
	versions.Wait()
	for i, err := range failed {
		if err != nil {
			return nil, err
		}
		maps.Copy(a.met, list[i].met)
	}
	out, err := a.set(list)
	if err != nil {
		return nil, err
	}
	if err := a.beside(ctx, out); err != nil {
		return nil, err
	}
	return out, nil
}

// all reads every file of the version.
func (c *collector) all(ctx context.Context, files []source.File, tempDir string) error {
	var left *NoRunsError
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := c.take(f, tempDir)
		if other := (*NoRunsError)(nil); len(files) > 1 && errors.As(err, &other) {
			c.note("eval_file_left", "%s is left out: it is %s", f.Name, other.what)
			if left == nil {
				left = other
			}
			continue
		}
		if err != nil {
			return err
		}
	}
	if left != nil && c.empty() {
		return left
	}
	if err := c.oneLabel(); err != nil {
		return err
	}
	if err := c.tableBeside(); err != nil {
		return err
	}
	if c.empty() && c.only == nil {
		return fmt.Errorf("versions.%s: %s holds no run of an item; was the evaluation finished?", c.spec.Name,
			strings.Join(phrase.Few(c.files, 3), ", "))
	}
	return nil
}

// tableBeside refuses a tool's table of runs beside its own records of runs: without the
// runs' ids the same run would count as two repeats.
func (c *collector) tableBeside() error {
	ids := map[string]bool{} // by file: some of its results have ids
	for _, k := range c.records {
		ids[k.file] = ids[k.file] || k.run != ""
	}
	with, without := "", ""
	for _, f := range slices.Sorted(maps.Keys(ids)) {
		if ids[f] {
			with = f
		} else {
			without = f
		}
	}
	if c.tool == &promptfoo && with != "" && without != "" {
		return fmt.Errorf("versions.%s: %s has no ids of its results, and may hold those of %s once more; name one of "+
			"the two, JSON lines rather than a table", c.spec.Name, without, with)
	}
	return nil
}

// empty reports whether no run was found.
func (c *collector) empty() bool {
	return len(c.records) == 0 && (c.grid == nil || len(c.grid.runs) == 0)
}

// NoRunsError is that a file holds no runs of items: averages of all samples together, or
// what no known tool writes. Where other files of the version hold runs it is left out.
type NoRunsError struct {
	what string // it is
	error
}

// find lists the files of every version, and how large they are together.
func find(e *spec.Evals) (found [][]source.File, bytes int64, err error) {
	for _, v := range e.Versions {
		var files []source.File
		for i, path := range v.Paths {
			list, _, err := source.Find(path, readable)
			if err != nil {
				return nil, 0, fmt.Errorf("versions.%s: %s: %w", v.Name, v.Asks[min(i, len(v.Asks)-1)], err)
			}
			files = append(files, list...)
		}
		slices.SortFunc(files, func(a, b source.File) int { return strings.Compare(a.Path, b.Path) })
		files = slices.CompactFunc(files, func(a, b source.File) bool { return a.Path == b.Path })
		for _, f := range files {
			bytes += max(f.Size, 0)
		}
		found = append(found, files)
	}
	return found, bytes, nil
}

// readable says whether a folder's file may be one of a tool's.
func readable(name string) bool {
	return format.Readable(name) || strings.HasSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), ".eval")
}

// reading is one file being read for a version.
type reading struct {
	*collector
	in      format.Input
	tempDir string
	shaped  map[string]bool // the paths of its JSON
	within  string          // where its records stand: "" at the top, [] in a list there, data[] …
}

func (c *collector) take(f source.File, tempDir string) error {
	r := &reading{collector: c, tempDir: tempDir,
		in: format.Input{Name: f.Name, Open: func() (io.ReadCloser, error) { return source.Open(f) }}}
	c.file = f.Name
	err := r.read()
	if left := (*NoRunsError)(nil); !errors.As(err, &left) {
		c.files = append(c.files, f.Name)
	}
	if errors.Is(err, format.ErrEmpty) {
		return fmt.Errorf("versions.%s: %w", c.spec.Name, err)
	}
	return err
}

// open opens the file anew.
func (r *reading) open() (*format.Bytes, error) { return format.OpenBytes(r.in, r.tempDir) }

// read reads the file as what it is.
func (r *reading) read() error {
	b, err := r.open()
	if err != nil {
		return err
	}
	kind, err := b.Kind()
	b.Close()
	if err != nil {
		return err
	}
	switch kind {
	case format.JSON:
		return r.json()
	case format.Archive:
		return r.archive()
	case format.XML:
		return &NoRunsError{"XML", fmt.Errorf("%s is XML; bring the same run as JSON lines (promptfoo eval -o "+
			"results.jsonl)", r.in.Name)}
	}
	return r.table()
}

// json reads a file of JSON.
func (r *reading) json() error {
	shape, err := r.shape()
	if err != nil {
		return err
	}
	t, within := toolOf(shape)
	if t == nil || r.spec.Tool == ownTable.Name {
		if r.flat(shape) {
			return r.table()
		}
		return refusal(r.in.Name, shape)
	}
	if err := r.is(t); err != nil {
		return err
	}
	r.shaped, r.within = shape, within
	if t.read != nil {
		return t.read(r)
	}
	return r.each(func(_ string, n int64, v format.Value) error { return t.row(r, n, v) }, within)
}

// is notes which tool wrote the file; those of one version are of one.
func (c *collector) is(t *Tool) error {
	if c.spec.Tool != "" && c.spec.Tool != t.Name {
		return fmt.Errorf("versions.%s: tool: %s is asked for, but %s is written by %s; leave tool out, or name that "+
			"one", c.spec.Name, c.spec.Tool, c.file, t.Name)
	}
	if c.tool != nil && c.tool != t {
		return fmt.Errorf("versions.%s: %s is written by %s and %s by %s; name the files of one tool for a version",
			c.spec.Name, c.files[0], c.tool.Name, c.file, t.Name)
	}
	c.tool, c.keys = t, t.keys
	return nil
}

// each visits values of the file's JSON.
func (r *reading) each(visit func(path string, n int64, v format.Value) error, paths ...string) error {
	b, err := r.open()
	if err != nil {
		return err
	}
	defer b.Close()
	return b.Documents(paths, visit)
}

// shape lists the paths that the file's JSON has, as far as they tell which tool wrote it:
// three keys deep, of lists the first elements.
func (r *reading) shape() (map[string]bool, error) {
	b, err := r.open()
	if err != nil {
		return nil, err
	}
	defer b.Close()
	out := map[string]bool{}
	return out, b.Shape(3, 60, func(path string) { out[path] = true })
}

// flat reports whether the file's objects are rows of a table: such is asked for, or they
// have something that their item is known by.
func (r *reading) flat(shape map[string]bool) bool {
	if r.spec.Tool == ownTable.Name || r.spec.Tool == ragas.Name {
		return true
	}
	names := slices.Concat(itemNames, inputNames)
	if path := r.columns["item"]; path != "" {
		names = []string{path}
	}
	return slices.ContainsFunc(names, func(n string) bool { return shape[n] || shape["[]."+n] })
}

// set makes runs of what was collected.
func (a *asked) set(list []*collector) (*scored.Set, error) {
	if err := a.unmet(); err != nil {
		return nil, err
	}
	byTool := map[*Tool][]*collector{}
	var order []*Tool
	for _, c := range list {
		if c.grid != nil {
			continue
		}
		if byTool[c.tool] == nil {
			order = append(order, c.tool)
		}
		byTool[c.tool] = append(byTool[c.tool], c)
	}
	for _, t := range order {
		if err := known(byTool[t]); err != nil {
			return nil, err
		}
	}
	for _, c := range list {
		if c.grid != nil {
			continue
		}
		if err := c.joined(); err != nil {
			return nil, err
		}
	}
	metrics, err := a.names(list)
	if err != nil {
		return nil, err
	}
	out := &scored.Set{Metrics: metrics}
	place := map[string]int{}
	for i, m := range metrics {
		place[m] = i
	}
	runs := 0
	for _, c := range list {
		if runs += len(c.records); c.grid != nil {
			runs += len(c.grid.runs)
		}
	}
	out.Runs = make([]scored.Run, 0, runs)
	for _, c := range list {
		c.runs(out, place)
	}
	invalid(out, list)
	tools := map[string]bool{}
	for _, v := range out.Versions {
		tools[v.Tool] = true
	}
	if len(tools) > 1 { // each names its judges in its own way
		for i := range out.Versions {
			out.Versions[i].Judges = nil
		}
		out.Notes = append(out.Notes, scored.Note{Code: "eval_judges_unknown", Detail: "the versions were scored by " +
			"different tools (" +
			strings.Join(slices.Sorted(maps.Keys(tools)), ", ") + "), so nothing tells whether their judges are the " +
			"same"})
	}
	return out, nil
}

// invalid notes the answers that lm-evaluation-harness' filters found nothing in, which count
// as wrong there: a request that failed is one of them. From 2 points between two versions
// on it is said that the difference is in the scores.
func invalid(out *scored.Set, list []*collector) {
	var said []string
	least, most := math.Inf(1), math.Inf(-1)
	any := false
	for _, c := range list {
		if c.invalid[1] == 0 {
			continue
		}
		share := float64(c.invalid[0]) / float64(c.invalid[1])
		said = append(said, fmt.Sprintf("%.2g%% of the answers of %s (%d of %d)", 100*share, c.spec.Name,
			c.invalid[0], c.invalid[1]))
		least, most, any = min(least, share), max(most, share), any || c.invalid[0] > 0
	}
	if !any {
		return
	}
	text := "the filter found nothing in " + strings.Join(said, " and ") +
		"; they count as wrong, requests that failed among them"
	if most-least >= 0.02 {
		text += ". The shares are " + fmt.Sprintf("%.1f", 100*(most-least)) +
			" points apart, and that difference is in the scores: look whether requests failed"
	}
	out.Notes = append(out.Notes, scored.Note{Code: "eval_invalid", Detail: text})
}

// runs adds the version and its runs.
func (c *collector) runs(out *scored.Set, place map[string]int) {
	v := scored.Version{Name: c.spec.Name, Tool: c.tool.Name, ToolVersion: c.version, Files: c.files, Rows: c.rows,
		Judges: map[string]string{}}
	if len(c.keys) > 0 {
		v.Key = c.keys[0]
	}
	v.Position = strings.HasPrefix(v.Key, position)
	for l := range c.labels {
		v.Versions = append(v.Versions, l)
	}
	slices.Sort(v.Versions)
	for m, judges := range c.judges {
		if _, there := place[m]; there {
			v.Judges[m] = judgeOf(judges)
		}
	}
	if c.grid != nil {
		v.Numbered = c.grid.numbered
		c.grid.runsInto(out, v.Name, place)
		c.grid = nil // what it holds is in the runs
	} else {
		v.Numbered = c.recordsInto(out, v.Name, place)
	}
	out.Versions = append(out.Versions, v)
	for _, d := range c.drops {
		out.Dropped = dropped(out.Dropped, d)
	}
	out.Notes = append(out.Notes, c.notes...)
}

// recordsInto adds the records as runs, and reports whether the tool numbered them all.
func (c *collector) recordsInto(out *scored.Set, version string, place map[string]int) (numbered bool) {
	numbered = len(c.records) > 0
	from, n := len(out.Runs), len(place)
	values, states := make([]float64, n*len(c.records)), make([]scored.State, n*len(c.records))
	for i := range values {
		values[i] = math.NaN()
	}
	for i, k := range c.records {
		numbered = numbered && k.numbered
		run := scored.Run{Version: version, Item: k.ids[0], Repeat: k.repeat, Errored: k.errored, Error: k.error,
			Values: values[i*n : (i+1)*n : (i+1)*n], States: states[i*n : (i+1)*n : (i+1)*n],
			Category: k.category, Cluster: k.cluster, Severity: k.severity, Weight: k.weight,
			InputHash: k.inputHash, ExpectedHash: k.expectedHash,
			Seconds: k.seconds, TokensIn: k.in, TokensOut: k.out, Cost: k.cost, File: k.file, Line: int(k.line)}
		if k.readable {
			run.Text = &scored.Texts{Input: k.input, Expected: k.expected, Output: k.output,
				Reasons: map[string]string{}}
		}
		for _, s := range k.scores {
			at, ok := place[s.metric]
			if !ok {
				continue
			}
			run.States[at] = s.state
			if s.state == scored.Scored {
				run.Values[at] = s.value
			}
			if run.Text != nil && s.reason != "" {
				run.Text.Reasons[s.metric] = s.reason
			}
			if s.label != "" {
				if run.Labels == nil {
					run.Labels = make([]string, n)
				}
				run.Labels[at] = s.label
			}
		}
		out.Runs = append(out.Runs, run)
	}
	slices.SortStableFunc(out.Runs[from:], func(a, b scored.Run) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Repeat, b.Repeat))
	})
	return numbered
}

// position begins what a key is called that is a place in a file.
const position = "the place"

// names lists the metrics that there are, as the evaluation calls them: a score that several
// filters gave has that of the filter behind a slash.
func (a *asked) names(list []*collector) ([]string, error) {
	filters := map[string][]string{} // by bare name, the names as records have them
	take := func(metric string) {
		b := base(metric)
		if at, there := slices.BinarySearch(filters[b], metric); !there {
			filters[b] = slices.Insert(filters[b], at, metric)
		}
	}
	for _, c := range list {
		if c.grid != nil {
			c.grid.drop(c)
			for _, m := range c.grid.scores {
				take(m.name)
			}
		}
		for _, k := range c.records {
			for _, s := range k.scores {
				take(s.metric)
			}
		}
	}
	rename := map[string]string{}
	for b, names := range filters {
		if len(names) == 1 {
			rename[names[0]] = b
			if _, asked := a.wanted[names[0]]; asked {
				rename[names[0]] = names[0]
			}
		}
	}
	seen := map[string]bool{}
	for _, c := range list {
		if c.grid != nil {
			for _, m := range c.grid.scores {
				m.name = firstOf(rename[m.name], m.name)
				seen[m.name] = true
			}
		}
		for i := range c.records {
			for j := range c.records[i].scores {
				s := &c.records[i].scores[j]
				s.metric = firstOf(rename[s.metric], s.metric)
				seen[s.metric] = true
			}
		}
		for m, to := range rename {
			if j, ok := c.judges[m]; ok && m != to {
				c.judges[to] = j
			}
		}
	}
	out := slices.Sorted(maps.Keys(seen))
	for _, m := range a.Metrics {
		if seen[m.Name] || list[0].only != nil { // of some items some scores may be absent
			continue
		}
		if f := filters[base(m.Name)]; len(f) > 1 {
			return nil, fmt.Errorf("metrics: %s stands in the files under several filters, each with another number; "+
				"name the one that is meant: %s", m.Name, strings.Join(f, ", "))
		}
		return nil, fmt.Errorf("metrics: no file has a score %s; they have %s", m.Name, phrase.Names(out, 30))
	}
	if len(out) == 0 && list[0].only == nil {
		return nil, errors.New("the files hold no score; name the columns of scores, or bring the files that the " +
			"tool writes after scoring")
	}
	return out, nil
}
