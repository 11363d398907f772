package report

import "slices"

// touching are the codes of cautions that bear on the decision itself: every output
// says them, the terminal and `check` too, where others stand on the page alone.
var touching = []string{
	"end_moved", "extension_late", "band_after_end", "first_cut", // when the data were read
	"large_minimum_effect", "large_margin", // what they were held against
}

// TouchesDecision reports whether the caution bears on the decision itself.
func (c Caution) TouchesDecision() bool { return slices.Contains(touching, c.Code) }
