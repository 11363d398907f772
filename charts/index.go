package charts

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
)

//go:embed page/index.html.tmpl
var indexTemplate string

//go:embed page/index.css
var indexStyle string

//go:embed page/index.js
var indexScript string

var indexPage = sync.OnceValue(func() *template.Template { return doc.Layout("index", indexTemplate, template.FuncMap{"use": useMark}) })

// WriteIndex writes index.html and index.json of a night into dir, whole or not at
// all, the JSON last. Rows stand in both sorted by who needs a person first.
func WriteIndex(dir string, x *report.Index) error {
	safe := sorted(x)
	json, err := out.JSON(safe)
	if err != nil {
		return fmt.Errorf("index.json: %w", err)
	}
	html, err := renderIndex(safe, json)
	if err != nil {
		return fmt.Errorf("index.html: %w", err)
	}
	return out.Place(dir, []out.File{{Name: "index.html", Content: html}, {Name: "index.json", Content: json}})
}

// sorted is a copy of an index whose lists are empty rather than null, in the order
// of its outputs, with the sentences that travel along.
func sorted(x *report.Index) *report.Index {
	safe := out.Copy(x)
	sortIndex(safe.Experiments)
	for i := range safe.Experiments {
		safe.Experiments[i].Unblock = UnblockSentence(&safe.Experiments[i])
	}
	return safe
}

// indexPageData is what the template lays out.
type indexPageData struct {
	View   *indexView
	Policy string
	Style  template.CSS
	Script template.JS
	Marks  []symbol
}

// renderIndex is the page of a sorted index, which names the JSON beside it; nil for none.
func renderIndex(x *report.Index, json []byte) ([]byte, error) {
	d := indexPageData{View: newIndexView(x, json), Policy: doc.Policy(indexScript), Style: doc.Style() + template.CSS(indexStyle), Script: template.JS(indexScript), Marks: indexMarks}
	var b bytes.Buffer
	if err := indexPage().Execute(&b, d); err != nil {
		return nil, fmt.Errorf("the page cannot be laid out: %w", err)
	}
	return b.Bytes(), nil
}
