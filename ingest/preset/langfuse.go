package preset

// A trace is what was suggested; what became of it is a score that names the trace. The keys
// of a trace's metadata and the names of scores are one's own.
var langfuse = Preset{Key: "langfuse", Name: "Langfuse",
	Seen:   "captured (langfuse 3.39); which key of the metadata is the arm and which score the outcome is yours",
	Marks:  []string{"body.traceId", "type"},
	Layout: "suggestions", Below: "body.metadata.",
	Sources: []string{
		`where: [{column: type, is: [trace-create]}], join: {path: {path}, by: body.id, id: body.traceId, columns: {outcome: body.value}, where: [{column: body.name, is: [{outcome}]}]}`},
	Outcome: "body.value", Named: "body.name",
	Outcomes: []string{`accepted: ["1", "true"]`, `ignored: ["0", "false", ""]`},
	Columns:  []string{"ts: body.timestamp", "unit: body.userId", "suggestion_id: body.id", "session: body.sessionId"}}
