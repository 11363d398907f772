package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/ingest/source"
)

// Find gives the files that path means, as source.Find does, but of a table
// that the path lies in or takes in only those of its last version; at least
// one file. The notes are a sentence for each table, saying which version was
// read.
func Find(path string, readable func(name string) bool) ([]source.File, []string, error) {
	if path == "" || path == source.Stdin {
		files, _, err := source.Find(path, readable)
		return files, nil, err
	}
	tree, path, err := source.TreeOf(path)
	if err != nil {
		return nil, nil, err
	}
	files, left, err := tree.Find(path, readable)
	base, pattern := tree.Base(path)
	s := &search{Tree: tree, asked: path, base: base, pattern: pattern, readable: readable, places: map[string]place{}}
	if info, e := tree.Stat(base); e == nil && !info.IsDir() {
		if err != nil {
			return nil, nil, err
		}
		return s.single(files[0])
	}
	files, notes, err := s.many(files, err)
	if err == nil && len(left) > 0 {
		notes = append(notes, leftOut(path, left))
	}
	return files, notes, err
}

// leftOut says which files of a path are of no format that is read.
func leftOut(path string, names []string) string {
	if len(names) > 5 {
		names = append(names[:5:5], fmt.Sprintf("and %d more", len(names)-5))
	}
	return fmt.Sprintf("Of the files of %s these are left out, as their endings say no format that is read: %s.",
		filepath.Base(path), strings.Join(names, ", "))
}

// search is one path on its way to the files that count.
type search struct {
	*source.Tree
	asked    string
	base     string // its folder before the first wildcard
	pattern  []string
	readable func(string) bool
	places   map[string]place // by folder
}

// single gives a file that was named itself.
func (s *search) single(f source.File) ([]source.File, []string, error) {
	p := s.place(filepath.Dir(f.In()))
	if p.kind == nil {
		p = s.place(filepath.Dir(s.Real(f.In())))
	}
	if p.kind == nil {
		return []source.File{f}, nil, nil
	}
	if err := s.notLog(p, f.In()); err != nil {
		return nil, nil, err
	}
	if s.foreign(f.In()) {
		return []source.File{f}, nil, nil
	}
	t, err := p.kind.open(folder{s.Tree, p.root}, s.name(p.root))
	if err != nil {
		return nil, nil, err
	}
	for _, d := range t.files {
		if s.Real(d.path) == s.Real(f.In()) {
			out, err := s.file(t, d, f)
			return []source.File{out}, []string{s.note(t, 1, 0)}, err
		}
	}
	name := f.Name
	if rel, err := filepath.Rel(t.root, s.Absolute(f.In())); err == nil && filepath.IsLocal(rel) {
		name = filepath.ToSlash(filepath.Join(t.name, rel))
	}
	return nil, nil, fmt.Errorf("%s is no file of %s, which its log removed or never named, so its rows do not "+
		"count; name the folder %s to read the table, or copy the file elsewhere to read it by itself",
		name, t, t.name)
}

// many gives what a folder or a pattern takes in.
func (s *search) many(files []source.File, err error) ([]source.File, []string, error) {
	above := s.place(s.base)
	if above.kind != nil {
		if e := s.notLog(above, s.base); e != nil {
			return nil, nil, e
		}
	}
	var places []place
	if above.kind != nil {
		places = append(places, above)
	}
	found := map[string][]source.File{} // by root
	var out []source.File
	for _, f := range files {
		p := s.place(filepath.Dir(f.In()))
		if p.kind == nil {
			out = append(out, f)
			continue
		}
		if found[p.root] == nil && !slices.ContainsFunc(places, func(o place) bool { return o.root == p.root }) {
			places = append(places, p)
		}
		found[p.root] = append(found[p.root], f)
	}
	if len(places) == 0 {
		return files, nil, err
	}
	var notes []string
	var empty []string
	for _, p := range places {
		if s.ownEnding() && len(found[p.root]) > 0 && !slices.ContainsFunc(found[p.root],
			func(f source.File) bool { return !s.foreign(f.In()) }) {
			out = append(out, found[p.root]...) // *.csv beside a table's files is what was asked for
			continue
		}
		t, e := p.kind.open(folder{s.Tree, p.root}, s.name(p.root))
		if e != nil {
			return nil, nil, e
		}
		list, note, e := s.of(t, found[p.root])
		if e != nil {
			return nil, nil, e
		}
		if len(list) == 0 && p.root == above.root && err != nil && len(t.files) > 0 {
			return nil, nil, err
		}
		out = append(out, list...)
		notes = append(notes, note)
		if len(list) == 0 {
			empty = append(empty, t.String())
		}
	}
	if len(out) == 0 {
		return nil, nil, fmt.Errorf("%s takes in no file that counts: %s has none there; were its rows all deleted?",
			s.asked, strings.Join(empty, " and "))
	}
	slices.SortFunc(out, func(a, b source.File) int { return strings.Compare(a.Path, b.Path) })
	return out, notes, nil
}

// of gives the table's files that the path takes in; found is what lies there.
func (s *search) of(t *table, found []source.File) (out []source.File, note string, err error) {
	lies := map[string]source.File{}
	for _, f := range found {
		lies[s.Real(f.In())] = f
	}
	named := map[string]bool{}
	for _, d := range t.files {
		key := s.Real(d.path)
		f, there := lies[key]
		if !there && !s.within(t, d.path) {
			continue
		}
		named[key] = true
		if f, err = s.file(t, d, f); err != nil {
			return nil, "", err
		}
		out = append(out, f)
	}
	left := 0
	for key := range lies {
		if !named[key] && !t.inLog(key) {
			left++
		}
	}
	return out, s.note(t, len(out), left), nil
}

// within reports whether the path takes in a file that was not found by it:
// one below a hidden folder, or outside the table where all of the table is
// asked for.
func (s *search) within(t *table, path string) bool {
	base := s.Absolute(s.base)
	if rel, err := filepath.Rel(base, path); err == nil && filepath.IsLocal(rel) {
		return source.Within(s.pattern, filepath.ToSlash(rel))
	}
	rel, err := filepath.Rel(base, t.root)
	return err == nil && filepath.IsLocal(rel) && !below(path, t.root) && source.Within(s.pattern,
		filepath.ToSlash(filepath.Join(rel, "file.parquet")))
}

// file describes a file of the table; f is what is known of it, if anything.
func (s *search) file(t *table, d dataFile, f source.File) (source.File, error) {
	if f.Path == "" {
		path := d.path
		if !filepath.IsAbs(s.asked) {
			if here, err := filepath.Rel(s.Absolute("."), path); err == nil {
				path = here
			}
		}
		var err error
		if f, err = s.At(path, s.base); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				err = fmt.Errorf("%s names the file %s, which is not there; was it vacuumed too early, or the table "+
					"copied in part?", t, d.written)
			}
			return f, err
		}
	}
	if err := t.columns(&d, f.Name); err != nil {
		return f, err
	}
	f.Hive = source.Hive(filepath.Join(t.root, "file"))
	for _, c := range d.constants {
		f.Hive = slices.DeleteFunc(f.Hive, func(p source.Pair) bool { return p.Name == c.Name })
		f.Hive = append(f.Hive, c)
	}
	f.Columns = d.columns
	return f, nil
}

func (s *search) note(t *table, files, left int) string {
	note := fmt.Sprintf("T%s is read by its log: %s", t.String()[1:], counted.Noun(files, "file"))
	if left > 0 {
		note += fmt.Sprintf("; %s of older versions or without a name in it left out", counted.Noun(left, "file"))
	}
	return note + "."
}

// foreign reports whether a name is of a format that tables do not keep their
// rows in.
func (s *search) foreign(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	return s.readable != nil && s.readable(name) && !strings.Contains(name, ".parq") && !strings.Contains(name, ".pq")
}

// ownEnding reports whether the pattern asks for a format that is no table's.
func (s *search) ownEnding() bool {
	return len(s.pattern) > 0 && s.foreign(s.pattern[len(s.pattern)-1])
}

// notLog refuses the log itself where data were to be named.
func (s *search) notLog(p place, path string) error {
	for _, log := range p.kind.logs {
		if within := filepath.Join(p.root, log); below(s.Absolute(path), within) {
			return fmt.Errorf("%s is in the log of the %s table %s, not in its data; name the folder %s", s.asked,
				p.kind.name, s.name(p.root), s.name(p.root))
		}
	}
	return nil
}

// name is what messages call a table's folder.
func (s *search) name(root string) string {
	if !filepath.IsAbs(s.asked) {
		if rel, err := filepath.Rel(s.Absolute("."), root); err == nil && filepath.IsLocal(rel) && rel != "." {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(root)
}

func below(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}
