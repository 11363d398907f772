package evaltool

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// judgeName puts together what identifies who gave a score: a kind or name, a hash of what
// it was told, a threshold, a model.
func judgeName(kind string, told []byte, threshold, model string) string {
	parts := []string{kind}
	if len(told) > 0 {
		parts = append(parts, hex.EncodeToString(told))
	}
	if threshold != "" {
		parts = append(parts, "threshold "+threshold)
	}
	if model != "" {
		parts = append(parts, model)
	}
	return strings.Join(parts, ", ")
}

// hashText is a text's hash as an id, "" for the empty one.
func hashText(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%x", hash128(s))
}
