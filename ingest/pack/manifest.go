package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"uptake/analysis/whole"
)

// manifestName is the file that says what content paths had. Its ending is of no format
// that is read, where a state folder lies among exports.
const manifestName = "manifest.packs"

const manifestSchema = "uptake.packs/1"

// was is what is known of a path: the content that it had when it was of this size and
// time of change.
type was struct {
	Path    string `json:"path"`
	Size    int64  `json:"size"`
	Changed int64  `json:"changed"`        // nanoseconds since 1970
	Mark    string `json:"mark,omitempty"` // that the place of an object gives to its content
	Content string `json:"content"`
}

// manifest is the file.
type manifest struct {
	Schema string `json:"schema"`
	Sum    string `json:"sum"` // of the files as they stand here
	Files  []was  `json:"files"`
}

func (m *manifest) sum() string {
	b, _ := json.Marshal(m.Files)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// readManifest reads what a folder knows of paths; none is an empty one. Where it cannot be read
// it is empty as well, and the error says why.
func readManifest(dir string) (map[string]was, error) {
	out := map[string]was{}
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return out, err
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return out, err
	}
	if m.Schema != manifestSchema || m.Sum != m.sum() {
		return out, fmt.Errorf("it is not what was written")
	}
	for _, f := range m.Files {
		out[f.Path] = f
	}
	return out, nil
}

func writeManifest(dir string, files map[string]was) error {
	m := manifest{Schema: manifestSchema, Files: []was{}}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		m.Files = append(m.Files, files[path])
	}
	m.Sum = m.sum()
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return whole.Write(filepath.Join(dir, manifestName), append(b, '\n'))
}
