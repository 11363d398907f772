package preset

// What Amplitude's columns of a canonical name are not: event_id is a counter of each
// process, so insert_id tells copies apart.
var amplitudeColumns = []string{
	"{name: ts, from: [time, event_time]}",
	"{name: event_id, from: [insert_id, $insert_id]}",
	"{name: unit, from: [user_id, device_id]}"}

var amplitude = Preset{Key: "amplitude", Name: "Amplitude",
	Seen:  "captured (experiment-node-server 1.13); event_time and $insert_id of its export are documented",
	Marks: []string{"event_type", `event_properties.[Experiment] Flag Key`},
	Event: "[Experiment] Exposure", Experiment: `event_properties.[Experiment] Flag Key`,
	Arm:     `event_properties.[Experiment] Variant`,
	Derived: amplitudeColumns,
	Columns: []string{"event: event_type", "session: session_id",
		"suggestion_id: event_properties.suggestion_id", "latency_ms: event_properties.latency_ms",
		"surface: event_properties.surface", "value: event_properties.value"}}

var amplitudeByHand = Preset{Key: "amplitude-by-hand", Name: "Amplitude",
	Seen:  "captured (the exposure that is tracked by hand); event_time and $insert_id of its export are documented",
	Marks: []string{"event_type", "event_properties.flag_key"},
	Event: "$exposure", Experiment: "event_properties.flag_key", Arm: "event_properties.variant",
	Derived: amplitudeColumns, Columns: amplitude.Columns}

// Of an assignment the columns bear the experiment: <flag>.variant.
var amplitudeAssignment = Preset{Key: "amplitude-assignment", Name: "Amplitude",
	Seen: "captured (experiment-node-server 1.13, its assignments); event_time and $insert_id of its export are " +
		"documented",
	Marks:    []string{"event_type", `event_properties.*.variant`},
	ArmAfter: "event_properties.", ArmBefore: ".variant",
	Event: "[Experiment] Assignment", Derived: amplitudeColumns, Columns: amplitude.Columns}
