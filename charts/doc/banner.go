package doc

import (
	"strings"

	"uptake/charts/draw"
)

// Banner is the verdict and the rule that fired.
type Banner struct {
	VerdictWord
	Headline string
	Rule     string
	Reasons  []string
	Open     string       // what is not ruled out, on one line
	Next     string       // what to do where nothing can be decided
	Read     string       // in a few words when the numbers are read
	Basis    string       // in full, on demand
	Arms     []ArmVerdict // with several treatments only
}

// Why is the rule, and when its numbers are read.
func (b *Banner) Why() string { return strings.TrimSpace(b.Rule + " " + b.Read) }

// ArmVerdict is the verdict of one of several treatments.
type ArmVerdict struct {
	VerdictWord
	Arm     string
	Says    string // the arm's own headline, or the rule that fired for it
	Reasons []string
}

// Card is a large number of the first screen.
type Card struct {
	Label, Big, Sub, Note string
	Tone                  draw.Tone
	Decides               bool // the verdict is because of it
}
