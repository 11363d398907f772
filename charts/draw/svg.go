package draw

import (
	_ "embed"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"uptake/charts/asset"
)

// Functions are the drawing functions that options name, for a page and for pictures
// drawn here.
//
//go:embed functions.js
var Functions string

// compiled is the drawing library and our functions, parsed once: they are constants.
var compiled = sync.OnceValues(func() ([]*goja.Program, error) {
	var ps []*goja.Program
	for _, src := range []struct{ name, text string }{
		{"measure.js", `echarts.setPlatformAPI({measureText: function (t, f) { return {width: measure(t, f)}; }});`},
		{"echarts.js", asset.ECharts},
		{"functions.js", Functions},
	} {
		p, err := goja.Compile(src.name, src.text, false)
		if err != nil {
			return nil, fmt.Errorf("the drawing library cannot be read: %w", err)
		}
		ps = append(ps, p)
	}
	return []*goja.Program{ps[1], ps[0], ps[2]}, nil
})

// painter draws pictures, one after another.
type painter struct {
	still   func(string) (string, error)
	classes int // that the library has numbered so far
}

func newPainter() (*painter, error) {
	programs, err := compiled()
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	// Same report, same bytes: no chance and no clock.
	vm.SetRandSource(func() float64 { return 0.5 })
	vm.SetTimeSource(func() time.Time { return time.Unix(0, 0).UTC() })
	if err := vm.Set("measure", measureFont); err != nil {
		return nil, err
	}
	// Nothing happens later either: a picture is whole when it is drawn.
	for _, timer := range []string{"setTimeout", "clearTimeout"} {
		if err := vm.Set(timer, func() int { return 0 }); err != nil {
			return nil, err
		}
	}
	for _, p := range programs {
		if _, err := vm.RunProgram(p); err != nil {
			return nil, fmt.Errorf("the drawing library does not start: %w", err)
		}
	}
	still, ok := goja.AssertFunction(vm.Get("uptake").ToObject(vm).Get("still"))
	if !ok {
		return nil, fmt.Errorf("the drawing functions have no still()")
	}
	return &painter{still: func(spec string) (string, error) {
		v, err := still(goja.Undefined(), vm.ToValue(spec))
		if err != nil {
			return "", err
		}
		return v.String(), nil
	}}, nil
}

// measureFont is a text's width in a CSS font such as "600 14px sans-serif".
func measureFont(text, font string) float64 {
	size, wide := 12.0, 1.0
	for _, part := range strings.Fields(font) {
		if px, ok := strings.CutSuffix(part, "px"); ok {
			if v, err := strconv.ParseFloat(px, 64); err == nil {
				size = v
			}
			break
		}
		if part == "600" || part == "700" || part == "bold" {
			wide = Bold
		}
	}
	return TextWidth(text, size) * wide
}

// libraryNotes are attributes by which the library would find its elements
// again. In a text, quotes are entities, so that the pattern finds only these.
var libraryNotes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` ecmeta_[a-z_]+="[^"<>]*"`) })

// picture draws one option and labels it for those who cannot see it.
func (p *painter) picture(spec []byte, finding string) (*picture, error) {
	svg, err := p.still(string(spec))
	if err != nil {
		return nil, fmt.Errorf("it cannot be drawn: %w", err)
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(svg), "<svg ")
	if !ok || !strings.Contains(rest, "<path") {
		return nil, fmt.Errorf("it came out empty")
	}
	out := &picture{first: p.classes}
	p.classes += countClasses(rest, p.classes)
	out.classes = p.classes - out.first
	// A static picture has no states: the library's hover rules go.
	if before, after, found := strings.Cut(rest, "<style "); found {
		_, after, _ = strings.Cut(after, "</style>")
		rest = before + strings.TrimLeft(after, "\n")
	}
	rest = libraryNotes().ReplaceAllString(rest, "")
	out.svg = `<svg role="img" focusable="false" aria-label="` + html.EscapeString(finding) + `" ` + rest
	return out, nil
}
