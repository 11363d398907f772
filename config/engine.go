package config

import (
	"net/url"
	"strings"

	"uptake/analysis/spec"
)

// engine reads which engine has the rows, "" where uptake reads them itself.
func engine(o *object, dir string) string {
	address := o.text("engine")
	if address == "" || address == spec.Embedded {
		return ""
	}
	if spec.EngineOf(address) == "" {
		o.bad("engine", "%q is no address of an engine; use %s", address, engineForms())
	}
	if u, err := url.Parse(address); err == nil {
		if _, secret := u.User.Password(); secret || u.Query().Has("password") {
			o.bad("engine", "the address holds a password, which does not belong in a file that others read; name "+
				"the environment's variable or the file in which it lies: ?password_env=NAME or ?password_file=PATH")
		}
	}
	if file, ok := strings.CutPrefix(address, "duckdb:"); ok && file != "" {
		return "duckdb:" + resolve(dir, file)
	}
	return address
}

// maxBytes reads what an engine may read, 0 where nothing is said.
func maxBytes(o *object, engine string) int64 {
	text := o.text("max_bytes")
	if text == "" {
		return 0
	}
	n, err := Bytes(text)
	switch {
	case err != nil:
		o.bad("max_bytes", "%q is no size; write it as 800MiB or 20GB", text)
	case engine == "":
		o.bad("max_bytes", "holds what an engine reads, and the file names none; remove it, or name an engine")
	}
	return n
}

func engineForms() string {
	forms := []string{spec.Embedded}
	for _, e := range spec.Engines {
		forms = append(forms, e.Form)
	}
	return strings.Join(forms[:len(forms)-1], ", ") + " or " + forms[len(forms)-1]
}

// relation reads the table of a source under an engine, which alone knows how it is stored.
func relation(t *object, s *spec.Source) {
	s.Relation = t.text("table")
	s.Written = s.Relation
	for _, key := range []string{"path", "format", "rows", "sheet", "csv", "time"} {
		if t.has(key) {
			t.bad(key, "says where a file lies or how it is written, and under an engine a source is a table; remove "+
				"it, or remove engine")
		}
	}
	switch {
	case t.has("query"):
		t.bad("query", "is not asked of an engine by this version: the types of its columns are not known "+
			"beforehand. Make a view of it, and name that under table")
	case s.Relation == "":
		o := t.path
		t.p.add(o, placeOf(t.m), "under an engine a source names its table, such as sources: [{table: "+
			"lake.events.app}]")
	}
}
