package lake

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// openIceberg reads the log of an Apache Iceberg table by its specification
// (iceberg.apache.org/spec): the current metadata, its current snapshot, that
// snapshot's list of manifests, and the files that these say are live.
func openIceberg(root folder, name string) (*table, error) {
	m, err := currentMetadata(root, name)
	if err != nil {
		return nil, err
	}
	t := &table{kind: kindNamed("Apache Iceberg"), root: root.path, place: root, name: name,
		version: "without a snapshot"}
	columns, err := m.columns()
	if err != nil {
		return nil, err
	}
	t.columns = columns.bind
	s, err := m.snapshot()
	if s == nil || err != nil {
		return t, err
	}
	t.version = fmt.Sprintf("snapshot %d", s.ID)
	manifests, err := m.manifests(s)
	if err != nil {
		return nil, err
	}
	var data, deletes []manifestEntry
	for _, f := range manifests {
		entries, err := m.entries(f)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			switch {
			case e.Status == statusDeleted:
			case e.DataFile.Content == contentData:
				data = append(data, e)
			default:
				deletes = append(deletes, e)
			}
		}
	}
	if err := m.applying(data, deletes); err != nil {
		return nil, err
	}
	for _, e := range data {
		f := e.DataFile
		if !strings.EqualFold(f.Format, "parquet") {
			return nil, fmt.Errorf("%s has files of the format %s (such as %s), where Parquet is expected; rewrite "+
				"them with write.format.default = parquet, or export the table as Parquet", t, f.Format, f.Path)
		}
		if len(f.Key) > 0 {
			return nil, fmt.Errorf("%s is encrypted, which is not read here; export the table as Parquet", t)
		}
		t.files = append(t.files, dataFile{tree: m.root.Tree, path: m.resolve(f.Path), written: f.Path,
			partition: f.Partition, spec: e.spec})
	}
	return t, nil
}

// Statuses and contents of manifest entries, as the specification numbers them.
const (
	statusDeleted   = 2
	contentData     = 0
	contentEquality = 2
)

// applying refuses delete files that take rows from a file that counts. One
// written before every file that counts, as rewriting files leaves it, takes
// none.
func (m *metadata) applying(data, deletes []manifestEntry) error {
	for _, d := range deletes {
		for _, f := range data {
			older := f.sequence < d.sequence || f.sequence == d.sequence && d.DataFile.Content != contentEquality
			if !older || d.DataFile.Referenced != "" && d.DataFile.Referenced != f.DataFile.Path {
				continue
			}
			what := "a file of deleted positions"
			switch {
			case d.DataFile.Content == contentEquality:
				what = "a file of deleted values"
			case strings.EqualFold(d.DataFile.Format, "puffin"):
				what = "a deletion vector"
			}
			return fmt.Errorf("%s deletes single rows by %s (%s), which is not read here; rewrite the files (in "+
				"Spark: CALL system.rewrite_data_files with delete-file-threshold 1), or export the table as Parquet",
				m.file, what, base(d.DataFile.Path))
		}
	}
	return nil
}

// resolve gives where a file of the table is. Its path in the log is absolute,
// as it was when it was written: a table that was moved or fetched is found
// below its own folder.
func (m *metadata) resolve(written string) string {
	path, location := m.plainPath(written), m.plainPath(m.Location)
	if rest, ok := strings.CutPrefix(path, strings.TrimSuffix(location, "/")+"/"); ok {
		if here := m.root.at(rest); m.root.has(here) || !m.there(path) {
			return here
		}
	}
	if !m.there(path) { // its files were written before the table was last moved
		for _, folder := range []string{"/data/", "/metadata/"} {
			if i := strings.LastIndex(path, folder); i >= 0 {
				if here := m.root.at(path[i+1:]); m.root.has(here) {
					return here
				}
			}
		}
	}
	if inside, ok := m.root.Inside(path); ok {
		return inside
	}
	return filepath.FromSlash(path)
}

// there reports whether an address leads to a file that the table's tree has.
func (m *metadata) there(address string) bool {
	path, ok := m.root.Inside(address)
	return ok && m.root.has(path)
}

// plainPath drops what differs between ways to write the same address: the
// scheme of local files, and the letters behind those of the stores.
func (m *metadata) plainPath(address string) string {
	scheme, rest, ok := strings.Cut(address, ":")
	switch {
	case ok && scheme == "file":
		if u, err := url.Parse(address); err == nil && strings.Contains(rest, "%") && !m.there(u.EscapedPath()) &&
			m.there(u.Path) {
			return u.Path
		}
		return "/" + strings.TrimLeft(rest, "/")
	case ok && (scheme == "s3a" || scheme == "s3n"):
		return "s3:" + rest
	}
	return address
}

func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
