package out

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// JSON is a result itself, indented, for machines.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("the report cannot be written as JSON: %w", err)
	}
	return b.Bytes(), nil
}
