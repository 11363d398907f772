package preset

var segment = Preset{Name: "Segment", Seen: "captured (analytics-node 3.1)",
	Marks: []string{"messageId", "type", "properties.variation_name"},
	Needs: []Need{{"timestamp", "its events have one"}},
	Event: "Experiment Viewed", Experiment: "properties.experiment_id", Arm: "properties.variation_name",
	Derived: []string{"{name: unit, from: [userId, anonymousId]}"},
	Columns: []string{"ts: timestamp", "event_id: messageId",
		"suggestion_id: properties.suggestion_id", "latency_ms: properties.latency_ms", "surface: properties.surface", "value: properties.value"}}
