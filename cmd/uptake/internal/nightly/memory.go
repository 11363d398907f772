package nightly

import (
	"math"
	"path/filepath"
	"strings"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"uptake/analysis/investigation"
	"uptake/analysis/spec"
	"uptake/ingest/source"
)

// HalfOfTheMachine is half of the memory that the process may use, by its control group or
// by the machine; where neither says, none is known and it is the largest number.
func HalfOfTheMachine() int64 {
	least := uint64(math.MaxInt64)
	for _, provider := range []memlimit.Provider{memlimit.FromCgroup, memlimit.FromSystem} {
		if n, err := provider(); err == nil && n > 0 {
			least = min(least, n)
		}
	}
	if least == math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(least / 2)
}

// What an experiment may take, in bytes: base for itself, and for a byte of its
// exports as many as were measured of simulated ones, event rows of 190 bytes as CSV
// and of 45 as Parquet; an investigation keeps more columns.
const (
	base                        = 48 << 20
	plain, packed               = 0.7, 3.5
	plainStudied, packedStudied = 2, 9
	unknown                     = 1 << 30 // of a source whose size is not known
)

// memoryOf estimates the memory that an experiment takes at its most.
func memoryOf(e *spec.Experiment, reads []source.File) int64 {
	need, plain, packed := float64(base), plain, packed
	if _, err := investigation.Needs(e); err == nil {
		plain, packed = plainStudied, packedStudied
	}
	for _, f := range reads {
		switch {
		case f.Size < 0:
			need += unknown
		case e.Layout == spec.Summary:
		case isPacked(f.Path):
			need += packed * float64(f.Size)
		default:
			need += plain * float64(f.Size)
		}
	}
	return int64(min(need, 1<<60))
}

// isPacked reports whether a file's rows take more room than its bytes say.
func isPacked(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson":
		return false
	}
	return true
}
