package draw

import (
	"bytes"
	"encoding/json"
	"fmt"

	echarts "github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"
)

// chart is the part of a go-echarts chart that is used: its options. Its
// renderers are not, see the package documentation.
type chart interface {
	Accept(echarts.ConfigurationVisitor)
	Validate()
	JSON() map[string]any
}

// Drawing is one picture in one size: an option, and the data that its named
// drawing functions read.
type Drawing struct {
	Width, Height int
	chart         chart
	patch         func(option map[string]any) // for what go-echarts has no field for
	data          any
	sketch        *Sketch // instead of a chart: a picture that is laid out already
}

// patcher lets the drawing see the final option, after all typed parts.
type patcher struct {
	echarts.BaseConfigurationVisitor
	patch func(map[string]any) error
}

// errPatch carries an error out of the visitor, whose method returns none.
type errPatch struct{ err error }

func (p patcher) Visit(option map[string]any) {
	if err := p.patch(option); err != nil {
		panic(errPatch{err})
	}
}

// encode turns the drawing into inert JSON: plain values only, angle brackets
// escaped. A number that is not finite is an error, never an empty chart.
func (d *Drawing) encode() (b []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(errPatch)
			if !ok {
				panic(r)
			}
			err = e.err
		}
	}()
	d.chart.Accept(patcher{patch: func(option map[string]any) error {
		plain, err := plainMap(option)
		if err != nil {
			return err
		}
		clear(option)
		for k, v := range plain {
			option[k] = v
		}
		for _, unused := range []string{"title", "toolbox", "color", "legend"} {
			delete(option, unused)
		}
		option["animation"] = false
		if d.patch != nil {
			d.patch(option)
		}
		return nil
	}})
	d.chart.Validate()
	option := d.chart.JSON()
	var out bytes.Buffer
	e := json.NewEncoder(&out) // escapes <, > and & by default
	if err := e.Encode(map[string]any{"width": d.Width, "height": d.Height, "option": option,
		"data": d.data}); err != nil {
		return nil, fmt.Errorf("its option cannot be written: %w", err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// plainMap turns typed options into plain values by way of JSON, which refuses
// what is not a finite number.
func plainMap(option map[string]any) (map[string]any, error) {
	b, err := json.Marshal(option)
	if err != nil {
		return nil, fmt.Errorf("its option holds a value that cannot be drawn: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var out map[string]any
	if err := d.Decode(&out); err != nil {
		return nil, err
	}
	return out, nil
}

// at walks a plain option: at(option, "xAxis", 0, "axisLabel"). It makes the
// maps that are missing.
func at(option map[string]any, path ...any) map[string]any {
	var cur any = option
	for _, step := range path {
		switch s := step.(type) {
		case string:
			m := cur.(map[string]any)
			if m[s] == nil {
				m[s] = map[string]any{}
			}
			cur = m[s]
		case int:
			cur = cur.([]any)[s]
		}
	}
	return cur.(map[string]any)
}

// tooltip is a tooltip whose text a named function makes as text nodes.
func tooltip(trigger, function string) echarts.GlobalOpts {
	return echarts.WithTooltipOpts(opts.Tooltip{
		Show:            opts.Bool(true),
		Trigger:         trigger,
		Formatter:       fn(function),
		BackgroundColor: paint("card"),
		BorderColor:     paint("rule"),
	})
}

// fn names a drawing function of functions.js.
func fn(name string) types.FuncStr { return types.FuncStr("fn:" + name) }

// tooltipPatch sets what go-echarts has no field for.
func tooltipPatch(option map[string]any) {
	t := at(option, "tooltip")
	t["confine"] = true
	t["textStyle"] = map[string]any{"color": paint("ink"), "fontSize": 14}
	t["extraCssText"] = "box-shadow:0 2px 10px rgba(0,0,0,.18);max-width:420px;white-space:normal"
}
