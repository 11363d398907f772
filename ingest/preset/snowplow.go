package preset

// The body of an event of one's own stands in ue_px in base64, or in ue_pr as it is; the
// event's name is the second part of its schema.
var snowplow = Preset{Key: "snowplow", Name: "Snowplow",
	Seen: "captured (node-tracker 4.8, snowplow-tracker 1.1 for Python); which fields name experiment and arm is " +
		"yours",
	Marks: []string{"e", "eid", "uid", "dtm"},
	Event: "experiment_viewed", Experiment: "experiment", Arm: "variant",
	Derived: []string{
		"{name: ts, from: [ttm, dtm]}",
		"{name: unpacked, from: ue_px, decode: base64}",
		"{name: body, from: [ue_pr, unpacked]}",
		"{name: schema, from: body, at: data.schema}",
		"{name: experiment, from: body, at: data.data.experiment_id}",
		"{name: variant, from: body, at: data.data.variant}",
		"{name: suggestion_id, from: body, at: data.data.suggestion_id}",
		"{name: latency_ms, from: body, at: data.data.latency_ms}",
		"{name: surface, from: body, at: data.data.surface}"},
	Columns: []string{"unit: uid", "event_id: eid", "event: schema"}}
