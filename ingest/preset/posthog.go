package preset

var posthog = Preset{Key: "posthog", Name: "PostHog",
	Seen:  "captured (posthog-node 5.70, posthog 7.91 for Python, posthog-go 1.5)",
	Marks: []string{"distinct_id", "properties.$feature_flag_response"},
	Needs: []Need{{"timestamp", "its events have one in every export"}},
	// Since 31 August 2026 every evaluation is told twice (documented); units count once.
	Event: "$feature_flag_called", Second: "$experiment_exposure", Experiment: "properties.$feature_flag",
	Arm:     "properties.$feature_flag_response",
	Outside: []string{"false", ""}, // a boolean beside the names of variants
	Columns: []string{"ts: timestamp", "unit: distinct_id", "event_id: uuid", "session: properties.$session_id",
		"suggestion_id: properties.suggestion_id", "latency_ms: properties.latency_ms", "surface: properties.surface",
		"value: properties.value"}}
