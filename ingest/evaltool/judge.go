package evaltool

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// judgeName puts together what identifies who gave a score: a kind or name, a threshold, a
// model; and, apart, a hash of what it was told.
func judgeName(kind, told, threshold, model string) string {
	parts := []string{kind}
	if threshold != "" {
		parts = append(parts, "threshold "+threshold)
	}
	if model != "" {
		parts = append(parts, model)
	}
	name := strings.Join(parts, ", ")
	if told != "" {
		h := hash128(told)
		name += toldFrom + hex.EncodeToString(h[:4])
	}
	return name
}

// toldFrom is where the hash of what a judge was told begins.
const toldFrom = ", told "

// judgeOf is what identifies who gave a metric's scores. Where a judge is told something
// else for every item, what it is told identifies the items and not the judge.
func judgeOf(forms map[string]bool) string {
	var list []string
	for f := range forms {
		if len(forms) > 1 {
			f, _, _ = strings.Cut(f, toldFrom)
		}
		list = append(list, f)
	}
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "; ")
}

// hashText is a text's hash as an id, "" for the empty one.
func hashText(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%x", hash128(s))
}
