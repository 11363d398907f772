package preset

var optimizely = Preset{Key: "optimizely", Name: "Optimizely", Seen: "captured (optimizely-sdk 6.6)",
	Marks: []string{"visitor_id", "snapshots"},
	Sources: []string{`rows: "snapshots[].decisions[], snapshots[].events[]", set: {event: exposure}`,
		`rows: "snapshots[].events[]"`},
	Event: "exposure", Experiment: "snapshots[].decisions[].experiment_id",
	Arm:      "snapshots[].decisions[].metadata.variation_key",
	Exposing: []string{`where: [{column: "snapshots[].decisions[].metadata.rule_type", not: [rollout]}]`},
	Columns: []string{`ts: "snapshots[].events[].timestamp"`, "unit: visitor_id", `event: "snapshots[].events[].key"`,
		`event_id: "snapshots[].events[].uuid"`,
		`suggestion_id: "snapshots[].events[].tags.suggestion_id"`,
		`latency_ms: "snapshots[].events[].tags.latency_ms"`, `surface: "snapshots[].events[].tags.surface"`}}
