package draw

import (
	"strconv"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// Counted is how many suggestions of an arm count: all but those too young to judge.
func Counted(o *report.Outcomes) int64 { return o.Shown - o.Immature }

// Part is a part of every bar that is stacked of shares.
type Part struct {
	Group string // what the bar prints
	Label string // in full
	Token string // its colour
}

// Key explains the part's colour.
func (p Part) Key() KeyItem { return KeyItem{Shape: "key-swatch", Token: p.Token, Text: p.Label} }

// Stack is one bar: how many of how many each part is, in the order of the parts.
type Stack struct {
	Name  string
	Of    int64
	Parts []int64
}

// OutcomePart is a part of a bar of outcomes.
type OutcomePart struct {
	Part
	Count func(*report.Outcomes) int64
}

// Outcomes draws one bar per arm of what became of the suggestions that count.
func Outcomes(os []report.Outcomes, groups []OutcomePart, width int) Drawing {
	var parts []Part
	for _, g := range groups {
		parts = append(parts, g.Part)
	}
	var bars []Stack
	for i := range os {
		b := Stack{Name: os[i].Arm, Of: Counted(&os[i])}
		for _, g := range groups {
			b.Parts = append(b.Parts, g.Count(&os[i]))
		}
		bars = append(bars, b)
	}
	return Stacks(bars, parts, width)
}

// outcomesData is what the outcome bars' functions read.
type outcomesData struct {
	Narrow bool          `json:"narrow"`
	Width  float64       `json:"width"`
	Labels [][]string    `json:"labels"` // part × arm
	Tips   [][][]string  `json:"tips"`
	Arms   []outcomesArm `json:"arms"`
}

type outcomesArm struct {
	Name  string `json:"name"`
	Note  string `json:"note"`
	Empty string `json:"empty,omitempty"` // said where there is no bar
}

// Stacks draws bars of the shares of their parts, in their order. A bar of nothing says so.
func Stacks(bars []Stack, parts []Part, width int) Drawing {
	narrow := width < 600
	left, rowH, top := 190.0, 66.0, 4.0
	if narrow {
		left, rowH, top = 2, 92, 26
	}
	room := float64(width) - left - 4
	d := outcomesData{Narrow: narrow, Width: float64(width)}
	bar := echarts.NewBar()
	var arms []string
	for i, b := range bars {
		arms = append(arms, strconv.Itoa(i)) // the names are drawn by armLabel
		a := outcomesArm{Name: FitWidth(say.Name(b.Name), 14*Bold, 176), Note: say.Count(b.Of) + " counted"}
		if b.Of <= 0 {
			a.Empty = "nothing to count yet"
		}
		d.Arms = append(d.Arms, a)
	}
	for k, p := range parts {
		var data []opts.BarData
		var labels []string
		var tips [][]string
		form := partForm(bars, k, p.Group, room)
		for _, b := range bars {
			v := b.percent(k)
			data = append(data, opts.BarData{Value: v})
			labels = append(labels, form(v, b.Of))
			tips = append(tips, []string{p.Label, say.Fixed(v, 1) + "%, " + say.Count(b.Parts[k]) + " of " +
				say.Count(b.Of), say.Name(b.Name)})
		}
		d.Labels, d.Tips = append(d.Labels, labels), append(d.Tips, tips)
		bar.AddSeries(p.Group, data,
			echarts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "40"}),
			echarts.WithItemStyleOpts(opts.ItemStyle{Color: paint(p.Token), BorderColor: paint("card"),
				BorderWidth: 2}),
			echarts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "inside",
				Formatter: string(fn("partLabel")),
				Color:     paint("on-" + p.Token), FontSize: 14, FontWeight: "bold", FontFamily: fontStack}))
	}
	names := echarts.NewCustom()
	items := make([]opts.CustomData, len(bars))
	for i := range items {
		items[i] = opts.CustomData{Value: []float64{0, float64(i)}}
	}
	names.AddSeries("", items, echarts.WithSeriesOpts(func(s *echarts.SingleSeries) { s.RenderItem = fn("armLabel") }))
	bar.Overlap(names)
	bar.SetGlobalOptions(tooltip("item", "partTip"),
		echarts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 100, Show: opts.Bool(false)}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "category", Data: arms, Show: opts.Bool(false),
			Inverse: opts.Bool(true)}))
	height := rowH*float64(len(bars)) + top
	return Drawing{Width: width, Height: int(height + 2), chart: bar, data: d, patch: func(o map[string]any) {
		o["grid"] = map[string]any{"left": left, "right": 4, "top": top, "height": rowH * float64(len(bars)),
			"outerBoundsMode": "none"}
		y := at(o, "yAxis", 0)
		y["show"] = false
		at(o, "xAxis", 0)["max"] = 100
		for i := range parts {
			s := at(o, "series", i)
			s["emphasis"] = map[string]any{"disabled": true}
			s["barWidth"] = 40
		}
		last := at(o, "series", len(parts))
		last["clip"], last["silent"] = false, true
		tooltipPatch(o)
	}}
}

// percent is a part's share of the bar, 0 of a bar of nothing.
func (s *Stack) percent(part int) float64 {
	if s.Of <= 0 {
		return 0
	}
	return 100 * float64(s.Parts[part]) / float64(s.Of)
}

// partForm is the longest direct label of a part that fits in every bar.
func partForm(bars []Stack, part int, name string, room float64) func(v float64, n int64) string {
	forms := []func(float64) string{
		func(v float64) string { return name + " " + say.Fixed(v, 1) + "%" },
		func(v float64) string { return say.Fixed(v, 1) + "%" },
		func(v float64) string { return say.Fixed(v, 0) + "%" },
	}
	for _, f := range forms {
		fits := true
		for _, b := range bars {
			if v := b.percent(part); b.Of > 0 {
				fits = fits && TextWidth(f(v), 14*Bold) <= room*v/100-7
			}
		}
		if fits {
			return func(v float64, n int64) string {
				if n <= 0 {
					return ""
				}
				return f(v)
			}
		}
	}
	return func(float64, int64) string { return "" }
}
