package format_test

import (
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/ingest/format"
)

// A file is read by what it is: objects one a line, with a path into them, and a row that is none is counted as bad.
func ExampleOpen() {
	text := `{"id": 1, "props": {"plan": "pro"}}` + "\nnot a row\n" + `{"id": 2, "props": {}}` + "\n"
	r, err := format.Open(format.Input{Name: "export.ndjson", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}, []format.Column{{Name: "props.plan"}}, format.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	block, _ := r.Next()
	batch, _ := block.Decode()
	plan := batch.Columns[0].(*array.String)
	fmt.Println(r.Names(), batch.Rows, plan.Value(0), plan.IsNull(1), len(batch.Bad), batch.Bad[0].Row)
	// Output: [id props.plan] 2 pro true 1 2
}
