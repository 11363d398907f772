package evaltool

import "uptake/ingest/format"

// inputNames are what the text that was asked goes by among the fields of an item.
var inputNames = []string{"question", "input", "prompt", "query", "user_input", "instruction", "message"}

// parted parts the fields of an item into what was asked and what was expected. What was
// asked is the field that is called so, else the only one that is left, else all of them.
func parted(fields format.Value, idName string) (input, expected string) {
	_, want := named(expectedNames, fields)
	expected = said(want)
	if _, q := named(inputNames, fields); q.Given() {
		return talk(q), expected
	}
	var rest []format.Member
	for _, m := range fields.Members() {
		if m.Key != idName && (said(m.Value) != expected || expected == "") {
			rest = append(rest, m)
		}
	}
	if len(rest) == 1 {
		return talk(rest[0].Value), expected
	}
	return fields.Plain(), expected
}
