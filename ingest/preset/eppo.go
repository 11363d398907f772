package preset

var eppo = Preset{Key: "eppo", Name: "Eppo", Seen: "captured (the assignment logger of node-server-sdk 3.10)",
	Marks:   []string{"featureFlag", "allocation", "subject"},
	Sources: []string{"set: {event: exposure}"},
	// its column experiment is flag and allocation in one
	Event: "exposure", Experiment: "featureFlag", Arm: "variation",
	Columns: []string{"ts: timestamp", "unit: subject"}}
