package job

import (
	"path/filepath"
	"strings"
)

// Command is the command that makes the same page, from the folder of the file. Member
// is what picks one of a family, nil of one experiment.
func Command(command, path string, member, set []string) string {
	words := []string{"uptake", command, filepath.Base(path)}
	for _, m := range member {
		words = append(words, Quote(m))
	}
	for _, s := range set {
		words = append(words, "--set", Quote(s))
	}
	return strings.Join(words, " ")
}

// Quote writes a word so that a shell reads it as it is.
func Quote(s string) string {
	if strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-=/%",
			r))
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
