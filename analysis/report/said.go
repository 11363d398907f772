package report

import (
	"strings"
	"time"

	"uptake/analysis/counted"
)

// Cautionf is a caution with its sentence.
func Cautionf(code, format string, a ...any) Caution {
	return Caution{Code: code, Detail: counted.Sprintf(format, a...)}
}

// Spoken is a metric's name for people.
func Spoken(name string) string { return strings.ReplaceAll(name, "_", " ") }

// Stamp is a time of the data, microseconds UTC, as reports give it.
func Stamp(us int64) string { return time.UnixMicro(us).UTC().Format(time.RFC3339Nano) }

// ShareOf is how many n are of all, as a share.
func ShareOf(n, all int) Num { return Num(float64(n) / float64(all)) }
