package preset

// Impressions and events are files of their own. The treatment "control" is the answer of
// an SDK that does not know the flag.
var split = Preset{Key: "split", Name: "Split", Seen: "captured (splitio 11.11, its impression listener)",
	Marks: []string{"impression.feature", "impression.keyName"},
	Needs: []Need{{"impression.treatment", "in the mode NONE the SDK keeps only who was there"},
		{"impression.time", "the listener has one"}},
	Event: "exposure", Experiment: "impression.feature", Arm: "impression.treatment", Outside: []string{"control"},
	Exposing: []string{`where: [{column: impression.label, not: ["not in split"]}]`},
	Derived: []string{
		"{name: exposed, text: exposure, where: [{column: impression.feature, not: [\"\"]}]}",
		"{name: event, from: [exposed, eventTypeId]}",
		"{name: unit, from: [impression.keyName, key]}",
		"{name: ts, from: [impression.time, timestamp]}"},
	Columns: []string{"suggestion_id: properties.suggestion_id", "latency_ms: properties.latency_ms",
		"surface: properties.surface"}}
