package evaltool

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// reading is one file being read for a version.
type reading struct {
	*collector
	in      format.Input
	tempDir string
	style   *event.Style    // how cells write numbers
	marked  bool            // otherwise than in plain decimals
	shaped  map[string]bool // the paths of its JSON
	within  string          // where its records stand: "" at the top, [] in a list there, data[] …
}

// of makes ready to read a file.
func (c *collector) of(f source.File, tempDir string) *reading {
	csv := c.spec.CSV
	c.file = f.Name
	return &reading{collector: c, tempDir: tempDir, style: event.NewStyle(nil, csv),
		marked: csv.Decimal == "," || csv.Thousands != "",
		in:     format.Input{Name: f.Name, Open: func() (io.ReadCloser, error) { return source.Open(f) }}}
}

// Wrote is the tool whose results a file of JSON looks like, nil where it looks like no tool's.
func Wrote(path string) *Tool {
	files, _, err := source.Find(path, readable)
	if err != nil || len(files) == 0 {
		return nil
	}
	r := newCollector(newAsked(&spec.Evals{}), spec.EvalVersion{}, nil).of(files[0], "")
	b, err := r.open()
	if err != nil {
		return nil
	}
	kind, err := b.Kind()
	b.Close()
	if err != nil || kind != format.JSON {
		return nil
	}
	shape, err := r.shape()
	if err != nil {
		return nil
	}
	t, _ := toolOf(shape)
	return t
}

// take reads a file for the version.
func (c *collector) take(f source.File, tempDir string) error {
	r := c.of(f, tempDir)
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
func (r *reading) open() (*format.Bytes, error) {
	return format.OpenBytes(r.in, r.tempDir, r.spec.CSV.Encoding)
}

// read reads the file as what it is.
func (r *reading) read() error {
	b, err := r.open()
	if err != nil {
		return err
	}
	kind, err := b.Kind()
	head, _ := b.Head()
	saved := err == nil && evidentlySaved(head)
	b.Close()
	if err != nil {
		return err
	}
	if said := r.spec.CSV; (kind == format.JSON || kind == format.Archive) && (said.Delimiter != "" ||
		said.Quote != "" || said.Escape != "" || said.Header != nil || said.Skip > 0 || r.marked) {
		return fmt.Errorf("versions.%s: csv says how delimited text is written, which %s is not; leave it out",
			r.spec.Name, r.in.Name)
	}
	switch {
	case saved:
		return r.evidentlyTable()
	case kind == format.JSON:
		return r.json()
	case kind == format.Archive:
		return r.archive()
	case kind == format.XML:
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
	if t == nil && byColumn(shape) {
		return &NoRunsError{"a data frame written column by column", fmt.Errorf("%s is a data frame written column by "+
			"column (its keys are columns, and in each stand the rows' numbers), as to_json() writes it unless it is "+
			"told; write a row a line, with to_json(%q, orient=\"records\", lines=True)", r.in.Name, "rows.jsonl")}
	}
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

// byColumn reports whether a document is a data frame that was written column by column: an object of columns, each
// one of cells by the number of their row.
func byColumn(shape map[string]bool) bool {
	cells := map[string]int{}
	for p := range shape {
		column, row, below := strings.Cut(p, ".")
		row, _, _ = strings.Cut(row, ".")
		switch {
		case strings.Contains(column, "["):
			return false
		case !below:
			cells[column] += 0
		case row == "" || strings.Trim(strings.TrimRight(row, "[]"), "0123456789") != "":
			return false
		default:
			cells[column]++
		}
	}
	delete(cells, "") // the document itself
	for _, n := range cells {
		if n == 0 {
			return false
		}
	}
	return len(cells) > 1
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
