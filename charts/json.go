package charts

import (
	"bytes"
	"encoding/json"
	"fmt"

	"uptake/analysis/report"
)

// renderJSON is the report itself, indented, for machines.
func renderJSON(r *report.Report, _ *view, o Options) ([]byte, error) {
	if o.json != nil {
		return o.json, nil
	}
	return asJSON(r)
}

func asJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("the report cannot be written as JSON: %w", err)
	}
	return b.Bytes(), nil
}
