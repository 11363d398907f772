package preset

const logRecords = "resourceLogs[].scopeLogs[].logRecords[]."

var openTelemetryLines = openTelemetry("opentelemetry", "", "timeUnixNano", "attributes", "eventName")

// A file that a collector writes has records below resources and scopes.
var openTelemetryFile = func() Preset {
	p := openTelemetry("opentelemetry-file", logRecords, "resourceLogs")
	p.Sources = []string{`rows: "resourceLogs[].scopeLogs[].logRecords[]"`}
	return p
}()

// openTelemetry reads log records below a path.
func openTelemetry(key, below string, marks ...string) Preset {
	at := func(key, kind string) string { return below + "attributes[key=" + key + "].value." + kind }
	texts := func(name, key string) string {
		return "{name: " + name + `, from: ["` + at(key, "stringValue") + `", "` + at(key, "intValue") + `", "` +
			at(key, "doubleValue") + `", "` + at(key, "boolValue") + `"]}`
	}
	return Preset{Key: key, Name: "OpenTelemetry",
		Seen: "captured (OpenFeature hooks 1.0 through OTLP 0.223); the key of the user of events of one's own is " +
			"yours",
		Marks: marks,
		Event: "feature_flag.evaluation", Experiment: "flag", Arm: "variant",
		Derived: []string{
			texts("flag", "feature_flag.key"),
			texts("variant", "feature_flag.result.variant"),
			`{name: unit, from: ["` + at("feature_flag.context.id", "stringValue") + `", "` + at("enduser.id",
				"stringValue") + `", "` + at("user.id", "stringValue") + `"]}`,
			texts("suggestion_id", "suggestion_id"), texts("latency_ms", "latency_ms"), texts("surface", "surface")},
		Columns: []string{`ts: "` + below + `timeUnixNano"`, `event: "` + below + `eventName"`}}
}
