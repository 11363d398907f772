package plan

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// verdictPart is one verdict's share of one bar.
type verdictPart struct {
	word   doc.VerdictWord
	chance float64 // 0–1
	text   string  // "Ship 37"
}

// verdictParts are the verdicts that come out at one true effect, in the order
// of the table beside the figure.
func verdictParts(e *report.EffectChance) []verdictPart {
	var out []verdictPart
	for _, c := range e.Verdicts {
		if c.Chance.Defined() && c.Chance > 0 {
			w := doc.VerdictOf(c.Verdict)
			out = append(out, verdictPart{w, float64(c.Chance), w.Word + " " + brief(c.Chance)})
		}
	}
	return out
}

// effectWords names a true effect: "No effect", "1.5 × the minimum".
func effectWords(e *report.EffectChance) string {
	if e.Multiple == 0 {
		return "No effect"
	}
	return declared3(float64(e.Multiple)) + " × the minimum"
}

// verdictsFigure is one stacked bar per true effect: how many of 100 planned
// experiments come to each verdict. Every part is named, in the bar where it
// has room and beneath the bar where it has not.
func (s *subject) verdictsFigure() *draw.Figure {
	f := &draw.Figure{
		ID:    "figure-verdicts",
		Title: "Of 100 such experiments, by the true effect",
		Sub: "Each bar is one true effect, as a multiple of every minimum effect. What has no room in a bar is " +
			"named beneath it.",
		Finding: s.verdictsFinding(),
		Wide:    s.verdictsDrawing(1040),
		Narrow:  s.verdictsDrawing(360),
	}
	seen := map[draw.Tone]int{}
	for _, c := range s.Verdicts.Effects[0].Verdicts {
		if s.everComes(c.Verdict) {
			w := doc.VerdictOf(c.Verdict)
			i, ok := seen[w.Tone]
			if !ok {
				seen[w.Tone] = len(f.Key)
				f.Key = append(f.Key, draw.KeyItem{Shape: "key-swatch", Token: string(w.Tone), Text: w.Word})
				continue
			}
			f.Key[i].Text += " or " + strings.ToLower(w.Word) // one colour, told apart by their words
		}
	}
	return f
}

// everComes reports whether a verdict comes out at any of the effects.
func (s *subject) everComes(v report.Verdict) bool {
	for i := range s.Verdicts.Effects {
		if c := chanceOf(&s.Verdicts.Effects[i], v); c.Defined() && c > 0 {
			return true
		}
	}
	return false
}

// verdictsFinding reads the bars out.
func (s *subject) verdictsFinding() string {
	text := ""
	for i := range s.Verdicts.Effects {
		e := &s.Verdicts.Effects[i]
		var parts []string
		for _, p := range verdictParts(e) {
			parts = append(parts, p.text)
		}
		text += fmt.Sprintf("%s: %s. ", effectWords(e), say.List(parts))
	}
	return text + "All of 100 experiments."
}

func (s *subject) verdictsDrawing(width float64) draw.Drawing {
	left, bar, y := 190.0, 34.0, 6.0
	narrow := width < 600
	if narrow {
		left = 2
	}
	p := &draw.Sketch{Width: width}
	for i := range s.Verdicts.Effects {
		e := &s.Verdicts.Effects[i]
		if narrow {
			p.Words(left, y+9, effectWords(e), 14, "ink", "start", true)
			y += 22
		} else {
			p.Words(2, y+bar/2, draw.FitWidth(effectWords(e), 14*draw.Bold, left-16), 14, "ink", "start", true)
		}
		rest := verdictBar(p, verdictParts(e), draw.Ruler{Lo: 0, Hi: 1, From: left, To: width - 2}, y, bar)
		y += bar
		for _, line := range wrapped(rest, 13, width-2-left) {
			p.Words(left, y+12, line, 13, "muted", "start", false)
			y += 18
		}
		y += 16
	}
	p.Height = y - 6
	return p.Drawing()
}

// verdictBar draws the parts side by side, and returns the names of those that
// are too narrow to hold theirs.
func verdictBar(s *draw.Sketch, parts []verdictPart, axis draw.Ruler, y, height float64) (rest []string) {
	from := 0.0
	for _, p := range parts {
		a, b := axis.At(from), axis.At(math.Min(from+p.chance, 1))
		from += p.chance
		gap := math.Min(2, (b-a)/2) // between parts, so that their edges show without colour
		s.Rect(a, y, b-a-gap, height, string(p.word.Tone))
		if draw.TextWidth(p.text, 14*draw.Bold) > b-a-12 {
			rest = append(rest, p.text)
			continue
		}
		s.Words((a+b-gap)/2, y+height/2, p.text, 14, "card", "middle", true)
	}
	return rest
}

// wrapped joins texts with commas into lines of a width.
func wrapped(texts []string, size, width float64) []string {
	var lines []string
	for i, t := range texts {
		if i < len(texts)-1 {
			t += ","
		}
		if n := len(lines); n > 0 && draw.TextWidth(lines[n-1]+" "+t, size) <= width {
			lines[n-1] += " " + t
			continue
		}
		lines = append(lines, draw.FitWidth(t, size, width))
	}
	return lines
}
