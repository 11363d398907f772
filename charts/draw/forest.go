package draw

import (
	"math"
	"slices"
	"strings"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// MostRows is the most rows that one picture shows; the table has them all.
const MostRows = 40

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
	Tone  Tone   `json:"tone,omitempty"`
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

// Forest is effects on one relative scale, before it has a size.
type Forest struct {
	Groups  []ForestGroup
	Lo, Hi  float64  // in shares
	Overall *float64 // the line of an overall effect, in shares; nil without one
	Label   string
}

// ForestGroup is rows under one heading, "" for none.
type ForestGroup struct {
	Heading string
	Rows    []Effect
}

// ForestKey explains the marks that occur.
func ForestKey(rows []Effect, level string) []KeyItem {
	k := []KeyItem{{"key-thin", "muted", level + " interval"}}
	if slices.ContainsFunc(rows, func(e Effect) bool { return !math.IsNaN(e.Inner[0]) }) {
		k = append(k, KeyItem{"key-thick", "muted", "50% interval"})
	}
	seen := map[string]bool{}
	strip, limit := false, false
	for i := range rows {
		e := &rows[i]
		strip = strip || !math.IsNaN(e.Strip)
		limit = limit || !math.IsNaN(e.Limit)
		if e.Gap == "" && !seen[e.State.Word] {
			seen[e.State.Word] = true
			k = append(k, KeyItem{"key-" + e.State.Shape, string(e.State.Tone), e.State.Word})
		}
	}
	if strip {
		k = append(k, KeyItem{"key-swatch", "strip", "too small to matter"})
	}
	if limit {
		k = append(k, KeyItem{"key-line", "ink", "limit of a guardrail"})
	}
	return k
}

// Room is what a forest is laid out for.
type Room struct {
	width, left, right, row, head float64
	narrow                        bool // each row's words stand above its bar
}

// The rooms of a forest: the width of a page, the first screen beside other answers, a phone.
var (
	WholePage   = Room{width: 1040, left: 300, right: 286, row: 46, head: 30}
	FirstScreen = Room{width: 660, left: 170, right: 250, row: 35}
	Phone       = Room{width: 360, left: 12, right: 12, row: 78, head: 32, narrow: true}
)

// Drawing lays the plan out: labels left, bars in the middle, numbers right.
func (p *Forest) Drawing(room Room) Drawing {
	width, left, right, rowH, headH, narrow := room.width, room.left, room.right, room.row, room.head, room.narrow
	top := 6.0
	if p.Overall != nil {
		top = 26
	}
	frame := forestRow{Kind: "frame", Lower: "◂ lower", Higher: "higher ▸", Overall: p.Overall, Label: p.Label,
		Room: TextWidth(p.Label, 13) * Bold / 2}
	rows := []forestRow{frame}
	y := 0.0
	for _, g := range p.Groups {
		if g.Heading != "" && headH > 0 {
			rows = append(rows, forestRow{Kind: "head", Y: y, H: headH, Name: FitWidth(g.Heading, 13, width*0.9)})
			y += headH
		}
		for i := range g.Rows {
			rows = append(rows, drawnRow(&g.Rows[i], y, room))
			y += rowH
		}
	}
	height := y
	all, step := Ticks(p.Lo*100, p.Hi*100, map[bool]int{true: 4, false: 6}[width < 1000])
	var shown []float64
	for _, v := range all { // a label at the edge must not leave the picture
		half := TextWidth(say.Signed(v, say.Digits(step, 1))+"%", ChartFont) / 2
		if x := left + (v/100-p.Lo)/(p.Hi-p.Lo)*(width-left-right); x-half >= 0 && x+half <= width {
			shown = append(shown, v)
		}
	}
	d := forestData{Narrow: narrow, Width: width, Decimals: max(0, say.Digits(step, 1)), Unit: "%", Rows: rows}
	lo, hi := p.Lo, p.Hi

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
		echarts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: max(height, 1), Show: opts.Bool(false),
			Inverse: opts.Bool(true)}),
	)
	for i := range d.Rows {
		d.Rows[i].inPercent()
	}
	return Drawing{Width: int(width), Height: int(height + top + 54), chart: c, data: d, patch: func(o map[string]any) {
		o["grid"] = map[string]any{"left": left, "right": right, "top": top, "height": height,
			"outerBoundsMode": "none"}
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
func drawnRow(e *Effect, y float64, room Room) forestRow {
	width, left, right := room.width, room.left, room.right
	r := forestRow{Kind: "row", Y: y, H: room.row, Full: e.Title(),
		Word: e.State.Word, Tone: e.State.Tone, Shape: e.State.Shape}
	if e.Abs.Known {
		r.Abs = "Difference: " + e.Abs.String()
	}
	if e.Gap != "" {
		r.Word, r.Tone = e.Instead, Inconclusive
	}
	if room.narrow {
		r.Note = FitWidth(strings.Split(e.Note, ", limit")[0], 13, width*0.42)
		r.Name = FitWidth(e.Title(), 14*Bold, width-TextWidth(r.Note, 13)-20)
		r.Value = e.valueIn(13, width-TextWidth(r.Word, 13*Bold)-14)
	} else {
		r.Name = FitWidth(e.Title(), 14*Bold, left-16)
		r.Note = FitWidth(e.Note, 13, left-16)
		if room.head == 0 { // no heading says the role
			r.Note = e.Role
			if _, limit, ok := strings.Cut(e.Note, "limit "); ok {
				r.Note += ", limit " + limit
			}
			if e.Arm != "" { // which else would be cut off the name
				r.Name, r.Note = FitWidth(e.Metric, 14*Bold, left-16), e.Arm
			}
			r.Note = FitWidth(r.Note, 13, left-16)
		}
		r.Value = e.valueIn(14*Bold, right-8)
	}
	if e.Gap == "" {
		r.V, r.Lo, r.Hi = num(e.Interval.Value), num(e.Interval.Lo), num(e.Interval.Hi)
		if !math.IsNaN(e.Inner[0]) && !math.IsNaN(e.Inner[1]) {
			r.Inner = &[2]float64{e.Inner[0], e.Inner[1]}
		}
	}
	if !math.IsNaN(e.Strip) && e.Strip > 0 {
		v := e.Strip
		r.Strip = &v
	}
	if !math.IsNaN(e.Limit) {
		v := e.Limit
		r.Limit = &v
	}
	return r
}

// valueIn is what the row says in so much room: the estimate with its interval, where that has
// not room the estimate alone, never a part of a number; or what is said instead, cut.
func (e *Effect) valueIn(size, width float64) string {
	if e.Gap != "" {
		return FitWidth(e.Gap, size, width)
	}
	if whole := e.Rel.String(); TextWidth(whole, size) <= width {
		return whole
	}
	return e.Rel.Estimate()
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
