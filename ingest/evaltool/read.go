package evaltool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
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
	// Before is what was read of the same evaluation without Texts: of tables only the rows are read
	// then that the items of Texts are in, as far as it tells. nil looks at all rows.
	Before *scored.Set
	// Places is where rows of tables stand: a reading of all rows notes it, one of Texts and Before goes by it, if it
	// is of the same evaluation. nil looks for them.
	Places *Places
}

// Places is where rows of the tables of an evaluation stand in their files. The zero value knows none.
type Places struct {
	files []map[string]*format.Landmarks // by version
}

// of is where rows of the i-th version stand, by file; nil where nobody asks.
func (p *Places) of(i int) map[string]*format.Landmarks {
	if p == nil {
		return nil
	}
	for i >= len(p.files) {
		p.files = append(p.files, map[string]*format.Landmarks{})
	}
	return p.files[i]
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
	if asked := o.Texts; asked != nil {
		o.Texts = func(version, item string) bool { // by the id that decimals may have given it
			whole, decimal := scored.Whole(item)
			return asked(version, item) || decimal && asked(version, whole)
		}
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
		list[i].only, list[i].lines, list[i].places = o.Texts, o.lines(i), o.Places.of(i)
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
	if err := a.beside(ctx, out, o.Texts == nil); err != nil {
		return nil, err
	}
	return out, a.unknownSegment()
}

// lines lists the rows of the i-th version that the items of Texts are in, by file; nil where not
// every row is a run of its own, of which Before tells the row.
func (o Options) lines(i int) map[string][]int64 {
	if o.Before == nil || o.Texts == nil {
		return nil
	}
	v := o.Before.Versions[i]
	if int64(len(v.Runs)) != v.Rows {
		return nil
	}
	out := map[string][]int64{}
	for k := range v.Runs {
		if r := &v.Runs[k]; o.Texts(v.Name, r.Item) {
			out[r.File] = append(out[r.File], int64(r.Line))
		}
	}
	for _, rows := range out {
		slices.Sort(rows)
	}
	return out
}

// all reads every file of the version.
func (c *collector) all(ctx context.Context, files []source.File, tempDir string) error {
	var left *NoRunsError
	c.several = len(files) > 1
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
	if err := c.written(); err != nil {
		return err
	}
	c.severalJudges()
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
	return len(c.records) == 0 && (c.grid == nil || c.grid.runs.n == 0)
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

// Found lists the files of results that an evaluation reads, each once, in the order of its versions.
func Found(e *spec.Evals) (out []source.File, err error) {
	found, _, err := find(e)
	seen := map[string]bool{}
	for _, list := range found {
		for _, f := range list {
			if !seen[f.Path] {
				seen[f.Path] = true
				out = append(out, f)
			}
		}
	}
	return out, err
}

// readable says whether a folder's file may be one of a tool's.
func readable(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	return format.Readable(name) || strings.HasSuffix(name, ".eval") || strings.HasSuffix(name, evidentlyMark)
}
