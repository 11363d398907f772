package preset

// An event has a time of its own only where the caller gave one.
var rudderstack = Preset{Key: "rudderstack", Name: "RudderStack", Seen: "captured (rudder-sdk-node 3.0)",
	Marks: []string{"messageId", "channel", "originalTimestamp", "properties.experiment_id"},
	Event: "Experiment Viewed", Experiment: "properties.experiment_id", Arm: "variation",
	Derived: []string{
		"{name: ts, from: [timestamp, originalTimestamp]}",
		"{name: unit, from: [userId, anonymousId]}",
		"{name: variation, from: [properties.variation_name, properties.variation_id]}"},
	Columns: []string{"event_id: messageId", "suggestion_id: properties.suggestion_id",
		"latency_ms: properties.latency_ms", "surface: properties.surface", "value: properties.value"}}
