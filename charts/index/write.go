package index

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/night"
	"uptake/charts/out"
)

//go:embed index.html.tmpl
var indexTemplate string

//go:embed index.css
var indexStyle string

//go:embed index.js
var indexScript string

var page = sync.OnceValue(func() *template.Template {
	return doc.Layout("index", indexTemplate, template.FuncMap{"use": useMark})
})

// Write writes index.html and index.json of a night into dir, whole or not at
// all, the JSON last. Rows stand in both sorted by who needs a person first.
func Write(dir string, x *report.Index) error {
	safe := sorted(x)
	json, err := out.JSON(safe)
	if err != nil {
		return fmt.Errorf("index.json: %w", err)
	}
	html, err := render(safe, json)
	if err != nil {
		return fmt.Errorf("index.html: %w", err)
	}
	return out.Place(dir, []out.File{{Name: "index.html", Content: html}, {Name: "index.json", Content: json}})
}

// sorted is a copy of an index whose lists are empty rather than null, in the order
// of its outputs, with the sentences that travel along.
func sorted(x *report.Index) *report.Index {
	safe := out.Copy(x)
	sortRows(safe.Experiments)
	sortEvals(safe.Evaluations)
	for i := range safe.Evaluations {
		safe.Evaluations[i].Unblock = night.EvalUnblockSentence(&safe.Evaluations[i])
	}
	for i := range safe.Experiments {
		safe.Experiments[i].Unblock = night.UnblockSentence(&safe.Experiments[i])
	}
	return safe
}

// indexPageData is what the template lays out.
type indexPageData struct {
	View   *view
	Policy string
	Style  template.CSS
	Script template.JS
	Marks  []symbol
}

// render is the page of a sorted index, which names the JSON beside it; nil for none.
func render(x *report.Index, json []byte) ([]byte, error) {
	d := indexPageData{View: newView(x, json), Policy: doc.Policy(indexScript), Style: doc.Style() +
		template.CSS(indexStyle), Script: template.JS(indexScript), Marks: indexMarks}
	var b bytes.Buffer
	if err := page().Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the page cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}
