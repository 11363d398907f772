package preset

var growthbook = Preset{Key: "growthbook", Name: "GrowthBook",
	Seen:  "captured (the SDK's tracking plugin 1.8); timestamp is documented",
	Marks: []string{"event_name", "properties_json.experimentId"},
	Needs: []Need{{"timestamp", "the SDK sends no time, the server stamps it: export the warehouse's table, which " +
		"has the column timestamp"}},
	Event: "Experiment Viewed", Experiment: "properties_json.experimentId", Arm: "properties_json.variationId",
	Columns: []string{"ts: timestamp", "unit: user_id", "event: event_name", "session: session_id",
		"suggestion_id: properties_json.suggestion_id", "latency_ms: properties_json.latency_ms",
		"surface: properties_json.surface"}}
