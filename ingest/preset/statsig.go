package preset

var statsig = Preset{Key: "statsig", Name: "Statsig", Seen: "captured (statsig-node-core 0.23, statsig-node 6.5)",
	Marks: []string{"eventName", "metadata.ruleID", "user.userID"},
	Needs: []Need{{"time", "its events have one"}},
	Event: "statsig::config_exposure", Experiment: "metadata.config", Arm: "metadata.ruleID",
	Outside: []string{"layerAssignment", ""},
	Columns: []string{"ts: time", "unit: user.userID", "event: eventName",
		"suggestion_id: metadata.suggestion_id", "latency_ms: metadata.latency_ms", "surface: metadata.surface"}}
