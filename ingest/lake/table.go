package lake

import (
	"fmt"
	"path/filepath"
	"strings"

	"uptake/ingest/source"
)

// table is what the log of a table says of its last version.
type table struct {
	kind    *kind
	root    string // its folder, absolute
	place   folder // the same, in its tree
	name    string // what messages call the folder
	version string // "version 3"
	files   []dataFile
	// columns fills in what the table's columns are called in a file and which
	// of them are constant, called for the files that are read.
	columns func(d *dataFile, name string) error
}

// dataFile is a file that counts.
type dataFile struct {
	tree      *source.Tree
	path      string // where it is there, absolute
	written   string // as the log has it
	constants []source.Pair
	columns   map[string]string
	partition map[string]any // Iceberg: the values of its partition's fields, by name
	spec      int            // Iceberg: the partition spec they are of
}

// String names the table for a sentence.
func (t *table) String() string {
	return fmt.Sprintf("the %s table %s (%s)", t.kind.name, t.name, t.version)
}

func (t *table) inLog(path string) bool {
	for _, log := range t.kind.logs {
		if below(path, t.place.Real(t.place.at(log))) {
			return true
		}
	}
	return false
}

// kind is one table format.
type kind struct {
	name string
	logs []string // its log's folders below the root
	is   func(folder) bool
	open func(root folder, name string) (*table, error)
}

// kinds are the table formats that are known; a folder that two of them claim
// is read by the first.
func kinds() []kind {
	return []kind{
		{"Delta Lake", []string{"_delta_log"}, func(f folder) bool { return f.hasFolder("_delta_log") }, openDelta},
		{"Apache Iceberg", []string{"metadata"}, isIceberg, openIceberg},
		{"Apache Hudi", []string{".hoodie"}, func(f folder) bool { return f.hasFolder(".hoodie") }, refuseHudi},
	}
}

func kindNamed(name string) *kind {
	for _, k := range kinds() {
		if k.name == name {
			return &k
		}
	}
	return nil
}

func refuseHudi(_ folder, name string) (*table, error) {
	return nil, fmt.Errorf("%s is an Apache Hudi table (its log is %s/.hoodie), which is not read here, and its "+
		"files hold rows of older versions too; export the table as Parquet or CSV into a folder of its own", name,
		name)
}

// place is where a folder lies: in the table at root, or in none.
type place struct {
	kind *kind
	root string
}

// place finds the nearest table that a folder is or lies in.
func (s *search) place(folder string) place {
	p := s.above(s.Absolute(folder))
	if p.kind == nil {
		if r := s.Real(folder); r != s.Absolute(folder) {
			p = s.above(r)
		}
	}
	return p
}

func (s *search) above(path string) place {
	if p, known := s.places[path]; known {
		return p
	}
	var p place
	for _, k := range kinds() {
		if k.is(folder{s.Tree, path}) {
			p = place{&k, path}
			break
		}
	}
	if parent := filepath.Dir(path); p.kind == nil && parent != path && !strings.HasSuffix(path,
		string(filepath.Separator)) {
		p = s.above(parent)
	}
	s.places[path] = p
	return p
}
