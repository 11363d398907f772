package readout

import (
	_ "embed"
	"html/template"
	"sync"

	"uptake/charts/doc"
)

//go:embed readout.html.tmpl
var pageTemplate string

// page is parsed by who lays out the first readout.
var page = sync.OnceValue(func() *template.Template { return doc.Layout("readout", pageTemplate, nil) })
