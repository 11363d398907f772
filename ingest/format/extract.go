package format

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// extract gives the column that a path finds in texts which hold JSON.
func extract(a arrow.Array, path *jsonTree, repeats bool) (arrow.Array, error) {
	col := newTextColumn(repeats)
	var s jsonScratch
	add := func(v string) { s.addPath(path, []byte(v), col) }
	switch a := a.(type) {
	case *array.String:
		for i := range a.Len() {
			if a.IsNull(i) {
				col.addNull()
				continue
			}
			add(a.Value(i))
		}
	case *array.Dictionary:
		texts, ok := a.Dictionary().(*array.String)
		if !ok {
			return nil, fmt.Errorf("holds a dictionary of %s, where text with JSON in it is expected",
				a.Dictionary().DataType())
		}
		// Equal texts hold equal values: look into each once.
		inner := newTextColumn(false)
		for i := range texts.Len() {
			s.addPath(path, []byte(texts.Value(i)), inner)
		}
		values := inner.array().(*array.String)
		for i := range a.Len() {
			if a.IsNull(i) || values.IsNull(a.GetValueIndex(i)) {
				col.addNull()
				continue
			}
			col.add([]byte(values.Value(a.GetValueIndex(i))))
		}
	default:
		return nil, fmt.Errorf("holds %s, where text with JSON in it is expected", a.DataType())
	}
	return col.array(), nil
}

// Extract gives what a path finds in a column of texts that hold JSON, empty where it
// finds nothing.
func Extract(a arrow.Array, path string) (arrow.Array, error) {
	way, ok := steps(path)
	if !ok {
		way, _ = plainSteps(path)
	}
	return extract(a, jsonPath(readings(way)), false)
}
