package say

import "strings"

// Sentences are texts of the report as each is shown, without empty ones.
func Sentences(in []string) []string {
	var out []string
	for _, t := range in {
		if t := Sentence(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// Unsigned takes the sign off a printed number.
func Unsigned(s string) string {
	for _, p := range []string{"+", "−"} {
		if len(s) > len(p) && s[:len(p)] == p {
			return s[len(p):]
		}
	}
	return s
}

// OrElse is s, or the other text where s is blank.
func OrElse(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}

// List joins words with commas and a last "and".
func List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Plural picks the form of a noun that goes with n.
func Plural[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(int64(n)) + " " + many
}
