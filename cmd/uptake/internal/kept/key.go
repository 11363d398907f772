package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

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
	b, err := json.Marshal(struct {
		Schema, Program string
		Zone            []string // has no JSON of its own
		Experiment      *spec.Experiment
		Files           []File
		Notes           []string
	}{schema, program, rulesOf(e.Zone), e, files, notes})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return Key(hex.EncodeToString(sum[:])), nil
}

// lastRule is the year up to which a zone's rules are told apart.
const lastRule = 2035

// rulesOf are the name of a zone and when it is how far from UTC: the system's zones are
// mended now and then. nil where there is none.
func rulesOf(zone *time.Location) []string {
	if zone == nil {
		return nil
	}
	out := []string{zone.String()}
	for t := time.Unix(0, 0).In(zone); ; {
		_, offset := t.Zone()
		_, end := t.ZoneBounds()
		out = append(out, fmt.Sprint(offset, end.Unix()))
		if !end.After(t) || end.Year() > lastRule { // the end is zero where there is none
			return out
		}
		t = end
	}
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
