package preset

var vwo = Preset{Key: "vwo", Name: "VWO", Seen: "captured (vwo-fme-node-sdk 1.35)",
	Marks: []string{"d.visId", "d.event.name"},
	Event: "vwo_variationShown", Experiment: "d.event.props.id", Arm: "d.event.props.variation", Control: "1",
	Columns: []string{"ts: d.event.time", "unit: d.visId", "event: d.event.name", "event_id: d.msgId",
		"suggestion_id: d.event.props.suggestion_id", "latency_ms: d.event.props.latency_ms",
		"surface: d.event.props.surface"}}
