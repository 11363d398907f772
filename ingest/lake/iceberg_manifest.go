package lake

import (
	"errors"
	"fmt"
	"io"

	"github.com/twmb/avro/ocf"
)

// manifestFile is one row of a snapshot's list of manifests.
type manifestFile struct {
	Path     string `avro:"manifest_path"`
	Spec     int    `avro:"partition_spec_id"`
	Sequence int64  `avro:"sequence_number"`
}

// manifestEntry is one row of a manifest: a file that was added, kept or
// deleted.
type manifestEntry struct {
	Status   int
	DataFile icebergFile
	sequence int64 // of the commit that added the file
	spec     int
}

type icebergFile struct {
	Content    int
	Path       string
	Format     string
	Partition  map[string]any
	Key        []byte
	Referenced string // the one data file that a delete file is about
}

// manifests lists the manifests of a snapshot.
func (m *metadata) manifests(s *snapshot) (out []manifestFile, err error) {
	if s.ManifestList == "" {
		for _, path := range s.Manifests {
			out = append(out, manifestFile{Path: path})
		}
		return out, nil
	}
	err = m.avro(s.ManifestList, func(row map[string]any) {
		f := manifestFile{Spec: int(whole(row["partition_spec_id"])), Sequence: whole(row["sequence_number"])}
		f.Path, _ = row["manifest_path"].(string)
		out = append(out, f)
	})
	return out, err
}

// entries lists what a manifest says.
func (m *metadata) entries(f manifestFile) (out []manifestEntry, err error) {
	err = m.avro(f.Path, func(row map[string]any) {
		file, _ := row["data_file"].(map[string]any)
		e := manifestEntry{Status: int(whole(row["status"])), sequence: f.Sequence, spec: f.Spec}
		if row["sequence_number"] != nil { // else it is that of the manifest
			e.sequence = whole(row["sequence_number"])
		}
		e.DataFile.Content = int(whole(file["content"]))
		e.DataFile.Path, _ = file["file_path"].(string)
		e.DataFile.Format, _ = file["file_format"].(string)
		e.DataFile.Partition, _ = file["partition"].(map[string]any)
		e.DataFile.Key, _ = file["key_metadata"].([]byte)
		e.DataFile.Referenced, _ = file["referenced_data_file"].(string)
		out = append(out, e)
	})
	return out, err
}

// avro reads an Avro file of the log row by row.
func (m *metadata) avro(path string, visit func(map[string]any)) error {
	f, err := m.root.Open(m.resolve(path))
	if err != nil {
		return fmt.Errorf("%s names %s, which is not there; copy the whole folder metadata with the table", m.file,
			path)
	}
	defer f.Close()
	r, err := ocf.NewReader(f)
	for err == nil {
		var row map[string]any
		if err = r.Decode(&row); err == nil {
			visit(row)
		}
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return fmt.Errorf("%s of the log %s cannot be read (%v); copy the table again", base(path), m.file, err)
}

// whole gives a whole number of whatever width; 0 for none.
func whole(v any) int64 {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int32:
		return int64(n)
	case int64:
		return n
	}
	return 0
}
