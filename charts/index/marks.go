package index

import (
	"html/template"
	"slices"
	"strings"

	"uptake/charts/draw"
)

// symbol is a mark that the page draws once and names in every row.
type symbol struct {
	ID    string
	Shape template.HTML
}

// indexMarks are the marks that rows name.
var indexMarks = symbols("up", "rising", "down", "octagon", "clock", "bars", "equals", "question", "ok", "warn", "fail")

func symbols(keys ...string) []symbol {
	var out []symbol
	for _, k := range keys {
		_, shape, _ := strings.Cut(string(draw.Mark(k)), ">")
		out = append(out, symbol{"m-" + k, template.HTML(`<symbol id="m-` + k + `" viewBox="0 0 48 48">` +
			strings.TrimSuffix(shape, "</svg>") + `</symbol>`)})
	}
	return out
}

// useMark draws a mark by its name, never nothing.
func useMark(key string) template.HTML {
	id := "m-" + key
	if !slices.ContainsFunc(indexMarks, func(s symbol) bool { return s.ID == id }) {
		id = "m-warn"
	}
	return template.HTML(`<svg class="mark" aria-hidden="true"><use href="#` + id + `"/></svg>`)
}
