package doc

import (
	"slices"
	"strings"

	"uptake/charts/draw"
)

// Banner is the verdict and the rule that fired.
type Banner struct {
	VerdictWord
	Headline string
	Rule     string
	Reasons  []string
	Open     string       // what is not ruled out, and that the effect is another later, on one line
	Next     string       // what to do now
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

// shortNote is the longest note that a card has room for; a longer one unfolds beneath.
const shortNote = 64

// Short is the note that stands on the card, "" where it is long.
func (c Card) Short() string {
	if c.Long() {
		return ""
	}
	return c.Note
}

// Long reports whether the note unfolds.
func (c Card) Long() bool { return len([]rune(c.Note)) > shortNote }

// cardNotes reports whether any note unfolds.
func cardNotes(cards []Card) bool { return slices.ContainsFunc(cards, Card.Long) }
