package config

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"uptake/analysis/spec"
)

func sources(o *object, dir, engine string) []spec.Source {
	var out []spec.Source
	stdin := 0
	for _, t := range o.objects("sources") {
		s := spec.Source{Table: table(t, dir), Set: t.names("set"), Derived: derived(t), Where: filters(t),
			Join: joined(t, dir), Preset: vendor(t, out), Offered: offered(t.m)}
		if engine != "" {
			relation(t, &s)
		} else if s.Written == "" {
			o.p.add(t.path, placeOf(t.m), "a source names its path: a file, a glob, a folder, or \"-\" for standard "+
				"input")
		}
		if s.Path == "-" {
			stdin++
		}
		t.done()
		out = append(out, s)
	}
	if len(out) == 0 && len(o.p.List) == 0 {
		o.bad("sources", "the file must name at least one export, such as `sources: [{path: exports/*.csv}]`")
	}
	if stdin > 1 {
		o.bad("sources", "standard input can be only one source, found %d", stdin)
	}
	return out
}

// joined reads which other table's columns the rows of a source get.
func joined(o *object, dir string) *spec.Join {
	t, ok := o.object("join")
	if !ok {
		return nil
	}
	j := &spec.Join{Table: table(t, dir), By: t.text("by"), ID: t.text("id"), Where: filters(t)}
	switch {
	case j.Written == "" || j.By == "" || j.ID == "" || len(j.Columns) == 0:
		o.bad("join", "a join names the other table, the columns that hold the id, and the columns that are taken: "+
			"{path: traces.csv, by: trace_id, id: id, columns: {unit: user_id}}")
	case j.Path == "-":
		t.bad("path", "a table that rows are joined to is read before them, so it cannot come from standard input")
	}
	if j.Columns["cluster"] != "" {
		t.bad("columns", "cluster is not built yet in this version: analysis by cluster; leave it out")
	}
	for name := range j.Columns {
		if o.isTable("columns") && o.names("columns")[name] != "" {
			t.bad("columns", "%s is bound under columns of the source too; keep one of the two", name)
		}
	}
	t.done()
	return j
}

// table reads where rows come from and how they are written there.
func table(t *object, dir string) spec.Table {
	s := spec.Table{
		Written: t.text("path"),
		Format:  t.oneOf("format"),
		Columns: t.names("columns"),
		Rows:    t.text("rows"),
		Sheet:   t.text("sheet"),
		CSV:     dialect(t),
		Time:    timeForm(t),
	}
	if p, _ := t.m["path"].(Text); p.In != nil {
		dir = p.In.dir
	}
	s.Path = asked(t, dir, s.Written)
	if s.Format == "" {
		return s
	}
	if t.has("csv") && !slices.Contains(spec.TextFormats, s.Format) && !(s.Format == "ndjson" && only(t, "encoding")) &&
		!(s.Format == "xlsx" && only(t, "skip", "header", "decimal", "thousands")) {
		t.bad("csv", "says how delimited text is written, which %s is not; remove it, or give format: csv", s.Format)
	}
	if t.has("sheet") && s.Format != "xlsx" {
		t.bad("sheet", "is one of a workbook, which %s is not; remove it, or give format: xlsx", s.Format)
	}
	if t.has("rows") && s.Format != "ndjson" && s.Format != "avro" {
		t.bad("rows", "is a path inside a JSON document, which %s is not; remove it, or give format: ndjson", s.Format)
	}
	return s
}

// only reports whether a table's csv gives none but these of its keys.
func only(o *object, keys ...string) bool {
	t, ok := o.object("csv")
	for k := range t.m {
		ok = ok && slices.Contains(keys, k)
	}
	return ok
}

// dialect reads how delimited text is written; what contradicts itself would
// tear rows apart.
func dialect(o *object) spec.CSV {
	t, ok := o.object("csv")
	if !ok {
		return spec.CSV{}
	}
	d := spec.CSV{
		Delimiter: character(t, "delimiter"),
		Decimal:   t.oneOf("decimal"),
		Thousands: t.oneOf("thousands"),
		Quote:     character(t, "quote"),
		Escape:    t.oneOf("escape"),
		Skip:      t.whole("skip"),
		Header:    distinct(t, "header"),
		Encoding:  t.oneOf("encoding"),
	}
	switch {
	case d.Thousands != "" && d.Thousands == d.Decimal:
		t.bad("thousands", "%q stands before the decimals already; the two differ, such as {decimal: \",\", "+
			"thousands: \".\"}", d.Thousands)
	case d.Delimiter != "" && (t.has("decimal") && d.Decimal == d.Delimiter || d.Thousands == d.Delimiter):
		t.bad("delimiter", "%q stands inside numbers already, so it cannot stand between columns too", d.Delimiter)
	case d.Delimiter != "" && d.Quote == d.Delimiter:
		t.bad("quote", "%q stands between columns already; give another character or none", d.Quote)
	}
	t.done()
	return d
}

// character reads a key of a single character that is no letter, digit or end of
// a line, or one of the key's words.
func character(t *object, key string) string {
	s, ok := t.value(key, spec.SignKey)
	if !ok || slices.Contains(t.key(key).Choices, s) {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case s == `\t`:
		t.bad(key, `write a tab in double quotes: "\t"`)
	case n == 0 || n != len(s) || r == utf8.RuneError:
		t.bad(key, "%q is not one character", s)
	case r == '\n' || r == '\r' || r == 0 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		t.bad(key, "%q cannot be told from what cells hold", s)
	default:
		return s
	}
	return ""
}

func timeForm(o *object) spec.TimeForm {
	t, ok := o.object("time")
	if !ok {
		return spec.TimeForm{}
	}
	f := spec.TimeForm{Layout: t.text("layout"), Local: t.oneOf("zone") != ""}
	if f.Layout != "" {
		layout, err := spec.ParseTimeLayout(f.Layout)
		switch {
		case err != nil:
			t.bad("layout", "%v", err)
		case f.Local && !layout.Has('s'):
			t.bad("zone", "is of epochs, which %q holds none of (%%s); what it holds without a zone is wall clock of "+
				"timezone anyway, so leave zone out", f.Layout)
		}
	}
	t.done()
	return f
}

// asked is where a table is read from: a path, or what is asked of a database.
func asked(t *object, dir, path string) string {
	table, query := t.text("table"), t.text("query")
	file, isFile := strings.CutPrefix(path, "sqlite:")
	if !isFile && !strings.HasPrefix(path, "postgres://") && !strings.HasPrefix(path, "postgresql://") {
		for _, key := range []string{"table", "query"} {
			if t.text(key) != "" && path != "" {
				t.bad(key, "is asked of a database, which %s is not; write path: sqlite:export.db or path: "+
					"postgres://host/name, or remove it", path)
			}
		}
		return resolve(dir, path)
	}
	if isFile {
		path = "sqlite:" + resolve(dir, strings.TrimPrefix(file, "//"))
	}
	for _, key := range []string{"format", "rows", "sheet", "csv"} {
		if t.has(key) {
			t.bad(key, "says how a file is written, which a database is not; remove it")
		}
	}
	switch {
	case table != "" && query != "":
		t.bad("query", "is given beside a table; keep one of the two")
	case table != "":
		return path + "#table=" + table
	case query != "":
		return path + "#query=" + query
	default:
		t.bad("path", "leads to a database, of which a table or a query has to be named, such as {path: "+
			"sqlite:export.db, table: events}")
	}
	return path
}

func resolve(dir, path string) string {
	if path == "-" || path == "" || filepath.IsAbs(path) || strings.Contains(path, "://") {
		return path
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

// outside reads which values of which columns stand outside the experiment.
func outside(t *object, arms []spec.Arm) []spec.Outside {
	var out []spec.Outside
	for _, g := range t.groups("outside") {
		if len(g.values) == 0 {
			t.bad("outside", "%s lists no value; list those that stand outside the experiment", g.name)
		}
		for _, a := range arms {
			if slices.Contains([]string{"variant", "arm", t.text("variant")}, g.name) && slices.Contains(g.values,
				a.Name) {
				t.bad("outside", "%q is an arm, so it cannot stand outside the experiment too", a.Name)
			}
		}
		out = append(out, spec.Outside{Column: g.name, Is: g.values})
	}
	slices.SortFunc(out, func(a, b spec.Outside) int { return strings.Compare(a.Column, b.Column) })
	return out
}
