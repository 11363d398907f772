package draw

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Sketch is a picture that is laid out here, shape by shape, where the drawing
// library has no form that fits: flows, waterfalls, rows of several marks. It is
// always static. Shapes name colours by their role, texts are escaped.
type Sketch struct {
	Width, Height float64
	b             strings.Builder
}

// Drawing is a sketch as a drawing.
func (s *Sketch) Drawing() Drawing {
	return Drawing{Width: int(s.Width), Height: int(math.Ceil(s.Height)), sketch: s}
}

// svg is the whole picture, labelled for those who cannot see it.
func (s *Sketch) svg(finding string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg class="sketch" role="img" focusable="false" aria-label="%s" `+
		`xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d">%s</svg>`,
		html.EscapeString(finding), int(s.Width), int(math.Ceil(s.Height)), s.b.String()))
}

// px prints a coordinate: a tenth of a unit is finer than any screen.
func px(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// coords joins coordinates.
func coords(vs ...float64) string {
	var parts []string
	for _, v := range vs {
		parts = append(parts, px(v))
	}
	return strings.Join(parts, " ")
}

// Words writes a text whose middle line is at y; align is start, middle or end. That it is so,
// and ChartFont, the size of most texts, are the page's style of a sketch.
func (s *Sketch) Words(x, y float64, text string, size int, token, align string, heavy bool) {
	var style []string
	if size != ChartFont {
		style = append(style, fmt.Sprintf("font-size:%dpx", size))
	}
	if heavy {
		style = append(style, "font-weight:600")
	}
	fmt.Fprintf(&s.b, `<text x="%s" y="%s" fill="%s"`, px(x), px(y), paint(token))
	if align != "start" {
		fmt.Fprintf(&s.b, ` text-anchor="%s"`, align)
	}
	if len(style) > 0 {
		fmt.Fprintf(&s.b, ` style="%s"`, strings.Join(style, ";"))
	}
	s.b.WriteString(">" + html.EscapeString(text) + "</text>")
}

// Line draws a line; dash is "" for a solid one.
func (s *Sketch) Line(x1, y1, x2, y2 float64, token string, width float64, dash string) {
	if dash != "" {
		dash = ` stroke-dasharray="` + dash + `"`
	}
	fmt.Fprintf(&s.b, `<path d="M%s L%s" fill="none" stroke="%s" stroke-width="%s"%s/>`, coords(x1, y1), coords(x2, y2),
		paint(token), px(width), dash)
}

// Rect fills a box.
func (s *Sketch) Rect(x, y, w, h float64, token string) {
	fmt.Fprintf(&s.b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, px(x), px(y), px(max(w, 0)),
		px(max(h, 0)), paint(token))
}

// Hatch fills a box with slanted lines: nothing can be said there.
func (s *Sketch) Hatch(x, y, w, h float64) {
	s.Rect(x, y, w, h, "strip")
	path := ""
	for d := 8.0; d < w+h; d += 8 {
		// from the upper or right edge to the left or lower one
		path += fmt.Sprintf("M%s L%s ", coords(x+min(d, w), y+max(0, d-w)), coords(x+max(0, d-h), y+min(d, h)))
	}
	fmt.Fprintf(&s.b, `<path d="%s" fill="none" stroke="%s" stroke-width="1"/>`, strings.TrimSpace(path),
		paint("muted"))
}

// Ribbon joins two upright edges: from y0 to y1 at x0, and from v0 to v1 at x1.
func (s *Sketch) Ribbon(x0, y0, y1, x1, v0, v1 float64, token string) {
	m := (x0 + x1) / 2
	fmt.Fprintf(&s.b, `<path d="M%s C%s L%s C%s Z" fill="%s" fill-opacity="0.3"/>`, coords(x0, y0),
		coords(m, y0, m, v0, x1, v0),
		coords(x1, v1), coords(m, v1, m, y1, x0, y1), paint(token))
}

// marker draws the sign of an estimate; shapes tell apart what colours may not.
func (s *Sketch) marker(shape string, x, y float64, token string) {
	edge := fmt.Sprintf(`fill="%s" stroke="%s" stroke-width="1.5"`, paint(token), paint("card"))
	switch shape {
	case "hollow":
		fmt.Fprintf(&s.b, `<circle cx="%s" cy="%s" r="5.5" fill="%s" stroke="%s" stroke-width="2"/>`, px(x), px(y),
			paint("card"), paint(token))
	case "square":
		fmt.Fprintf(&s.b, `<rect x="%s" y="%s" width="12" height="12" %s/>`, px(x-6), px(y-6), edge)
	case "diamond":
		fmt.Fprintf(&s.b, `<path d="M%s L%s L%s L%s Z" %s/>`, coords(x, y-8), coords(x+8, y), coords(x, y+8),
			coords(x-8, y), edge)
	default:
		fmt.Fprintf(&s.b, `<circle cx="%s" cy="%s" r="6.5" %s/>`, px(x), px(y), edge)
	}
}

// Ruler places the values Lo to Hi of one axis on the picture, from From to To.
type Ruler struct{ Lo, Hi, From, To float64 }

// At is where a value stands, From where the axis has no length.
func (r Ruler) At(v float64) float64 {
	if !(r.Hi > r.Lo) {
		return r.From
	}
	return r.From + (v-r.Lo)/(r.Hi-r.Lo)*(r.To-r.From)
}

// holds reports whether a value lies on the axis.
func (r Ruler) holds(v float64) bool { return v >= r.Lo && v <= r.Hi }

// clip keeps a value on the axis.
func (r Ruler) clip(v float64) float64 { return math.Min(math.Max(v, r.Lo), r.Hi) }

// whisker draws an interval along one axis with its mark; across says where on
// the other one, upright which of the two is which. Ends beyond the axis are
// left open, a mark beyond it is not drawn.
func (s *Sketch) whisker(r Ruler, v, lo, hi, across float64, upright bool, shape, token string) {
	at := func(along, across float64) string {
		if upright {
			along, across = across, along
		}
		return coords(along, across)
	}
	if lo <= hi && hi >= r.Lo && lo <= r.Hi {
		path := "M" + at(r.At(r.clip(lo)), across) + " L" + at(r.At(r.clip(hi)), across)
		for _, end := range []float64{lo, hi} {
			if r.holds(end) {
				path += " M" + at(r.At(end), across-4) + " L" + at(r.At(end), across+4)
			}
		}
		fmt.Fprintf(&s.b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`, path, paint(token))
	}
	if r.holds(v) {
		x, y := r.At(v), across
		if upright {
			x, y = y, x
		}
		s.marker(shape, x, y, token)
	}
}
