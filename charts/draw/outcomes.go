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

// OutcomePart is a part of a bar of outcomes.
type OutcomePart struct {
	Group string // what the bar prints
	Label string // in full
	Token string // its colour
	Count func(*report.Outcomes) int64
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

// Outcomes draws one stacked bar per arm of what became of the suggestions that count: the
// shares of the parts, in their order. An arm without any says so.
func Outcomes(os []report.Outcomes, groups []OutcomePart, width int) Drawing {
	narrow := width < 600
	left, rowH, top := 190.0, 66.0, 4.0
	if narrow {
		left, rowH, top = 2, 92, 26
	}
	room := float64(width) - left - 4
	d := outcomesData{Narrow: narrow, Width: float64(width)}
	bar := echarts.NewBar()
	var arms []string
	for i := range os {
		o := &os[i]
		arms = append(arms, strconv.Itoa(i)) // the names are drawn by armLabel
		a := outcomesArm{Name: FitWidth(say.Name(o.Arm), 14*Bold, 176), Note: say.Count(Counted(o)) + " counted"}
		if Counted(o) <= 0 {
			a.Empty = "nothing to count yet"
		}
		d.Arms = append(d.Arms, a)
	}
	for _, g := range groups {
		var data []opts.BarData
		var labels []string
		var tips [][]string
		form := partForm(os, g, room)
		for i := range os {
			n := Counted(&os[i])
			v := 0.0
			if n > 0 {
				v = 100 * float64(g.Count(&os[i])) / float64(n)
			}
			data = append(data, opts.BarData{Value: v})
			labels = append(labels, form(v, n))
			tips = append(tips, []string{g.Label, say.Fixed(v, 1) + "%, " + say.Count(g.Count(&os[i])) + " of " +
				say.Count(n), say.Name(os[i].Arm)})
		}
		d.Labels, d.Tips = append(d.Labels, labels), append(d.Tips, tips)
		bar.AddSeries(g.Group, data,
			echarts.WithBarChartOpts(opts.BarChart{Stack: "all", BarWidth: "40"}),
			echarts.WithItemStyleOpts(opts.ItemStyle{Color: paint(g.Token), BorderColor: paint("card"),
				BorderWidth: 2}),
			echarts.WithLabelOpts(opts.Label{Show: opts.Bool(true), Position: "inside",
				Formatter: string(fn("partLabel")),
				Color:     paint("on-" + g.Token), FontSize: 14, FontWeight: "bold", FontFamily: fontStack}))
	}
	names := echarts.NewCustom()
	items := make([]opts.CustomData, len(os))
	for i := range items {
		items[i] = opts.CustomData{Value: []float64{0, float64(i)}}
	}
	names.AddSeries("", items, echarts.WithSeriesOpts(func(s *echarts.SingleSeries) { s.RenderItem = fn("armLabel") }))
	bar.Overlap(names)
	bar.SetGlobalOptions(tooltip("item", "partTip"),
		echarts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: 100, Show: opts.Bool(false)}),
		echarts.WithYAxisOpts(opts.YAxis{Type: "category", Data: arms, Show: opts.Bool(false),
			Inverse: opts.Bool(true)}))
	height := rowH*float64(len(os)) + top
	return Drawing{Width: width, Height: int(height + 2), chart: bar, data: d, patch: func(o map[string]any) {
		o["grid"] = map[string]any{"left": left, "right": 4, "top": top, "height": rowH * float64(len(os)),
			"outerBoundsMode": "none"}
		y := at(o, "yAxis", 0)
		y["show"] = false
		at(o, "xAxis", 0)["max"] = 100
		for i := range groups {
			s := at(o, "series", i)
			s["emphasis"] = map[string]any{"disabled": true}
			s["barWidth"] = 40
		}
		last := at(o, "series", len(groups))
		last["clip"], last["silent"] = false, true
		tooltipPatch(o)
	}}
}

// partForm is the longest direct label of a part that fits in every arm's bar.
func partForm(os []report.Outcomes, group OutcomePart, room float64) func(v float64, n int64) string {
	forms := []func(float64) string{
		func(v float64) string { return group.Group + " " + say.Fixed(v, 1) + "%" },
		func(v float64) string { return say.Fixed(v, 1) + "%" },
		func(v float64) string { return say.Fixed(v, 0) + "%" },
	}
	for _, f := range forms {
		fits := true
		for i := range os {
			if n := Counted(&os[i]); n > 0 {
				v := 100 * float64(group.Count(&os[i])) / float64(n)
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
