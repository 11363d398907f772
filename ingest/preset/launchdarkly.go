package preset

var launchdarkly = Preset{Key: "launchdarkly", Name: "LaunchDarkly", Seen: "captured (node-server-sdk 9.13)",
	Marks: []string{"kind", "creationDate", "context.key"},
	Needs: []Need{{"variation", "without the full events of the experiment there are only counts"}},
	Event: "exposure", Experiment: "key", Arm: "variation", Control: "0",
	Derived: []string{ // a flag and an event share the column key
		"{name: exposed, text: exposure, where: [{column: kind, is: [feature]}, {column: reason.inExperiment, is: " +
			"[\"true\"]}]}",
		"{name: tracked, from: key, where: [{column: kind, is: [custom]}]}",
		"{name: event, from: [exposed, tracked]}"},
	Columns: []string{"ts: creationDate", "unit: context.key",
		"suggestion_id: data.suggestion_id", "latency_ms: data.latency_ms", "surface: data.surface"}}
