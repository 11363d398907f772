package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// forestRows is the most rows that one picture shows; the table has them all.
const forestRows = 40

// forestRow is one line of a forest as its drawing function reads it.
type forestRow struct {
	Kind string  `json:"kind"` // frame | head | row
	Y    float64 `json:"y"`
	H    float64 `json:"h"`

	Name  string `json:"name,omitempty"`
	Full  string `json:"full,omitempty"` // the uncut name, for the tooltip
	Note  string `json:"note,omitempty"`
	Value string `json:"value,omitempty"`
	Word  string `json:"word,omitempty"`
	Abs   string `json:"abs,omitempty"`
	Tone  tone   `json:"tone,omitempty"`
	Shape string `json:"shape,omitempty"`

	V     *float64    `json:"v,omitempty"`
	Lo    *float64    `json:"lo,omitempty"`
	Hi    *float64    `json:"hi,omitempty"`
	Inner *[2]float64 `json:"inner,omitempty"`
	Strip *float64    `json:"strip,omitempty"`
	Limit *float64    `json:"limit,omitempty"`

	Overall *float64 `json:"overall,omitempty"` // frame: the line of the overall effect
	Label   string   `json:"label,omitempty"`
	Room    float64  `json:"room,omitempty"` // frame: half the label's width
	Lower   string   `json:"lower,omitempty"`
	Higher  string   `json:"higher,omitempty"`
}

// forestData is what the forest's functions read.
type forestData struct {
	Narrow   bool        `json:"narrow"`
	Width    float64     `json:"width"`
	Decimals int         `json:"decimals"`
	Unit     string      `json:"unit"`
	Rows     []forestRow `json:"rows"`
}

// forestPlan is a forest before it has a size.
type forestPlan struct {
	groups  []forestGroup
	lo, hi  float64 // in shares
	overall *float64
	label   string
}

type forestGroup struct {
	Heading string
	Rows    []effect
}

// forestFigure is the picture of every decision metric on one relative scale; nil without rows to draw.
func (s *subject) forestFigure(rows []effect) *figure {
	p := forestPlan{}
	drawable := 0
	for _, role := range roles {
		g := forestGroup{Heading: role.Heading}
		for _, e := range rows {
			if e.Role == role.Role && drawable < forestRows {
				g.Rows = append(g.Rows, e)
				drawable++
			}
		}
		if len(g.Rows) > 0 {
			p.groups = append(p.groups, g)
		}
	}
	if drawable == 0 {
		return nil
	}
	p.lo, p.hi = forestDomain(rows)
	f := &figure{
		ID:      "figure-effects",
		Title:   "Relative difference from " + say.Name(s.control()),
		Finding: s.effectsHeading() + ".",
		Key:     forestKey(rows, s.level),
		wide:    p.drawing(false),
		narrow:  p.drawing(true),
	}
	f.Sub = "Bars are " + s.level + " intervals, all on one scale."
	if drawable < len(rows) {
		f.Sub += fmt.Sprintf(" The first %d of %d; the table has them all.", drawable, len(rows))
	}
	return f
}

// forestKey explains the marks that occur.
func forestKey(rows []effect, level string) []keyItem {
	k := []keyItem{{"key-thin", "muted", level + " interval"}}
	if slices.ContainsFunc(rows, func(e effect) bool { return !math.IsNaN(e.inner[0]) }) {
		k = append(k, keyItem{"key-thick", "muted", "50% interval"})
	}
	seen := map[string]bool{}
	strip, limit := false, false
	for i := range rows {
		e := &rows[i]
		strip = strip || !math.IsNaN(e.strip)
		limit = limit || !math.IsNaN(e.limit)
		if e.Gap == "" && !seen[e.State.Word] {
			seen[e.State.Word] = true
			k = append(k, keyItem{"key-" + e.State.Shape, string(e.State.Tone), e.State.Word})
		}
	}
	if strip {
		k = append(k, keyItem{"key-swatch", "strip", "too small to matter"})
	}
	if limit {
		k = append(k, keyItem{"key-line", "ink", "limit of a guardrail"})
	}
	return k
}

// Mark is the mark's name, for the page.
func (k keyItem) Mark() string { return k.Shape }

// drawing lays the plan out: labels left, bars in the middle, numbers right; on
// phones each row's words stand above its bar.
func (p *forestPlan) drawing(narrow bool) drawing {
	width, left, right, rowH, headH := 1040.0, 300.0, 286.0, 46.0, 30.0
	if narrow {
		width, left, right, rowH, headH = 360, 12, 12, 78, 32
	}
	top := 6.0
	if p.overall != nil {
		top = 26
	}
	frame := forestRow{Kind: "frame", Lower: "◂ lower", Higher: "higher ▸", Overall: p.overall, Label: p.label, Room: textWidth(p.label, 13) * bold / 2}
	rows := []forestRow{frame}
	y := 0.0
	for _, g := range p.groups {
		if g.Heading != "" {
			rows = append(rows, forestRow{Kind: "head", Y: y, H: headH, Name: fitWidth(g.Heading, 13, width*0.9)})
			y += headH
		}
		for i := range g.Rows {
			rows = append(rows, drawnRow(&g.Rows[i], y, rowH, narrow, width, left, right))
			y += rowH
		}
	}
	height := y
	all, step := ticks(p.lo*100, p.hi*100, map[bool]int{true: 4, false: 6}[narrow])
	var shown []float64
	for _, v := range all { // a label at the edge must not leave the picture
		half := textWidth(say.Signed(v, say.Digits(step, 1))+"%", chartFont) / 2
		if x := left + (v/100-p.lo)/(p.hi-p.lo)*(width-left-right); x-half >= 0 && x+half <= width {
			shown = append(shown, v)
		}
	}
	d := forestData{Narrow: narrow, Width: width, Decimals: max(0, say.Digits(step, 1)), Unit: "%", Rows: rows}
	lo, hi := p.lo, p.hi

	c := echarts.NewCustom()
	var items []opts.CustomData
	for range rows {
		items = append(items, opts.CustomData{Value: []float64{0, 0}})
	}
	c.AddSeries("", items, echarts.WithSeriesOpts(func(s *echarts.SingleSeries) {
		s.RenderItem = fn("forestRow")
	}))
	c.SetGlobalOptions(
		tooltip("item", "forestTip"),
		echarts.WithXAxisOpts(opts.XAxis{Type: "value", Min: lo * 100, Max: hi * 100,
			AxisLabel: axisLabel(fn("tick")), AxisLine: hiddenLine(), AxisTick: hiddenTick(), SplitLine: ruleLine()}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: max(height, 1), Show: opts.Bool(false), Inverse: opts.Bool(true)}),
	)
	for i := range d.Rows {
		d.Rows[i].inPercent()
	}
	return drawing{Width: int(width), Height: int(height + top + 54), chart: c, data: d, patch: func(o map[string]any) {
		o["grid"] = map[string]any{"left": left, "right": right, "top": top, "height": height, "outerBoundsMode": "none"}
		x := at(o, "xAxis", 0)
		x["interval"] = step
		x["min"], x["max"] = lo*100, hi*100
		at(x, "axisLabel")["showMinLabel"], at(x, "axisLabel")["showMaxLabel"] = true, true
		at(x, "axisLabel")["customValues"] = shown
		at(x, "axisTick")["customValues"] = shown
		s := at(o, "series", 0)
		s["clip"], s["silent"] = false, false
		tooltipPatch(o)
	}}
}

// drawnRow is one effect with its texts cut to their room.
func drawnRow(e *effect, y, h float64, narrow bool, width, left, right float64) forestRow {
	value := e.Gap
	if value == "" {
		value = e.Rel.String()
	}
	r := forestRow{Kind: "row", Y: y, H: h, Full: e.title(), Word: e.State.Word, Tone: e.State.Tone, Shape: e.State.Shape}
	if e.Abs.Known {
		r.Abs = "Difference: " + e.Abs.String()
	}
	if e.Gap != "" {
		r.Word, r.Tone = e.Instead, inconclusive
	}
	if narrow {
		r.Note = fitWidth(strings.Split(e.Note, ", limit")[0], 13, width*0.42)
		r.Name = fitWidth(e.title(), 14*bold, width-textWidth(r.Note, 13)-20)
		r.Value = fitWidth(value, 13, width-textWidth(r.Word, 13*bold)-14)
	} else {
		r.Name = fitWidth(e.title(), 14*bold, left-16)
		r.Note = fitWidth(e.Note, 13, left-16)
		r.Value = fitWidth(value, 14*bold, right-8)
	}
	if e.Gap == "" {
		r.V, r.Lo, r.Hi = num(e.interval.Value), num(e.interval.Lo), num(e.interval.Hi)
		if !math.IsNaN(e.inner[0]) && !math.IsNaN(e.inner[1]) {
			r.Inner = &[2]float64{e.inner[0], e.inner[1]}
		}
	}
	if !math.IsNaN(e.strip) && e.strip > 0 {
		v := e.strip
		r.Strip = &v
	}
	if !math.IsNaN(e.limit) {
		v := e.limit
		r.Limit = &v
	}
	return r
}

// inPercent scales the row's numbers to the axis.
func (r *forestRow) inPercent() {
	for _, p := range []**float64{&r.V, &r.Lo, &r.Hi, &r.Strip, &r.Limit, &r.Overall} {
		if *p != nil {
			v := **p * 100
			*p = &v
		}
	}
	if r.Inner != nil {
		r.Inner = &[2]float64{r.Inner[0] * 100, r.Inner[1] * 100}
	}
}

func num(n report.Num) *float64 {
	if !n.Defined() {
		return nil
	}
	v := float64(n)
	return &v
}
