package spec

import "strings"

// SetKey is the key that a change of the command line, key=value, is about.
func SetKey(set string) string {
	key, _, _ := strings.Cut(set, "=")
	return strings.ToLower(strings.TrimSpace(key))
}
