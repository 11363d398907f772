package draw

import (
	"strings"

	"uptake/charts/say"
)

// em is how wide a rune is in a wide sans-serif face, in parts of the font
// size. Widths are generous on purpose: a reader's own face is rarely wider,
// so nothing that fits here is cut off there.
func em(r rune) float64 {
	switch {
	case say.RuneColumns(r) == 0:
		return 0
	case say.RuneColumns(r) == 2:
		return 1.1
	case strings.ContainsRune("iIjl.,:;'|!", r):
		return 0.36
	case strings.ContainsRune("ftr()[]{}-/ ", r):
		return 0.42
	case strings.ContainsRune("mwMWQO@%—…", r):
		return 0.98
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return 0.635
	case r >= 'A' && r <= 'Z':
		return 0.72
	case r < 0x80:
		return 0.7
	}
	return 0.84
}

// TextWidth is how wide a text is at a font size.
func TextWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		w += em(r)
	}
	return w * size
}

// Bold widens a measure: heavy faces are about a tenth wider.
const Bold = 1.09

// FitWidth cuts s to a width, with an ellipsis where something was cut.
func FitWidth(s string, size, width float64) string {
	if TextWidth(s, size) <= width {
		return s
	}
	room := width - em('…')*size
	var b strings.Builder
	for _, r := range s {
		if room -= em(r) * size; room < 0 {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimRight(b.String(), " ") + "…"
}
