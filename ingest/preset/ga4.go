package preset

// A parameter's value stands in one of four fields, by its type.
var ga4 = Preset{Key: "ga4", Name: "Google Analytics 4", Seen: "documented (its BigQuery export)",
	Marks: []string{"event_name", "event_timestamp", "user_pseudo_id", "event_params"},
	Event: "experiment_viewed", Experiment: "experiment", Arm: "variant", Control: "0",
	Derived: []string{
		ga4Parameter("experiment", "experiment_id"), ga4Parameter("variant", "variation_id"), ga4Parameter("session",
			"ga_session_id"),
		ga4Parameter("suggestion_id", "suggestion_id"), ga4Parameter("latency_ms", "latency_ms"),
		ga4Parameter("surface", "surface"), ga4Parameter("value", "value")},
	Columns: []string{"ts: event_timestamp", "unit: user_pseudo_id", "event: event_name"}}

func ga4Parameter(name, key string) string {
	from := ""
	for i, kind := range []string{"string_value", "int_value", "float_value", "double_value"} {
		if i > 0 {
			from += ", "
		}
		from += `"event_params[key=` + key + `].value.` + kind + `"`
	}
	return "{name: " + name + ", from: [" + from + "]}"
}
