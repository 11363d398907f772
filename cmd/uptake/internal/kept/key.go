package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/zeebo/xxh3"

	"uptake/analysis/spec"
	"uptake/ingest/source"
)

// Key names a result by everything that it hangs on: hex digits.
type Key string

// File is a file of an export with the hash of what it holds.
type File struct {
	source.File
	Content string
}

// KeyOf is the key of an experiment's result over these files, which are all that it
// reads, in the order of ingest.Reads. Notes are what was said while they were found.
func KeyOf(program string, e *spec.Experiment, files []File, notes []string) (Key, error) {
	zone := ""
	if e.Zone != nil {
		zone = e.Zone.String() // has no JSON of its own
	}
	b, err := json.Marshal(struct {
		Schema, Program, Zone string
		Experiment            *spec.Experiment
		Files                 []File
		Notes                 []string
	}{schema, program, zone, e, files, notes})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return Key(hex.EncodeToString(sum[:])), nil
}

// Program tells this build of the program from every other, also of the same version.
func Program(version string) (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := xxh3.New128()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %x", version, h.Sum(nil)), nil
}
