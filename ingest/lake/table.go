package lake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"uptake/ingest/source"
)

// table is what the log of a table says of its last version.
type table struct {
	kind    *kind
	root    string // its folder, absolute
	name    string // what messages call the folder
	version string // "version 3"
	files   []dataFile
	// columns fills in what the table's columns are called in a file and which
	// of them are constant, called for the files that are read.
	columns func(d *dataFile, name string) error
}

// dataFile is a file that counts.
type dataFile struct {
	path      string // where it is, absolute
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
		if below(path, real(filepath.Join(t.root, log))) {
			return true
		}
	}
	return false
}

// kind is one table format.
type kind struct {
	name string
	logs []string // its log's folders below the root
	is   func(folder string) bool
	open func(root, name string) (*table, error)
}

// kinds are the table formats that are known; a folder that two of them claim
// is read by the first.
func kinds() []kind {
	return []kind{
		{"Delta Lake", []string{"_delta_log"}, func(f string) bool { return isFolder(filepath.Join(f, "_delta_log")) }, openDelta},
		{"Apache Iceberg", []string{"metadata"}, isIceberg, openIceberg},
		{"Apache Hudi", []string{".hoodie"}, func(f string) bool { return isFolder(filepath.Join(f, ".hoodie")) }, refuseHudi},
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

func refuseHudi(_, name string) (*table, error) {
	return nil, fmt.Errorf("%s is an Apache Hudi table (its log is %s/.hoodie), which is not read here, and its files hold rows of older versions too; export the table as Parquet or CSV into a folder of its own", name, name)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// place is where a folder lies: in the table at root, or in none.
type place struct {
	kind *kind
	root string
}

// place finds the nearest table that a folder is or lies in.
func (s *search) place(folder string) place {
	p := s.above(absolute(folder))
	if p.kind == nil {
		if r := real(folder); r != absolute(folder) {
			p = s.above(r)
		}
	}
	return p
}

func (s *search) above(folder string) place {
	if p, known := s.places[folder]; known {
		return p
	}
	var p place
	for _, k := range kinds() {
		if k.is(folder) {
			p = place{&k, folder}
			break
		}
	}
	if parent := filepath.Dir(folder); p.kind == nil && parent != folder && !strings.HasSuffix(folder, string(filepath.Separator)) {
		p = s.above(parent)
	}
	s.places[folder] = p
	return p
}
