package preset

var absmartly = Preset{Key: "absmartly", Name: "ABsmartly", Seen: "captured (javascript-sdk 1.13)",
	Marks: []string{"units", "exposures", "goals"},
	Sources: []string{`rows: "exposures[], units[]", set: {event: exposure}, columns: {ts: "exposures[].exposedAt"}`,
		`rows: "goals[], units[]", columns: {ts: "goals[].achievedAt", event: "goals[].name"}`},
	Event: "exposure", Experiment: "exposures[].name", Arm: "exposures[].variant", Control: "0",
	Exposing: []string{
		`where: [{column: "exposures[].eligible", is: ["true"]}, {column: "exposures[].assigned", is: ["true"]}]`},
	Columns: []string{`unit: "units[].uid"`, `suggestion_id: "goals[].properties.suggestion_no"`,
		`latency_ms: "goals[].properties.latency_ms"`}}
