package preset

var segment = Preset{Key: "segment", Name: "Segment", Seen: "captured (analytics-node 3.1)",
	Marks: []string{"messageId", "type", "properties.experiment_id"},
	Needs: []Need{{"timestamp", "its events have one"}},
	Event: "Experiment Viewed", Experiment: "properties.experiment_id", Arm: "variation",
	Derived: []string{
		"{name: unit, from: [userId, anonymousId]}",
		"{name: variation, from: [properties.variation_name, properties.variation_id]}"},
	Columns: []string{"ts: timestamp", "event_id: messageId",
		"suggestion_id: properties.suggestion_id", "latency_ms: properties.latency_ms", "surface: properties.surface",
		"value: properties.value"}}
