package ingest

import (
	"fmt"

	"uptake/analysis/spec"
)

func quoted(s string) string { return fmt.Sprintf("%q", s) }

func orOpen(d spec.Day) string {
	if d == spec.NoDay {
		return "open"
	}
	return d.String()
}
