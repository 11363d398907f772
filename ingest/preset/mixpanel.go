package preset

var mixpanel = Preset{Key: "mixpanel", Name: "Mixpanel",
	Seen:  "captured (mixpanel 5.4 for Python, mixpanel 0.24 for node)",
	Marks: []string{"properties.distinct_id", "properties.Experiment name"},
	Needs: []Need{{"properties.time", "the SDK for node sends none, the server stamps it: take the raw export, which " +
		"has it"}},
	Event: "$experiment_started", Experiment: "properties.Experiment name", Arm: "properties.Variant name",
	Derived: []string{"{name: ts, from: properties.time, epoch: true}"}, // seconds and milliseconds side by side
	Columns: []string{"unit: properties.distinct_id", "event_id: properties.$insert_id",
		"suggestion_id: properties.suggestion_id", "latency_ms: properties.latency_ms", "surface: properties.surface"}}
