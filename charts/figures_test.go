package charts

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// pictures returns every static picture of a report.
func pictures(t *testing.T, r *report.Report) map[string]string {
	t.Helper()
	safe := prepare(r)
	pv, err := drawAll(newView(safe, Options{}), false)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, s := range pv.Sections {
		for _, f := range s.Figures {
			out[f.ID+" wide"], out[f.ID+" narrow"] = string(f.WideSVG), string(f.NarrowSVG)
		}
	}
	return out
}

var (
	sizeInStyle = regexp.MustCompile(`(?:font-size:|\s)(\d+(?:\.\d+)?)px`)
	translate   = regexp.MustCompile(`translate\((-?[\d.e-]+)[ ,](-?[\d.e-]+)\)`)
	viewBox     = regexp.MustCompile(`viewBox="0 0 (\d+) (\d+)"`)
)

// checkLabels fails on an empty picture and on a label that leaves the frame,
// measured in a wide face.
func checkLabels(t *testing.T, id, svg string) {
	t.Helper()
	box := viewBox.FindStringSubmatch(svg)
	if box == nil {
		t.Errorf("%s: no viewBox", id)
		return
	}
	width, _ := strconv.ParseFloat(box[1], 64)
	height, _ := strconv.ParseFloat(box[2], 64)
	doc, err := html.Parse(strings.NewReader(svg))
	if err != nil {
		t.Fatal(err)
	}
	labels, shapes := 0, 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Data {
		case "path", "circle", "rect", "polygon":
			shapes++
		case "text":
			labels++
			label := ""
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				label += c.Data
			}
			x, y := attrNumber(n, "x"), attrNumber(n, "y")
			if m := translate.FindStringSubmatch(attribute(n, "transform")); m != nil {
				dx, _ := strconv.ParseFloat(m[1], 64)
				dy, _ := strconv.ParseFloat(m[2], 64)
				x, y = x+dx, y+dy
			}
			style := attribute(n, "style")
			size := 16.0
			if m := sizeInStyle.FindStringSubmatch(style); m != nil {
				size, _ = strconv.ParseFloat(m[1], 64)
			}
			if size < chartFont {
				t.Errorf("%s: %q is only %g px", id, label, size)
			}
			w := textWidth(label, size)
			if strings.Contains(style, "600") || strings.Contains(style, "bold") {
				w *= bold
			}
			left := x
			switch attribute(n, "text-anchor") {
			case "middle":
				left -= w / 2
			case "end":
				left -= w
			}
			if left < -1 || left+w > width+1 || y-size/2 < -1 || y+size/2 > height+1 {
				t.Errorf("%s: the label %q leaves the frame: x %.0f to %.0f of %g, y %.0f of %g", id, label, left, left+w, width, y, height)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if labels == 0 || shapes < 3 {
		t.Errorf("%s: the picture has %d labels and %d shapes", id, labels, shapes)
	}
	if strings.Contains(svg, "NaN") || strings.Contains(svg, "Infinity") {
		t.Errorf("%s: the picture has an undefined coordinate", id)
	}
}

func attrNumber(n *html.Node, key string) float64 {
	v, err := strconv.ParseFloat(attribute(n, key), 64)
	if err != nil {
		return 0
	}
	return v
}

func TestLabelsStayInside(t *testing.T) {
	reports := fixtures()
	reports["wide names"] = fixture.Infect(holdReport(), strings.Repeat("漢字 W", 30), false)
	reports["long names"] = fixture.Infect(threeArmsReport(), "quite_a_long_name_for_an_arm_or_a_metric_", false)
	for n, r := range reports {
		ps := pictures(t, r)
		if len(ps) == 0 && n != "one-group" {
			t.Errorf("%s has no picture", n)
		}
		for id, svg := range ps {
			checkLabels(t, n+" "+id, svg)
		}
	}
}

// The marks of the forest stand where the numbers say.
func TestForestDrawsTheNumbers(t *testing.T) {
	r := holdReport()
	s := &subject{Report: prepare(r), level: "95%"}
	rows := s.effects()
	f := s.forestFigure(rows)
	spec := f.wide.data.(forestData)
	i := 0
	for _, row := range spec.Rows {
		if row.Kind != "row" {
			continue
		}
		e := rows[i]
		i++
		if row.Value != e.Rel.String() {
			t.Errorf("%s says %q beside its bar, %q in the table", row.Name, row.Value, e.Rel.String())
		}
		for _, c := range []struct {
			got  *float64
			want report.Num
		}{{row.V, e.interval.Value}, {row.Lo, e.interval.Lo}, {row.Hi, e.interval.Hi}} {
			if c.got == nil || math.Abs(*c.got-100*float64(c.want)) > 1e-12 {
				t.Errorf("%s is drawn at %v, not at %v", row.Name, c.got, c.want)
			}
		}
	}
	if i != len(rows) {
		t.Errorf("%d of %d rows are drawn", i, len(rows))
	}
}

// An option with a number that is not finite is an error, never an empty chart.
func TestUndefinedNumberIsAnError(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		p := forestPlan{lo: -0.1, hi: 0.1}
		d := p.drawing(false)
		d.data = forestData{Rows: []forestRow{{Kind: "row", V: &bad}}}
		if _, err := d.encode(); err == nil {
			t.Errorf("%g in the data is no error", bad)
		}
		p.lo = bad
		d = p.drawing(false)
		if _, err := d.encode(); err == nil {
			t.Errorf("%g in the option is no error", bad)
		}
	}
}
