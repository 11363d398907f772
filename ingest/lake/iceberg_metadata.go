package lake

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// metadata is one metadata file of an Iceberg table.
type metadata struct {
	root   folder
	file   string // what messages call it
	number int64  // in its name

	FormatVersion     int               `json:"format-version"`
	UUID              string            `json:"table-uuid"`
	Location          string            `json:"location"`
	Updated           int64             `json:"last-updated-ms"`
	CurrentSchema     int               `json:"current-schema-id"`
	Schemas           []icebergSchema   `json:"schemas"`
	Schema            *icebergSchema    `json:"schema"` // of version 1
	Specs             []icebergSpec     `json:"partition-specs"`
	Spec              []partitionField  `json:"partition-spec"` // of version 1
	Properties        map[string]string `json:"properties"`
	CurrentSnapshotID *int64            `json:"current-snapshot-id"`
	Snapshots         []snapshot        `json:"snapshots"`
	Log               []struct {
		File string `json:"metadata-file"`
	} `json:"metadata-log"`
}

type snapshot struct {
	ID           int64    `json:"snapshot-id"`
	ManifestList string   `json:"manifest-list"`
	Manifests    []string `json:"manifests"` // of version 1
}

var metadataName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:v?(\d+)(?:-.*)?|.+?)(?:\.gz)?\.metadata\.json(?:\.gz)?$`)
})

// metadataNumber gives the number in the name of a metadata file, −1 where it
// has none; false for other files.
func metadataNumber(name string) (int64, bool) {
	m := metadataName().FindStringSubmatch(name)
	if m == nil {
		return 0, false
	}
	return number(m[1]), true
}

func isIceberg(f folder) bool {
	entries, err := f.ReadDir(f.at("metadata"))
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		n, ok := metadataNumber(e.Name())
		if ok && n < 0 { // what others may name so too
			m, err := readMetadata(f, f.path, e.Name())
			return err == nil && m.Location != ""
		}
		return ok
	})
}

// currentMetadata finds the metadata of the last commit. A catalog would know;
// without one it is what version-hint.text names or a later version of it, or
// else the highest number. Others than its forerunners may lie beside it: of a
// table that was there before, which are older, or of a commit that failed or
// won, which cannot be told.
func currentMetadata(root folder, table string) (*metadata, error) {
	entries, err := root.ReadDir(root.at("metadata"))
	if err != nil {
		return nil, fmt.Errorf("the log %s/metadata cannot be read: %w", table, bare(err))
	}
	var names []string
	for _, e := range entries {
		if _, ok := metadataNumber(e.Name()); ok {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		x, _ := metadataNumber(a)
		y, _ := metadataNumber(b)
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a, b))
	})
	if hint := hinted(root, names); hint != "" {
		return readMetadata(root, table, hint)
	}
	last, err := readMetadata(root, table, names[len(names)-1])
	if err != nil {
		return nil, err
	}
	known := map[string]bool{base(last.file): true}
	for _, l := range last.Log {
		known[base(l.File)] = true
	}
	for _, name := range names {
		if known[name] {
			continue
		}
		other, err := readMetadata(root, table, name)
		if n, _ := metadataNumber(name); n < 0 && (err != nil || other.Location == "") {
			continue
		}
		if err != nil {
			return nil, err
		}
		level := other.number == last.number || other.number < 0 && other.Updated > last.Updated
		another := other.UUID != "" && last.UUID != "" && other.UUID != last.UUID // the number is optional in version 1
		switch {
		case another && other.Updated > last.Updated:
			last = other
		case !another && level && !sameSnapshot(other, last):
			return nil, fmt.Errorf("%s and %s are both the last version of the table, and only its catalog knows "+
				"which of them was committed; remove the other, or name it in %s/metadata/version-hint.text", last.file,
				base(other.file), table)
		}
	}
	return last, nil
}

func sameSnapshot(a, b *metadata) bool {
	if a.CurrentSnapshotID == nil || b.CurrentSnapshotID == nil {
		return a.CurrentSnapshotID == b.CurrentSnapshotID
	}
	return *a.CurrentSnapshotID == *b.CurrentSnapshotID
}

// hinted gives the metadata file that version-hint.text leads to.
func hinted(root folder, names []string) string {
	b, err := root.ReadFile(root.at("metadata/version-hint.text"))
	if err != nil {
		return ""
	}
	hint := base(strings.TrimSpace(string(b)))
	v := number(hint)
	found := ""
	for _, n := range names { // in the order of their numbers
		of, _ := metadataNumber(n)
		switch {
		case v < 0 && (n == hint || strings.HasPrefix(n, hint+".")):
			found = n
		case v >= 0 && strings.HasPrefix(n, "v") && of == v:
			found, v = n, v+1 // the hint is written after the commit: a later one may be there
		}
	}
	return found
}

func readMetadata(root folder, table, name string) (*metadata, error) {
	m := &metadata{root: root, file: table + "/metadata/" + name}
	m.number, _ = metadataNumber(name)
	b, err := root.ReadFile(root.at("metadata/" + name))
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", m.file, bare(err))
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err == nil {
			b, err = io.ReadAll(z)
		}
		if err != nil {
			return nil, fmt.Errorf("%s has damaged gzip data (%v); copy the table again", m.file, err)
		}
	}
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("%s cannot be read (%v); was it copied in part? Copy the table again", m.file, err)
	}
	if m.FormatVersion < 1 || m.FormatVersion > 3 {
		return nil, fmt.Errorf("%s is of version %d of Iceberg's format, where 1 to 3 are read; export the table as "+
			"Parquet", m.file, m.FormatVersion)
	}
	return m, nil
}

// snapshot gives the current snapshot, nil where the table never had one.
func (m *metadata) snapshot() (*snapshot, error) {
	if m.CurrentSnapshotID == nil || *m.CurrentSnapshotID == -1 {
		return nil, nil
	}
	for i, s := range m.Snapshots {
		if s.ID == *m.CurrentSnapshotID {
			return &m.Snapshots[i], nil
		}
	}
	return nil, fmt.Errorf("%s has no snapshot %d, which it says is the current one; copy the table again", m.file,
		*m.CurrentSnapshotID)
}
