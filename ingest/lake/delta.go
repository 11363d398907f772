package lake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"uptake/ingest/source"
)

// openDelta reads the log of a Delta Lake table by its protocol
// (github.com/delta-io/delta, PROTOCOL.md): the newest checkpoint from which
// every commit is there, then the commits.
func openDelta(root folder, name string) (*table, error) {
	log, err := listDelta(root, name)
	if err != nil {
		return nil, err
	}
	state := &deltaState{name: name + "/_delta_log", files: map[string]deltaAdd{}}
	from, parts, err := log.start()
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		if err := state.checkpoint(root.in("_delta_log"), part); err != nil {
			return nil, err
		}
	}
	for v := from; v <= log.last; v++ {
		if err := state.commit(root.in("_delta_log"), log.commits[v]); err != nil {
			return nil, err
		}
	}
	return state.table(root, name, log.last)
}

// deltaState is what the log says up to a version.
type deltaState struct {
	name     string // of the log, for messages
	protocol *deltaProtocol
	meta     *deltaMeta
	files    map[string]deltaAdd // by path and deletion vector
	sidecars []string            // checkpoint files named by what was read, still to be read
}

// deltaAction is one line of a commit; at most one of its parts is set.
type deltaAction struct {
	Add      *deltaAdd      `json:"add"`
	Remove   *deltaAdd      `json:"remove"`
	Protocol *deltaProtocol `json:"protocol"`
	MetaData *deltaMeta     `json:"metaData"`
	Sidecar  *struct {
		Path string `json:"path"`
	} `json:"sidecar"` // in checkpoints only
}

// deltaAdd names a file that counts from this version on, or no more.
type deltaAdd struct {
	Path            string             `json:"path"`
	PartitionValues map[string]*string `json:"partitionValues"`
	DeletionVector  *deletionVector    `json:"deletionVector"`
	log             string             // the log file that says so
}

// deletionVector says which rows of a file are deleted.
type deletionVector struct {
	StorageType    string `json:"storageType"`
	PathOrInlineDv string `json:"pathOrInlineDv"`
	Offset         *int32 `json:"offset"`
}

// key is what a later action means the same file by; a local path may be
// written with or without its scheme.
func (a deltaAdd) key() string {
	path := a.Path
	if rest, ok := strings.CutPrefix(path, "file:"); ok {
		path = "/" + strings.TrimLeft(rest, "/")
	}
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	if d := a.DeletionVector; d != nil {
		offset := int32(-1)
		if d.Offset != nil {
			offset = *d.Offset
		}
		return fmt.Sprintf("%s\x00%s%s@%d", path, d.StorageType, d.PathOrInlineDv, offset)
	}
	return path
}

type deltaProtocol struct {
	MinReaderVersion int      `json:"minReaderVersion"`
	ReaderFeatures   []string `json:"readerFeatures"`
	log              string
}

type deltaMeta struct {
	Format struct {
		Provider string `json:"provider"`
	} `json:"format"`
	SchemaString  string             `json:"schemaString"`
	Configuration map[string]*string `json:"configuration"`
	log           string
}

// commit takes in one version's actions.
func (s *deltaState) commit(log folder, file string) error {
	f, err := log.Open(log.at(file))
	if err != nil {
		return fmt.Errorf("the commit %s/%s cannot be read: %w", s.name, file, bare(err))
	}
	defer f.Close()
	lines := json.NewDecoder(f)
	for n := 1; ; n++ {
		var a deltaAction
		err := lines.Decode(&a)
		if err == io.EOF && n > 1 {
			return nil
		}
		if err != nil {
			why := err.Error()
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				why = "it ends there"
			}
			return fmt.Errorf("the commit %s/%s cannot be read at its action %d (%s); was it copied while it was "+
				"being written, or in part? Copy the table again", s.name, file, n, why)
		}
		s.take(a, file)
	}
}

func (s *deltaState) take(a deltaAction, log string) {
	log = s.name + "/" + log
	switch {
	case a.Add != nil:
		a.Add.log = log
		s.files[a.Add.key()] = *a.Add
	case a.Remove != nil:
		delete(s.files, a.Remove.key())
	case a.Protocol != nil:
		a.Protocol.log = log
		s.protocol = a.Protocol
	case a.MetaData != nil:
		a.MetaData.log = log
		s.meta = a.MetaData
	case a.Sidecar != nil:
		s.sidecars = append(s.sidecars, a.Sidecar.Path)
	}
}

// table is what the state says, unless it says more than is read here.
func (s *deltaState) table(root folder, name string, version int64) (*table, error) {
	if s.protocol == nil || s.meta == nil {
		return nil, fmt.Errorf("%s has no protocol or no schema in what is there of it; copy the whole folder "+
			"_delta_log with the table", s.name)
	}
	if err := s.refused(); err != nil {
		return nil, err
	}
	columns, err := s.meta.columns()
	if err != nil {
		return nil, err
	}
	t := &table{kind: kindNamed("Delta Lake"), root: root.path, place: root, name: name,
		version: fmt.Sprintf("version %d", version), columns: columns.bind}
	for _, key := range slices.Sorted(maps.Keys(s.files)) {
		a := s.files[key]
		d := dataFile{tree: root.Tree, written: a.Path}
		if d.path, err = deltaPath(root, a); err != nil {
			return nil, err
		}
		for _, column := range slices.Sorted(maps.Keys(a.PartitionValues)) {
			d.constants = append(d.constants, columns.constant(column, a.PartitionValues[column]))
		}
		t.files = append(t.files, d)
	}
	return t, nil
}

// deltaPath gives where a file is: its path is percent-encoded, relative to
// the table or a URI.
func deltaPath(root folder, a deltaAdd) (string, error) {
	bad := func(why string) error {
		return fmt.Errorf("%s names the file %q, %s; make a full copy of the table (in Spark: DEEP CLONE) or export "+
			"it as Parquet", a.log, a.Path, why)
	}
	scheme, _, isURI := strings.Cut(a.Path, ":")
	if isURI && !strings.ContainsAny(scheme, "/%=") {
		if path, ok := root.Inside(a.Path); ok {
			return path, nil
		}
		switch {
		case root.Here() && scheme != "file":
			return "", bad("which is not on this machine")
		case !root.Here():
			return "", bad("which lies elsewhere")
		}
		u, err := url.Parse(a.Path)
		if err != nil || u.Path == "" {
			return "", bad("which is no address")
		}
		return filepath.Clean(filepath.FromSlash(u.Path)), nil
	}
	path, err := url.PathUnescape(a.Path)
	if err != nil {
		return "", bad("which is not percent-encoded as it should be")
	}
	if filepath.IsAbs(filepath.FromSlash(path)) && root.Here() {
		return filepath.Clean(filepath.FromSlash(path)), nil
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return "", bad("which lies outside the table")
	}
	return root.at(path), nil
}

// constant is one partition value; null and the empty text are missing.
func (c *deltaColumns) constant(physical string, value *string) source.Pair {
	p := source.Pair{Name: c.logical(physical)}
	if value == nil || *value == "" {
		p.Null = true
	} else {
		p.Value = *value
	}
	return p
}
