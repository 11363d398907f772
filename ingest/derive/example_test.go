package derive_test

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/ingest/derive"
)

// An id that two SDKs call by two names is one column; a plan is none, where the file has nothing to make it of.
func ExampleColumns_Names() {
	columns := derive.Columns{List: []spec.Derived{
		{Name: "id", From: []string{"event_id", "messageId"}},
		{Name: "plan", From: []string{"traits.plan"}},
	}}
	fmt.Println(columns.Names([]string{"messageId", "sent_at"}))
	// Output: [messageId sent_at id]
}
