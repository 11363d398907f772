package preset

var devcycle = Preset{Key: "devcycle", Name: "DevCycle", Seen: "captured (nodejs-server-sdk 1.55)",
	Marks:    []string{"customType", "featureVars.", "user_id"},
	ArmAfter: "featureVars.",
	// No row is an exposure: the first that carries the arm exposes its user.
	Sources: []string{`set: {event: exposure}, where: [{column: variant, not: [""]}]`, ""},
	Event:   "exposure",
	Columns: []string{"ts: date", "unit: user_id", "event: customType", "suggestion_id: metaData.suggestion_id",
		"latency_ms: metaData.latency_ms", "surface: metaData.surface"}}
