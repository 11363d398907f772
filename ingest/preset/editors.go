package preset

// Editors tell what became of each suggestion and not who is in which arm: that a file of
// assignments says.

// VS Code's own row has neither user nor time: those of the envelope that carries it are looked for.
var vscode = Preset{Key: "vscode", Name: "VS Code",
	Seen:   "documented (inlineCompletion.endOfLife); user and time are those of whoever collects it",
	Marks:  []string{"opportunityId", "reason", "shown"},
	Layout: "suggestions", Assigned: true, Envelope: true,
	Derived: []string{
		`{name: unseen, text: not_seen, where: [{column: shown, is: ["false"]}]}`,
		`{name: replaced, text: superseded, where: [{column: superseded, is: ["true"]}, {column: reason, not: [accepted, rejected]}]}`,
		"{name: outcome, from: [unseen, replaced, reason]}"},
	Outcomes: []string{"accepted: [accepted]", "dismissed: [rejected]", "superseded: [superseded]",
		`ignored: [ignored, ""]`, "not_seen: [not_seen]"},
	Columns: []string{"suggestion_id: opportunityId", "visible_ms: shownDuration", "latency_ms: timeUntilShown",
		"type: requestReason", "length: characterCountModified"}}

// What Amazon calls Reject is whatever was seen and not taken, so it is no dismissal; what it calls Ignore
// had another suggestion of the same list taken.
var amazonQ = Preset{Key: "amazon-q", Name: "Amazon Q",
	Seen:   "documented (codewhisperer_userDecision); user and time are those of whoever collects it",
	Marks:  []string{"codewhispererSuggestionState"},
	Layout: "suggestions", Assigned: true, Envelope: true,
	Outcomes: []string{"accepted: [Accept]", "ignored: [Reject, Ignore]", "not_seen: [Unseen, Discard, Filter, Empty]"},
	Columns: []string{"outcome: codewhispererSuggestionState", "session: codewhispererSessionId",
		"type: codewhispererCompletionType", "reason: codewhispererTriggerType",
		"latency_ms: codewhispererTimeToFirstRecommendation", "visible_ms: codewhispererTotalShownTime"}}

// A row comes when a completion is accepted, or after ten seconds.
var continueDev = Preset{Key: "continue", Name: "Continue", Seen: "documented (its autocomplete file)",
	Marks:  []string{"completionId", "accepted", "modelName"},
	Needs:  []Need{{"userId", "without it nobody is in an arm"}, {"timestamp", "every row of its file has one"}},
	Layout: "suggestions", Assigned: true,
	Outcomes: []string{`accepted: ["true"]`, `ignored: ["false"]`},
	Columns: []string{"ts: timestamp", "unit: userId", "suggestion_id: completionId", "outcome: accepted",
		"latency_ms: time", "model: modelName"}}

// The kind of an event is a key inside it. What the next completion hides is told as dismissed too.
var tabby = Preset{Key: "tabby", Name: "Tabby", Seen: "documented (its events file)",
	Marks:    []string{"ts", "=event.view.completion_id"},
	Needs:    []Need{{"user", "without it nobody is in an arm"}},
	Assigned: true,
	Derived: []string{
		`{name: viewed, text: suggestion_shown, where: [{column: event.view.completion_id, not: [""]}]}`,
		`{name: selected, text: suggestion_accepted, where: [{column: event.select.completion_id, not: [""]}]}`,
		`{name: closed, text: suggestion_dismissed, where: [{column: event.dismiss.completion_id, not: [""]}]}`,
		"{name: event, from: [viewed, selected, closed]}",
		"{name: suggestion_id, from: [event.view.view_id, event.select.view_id, event.dismiss.view_id, " +
			"event.view.completion_id, event.select.completion_id, event.dismiss.completion_id]}"},
	Columns: []string{"ts: ts", "unit: user"}}

var gitlab = Preset{Key: "gitlab", Name: "GitLab", Seen: "documented (its structured events through Snowplow)",
	Marks:    []string{"se_action", "se_label", "se_category"},
	Assigned: true,
	Derived: []string{"{name: ts, from: [derived_tstamp, collector_tstamp, dvce_created_tstamp]}",
		"{name: unit, from: [user_id, domain_userid, network_userid]}"},
	Columns: []string{"event: se_action", "suggestion_id: se_label", "event_id: event_id"}}

// Each decision about an edit is a record; the counter of the same name says them by sums.
var claudeCode = Preset{Key: "claude-code", Name: "Claude Code",
	Seen: "documented (its log records claude_code.tool_decision)",
	Marks: []string{"timeUnixNano", "=attributes[key=decision].value.stringValue",
		"=attributes[key=tool_name].value.stringValue"},
	Layout: "suggestions", Assigned: true,
	Sources: []string{
		`where: [{column: "attributes[key=tool_name].value.stringValue", is: [Edit, MultiEdit, Write, NotebookEdit]}, {column: "attributes[key=decision].value.stringValue", not: [""]}]`},
	Derived: []string{
		`{name: unit, from: ["attributes[key=user.account_uuid].value.stringValue", "attributes[key=user.id].value.stringValue"]}`},
	Outcomes: []string{"accepted: [accept]", "dismissed: [reject]"},
	Columns: []string{"ts: timeUnixNano", `outcome: "attributes[key=decision].value.stringValue"`,
		`session: "attributes[key=session.id].value.stringValue"`,
		`type: "attributes[key=tool_name].value.stringValue"`, `reason: "attributes[key=source].value.stringValue"`}}

var otlpMetrics = Preset{Key: "opentelemetry-metrics", Name: "OpenTelemetry metrics",
	Seen: "documented (the collector's file)", Marks: []string{"resourceMetrics"},
	Refuse: "its points are sums over an interval, in which no decision stands by itself. Export the log records " +
		"instead (of Claude Code claude_code.tool_decision, beside which the counter code_edit_tool.decision says " +
		"the same)"}

// Copilot's export has sums of a user's day.
var copilot = Preset{Key: "copilot", Name: "GitHub Copilot usage metrics",
	Seen:     "documented (its rows of users and days)",
	Marks:    []string{"day", "code_acceptance_activity_count", "code_generation_activity_count"},
	Needs:    []Need{{"user_id", "sums over everybody's days tell no arms apart: ask for the export of users by day"}},
	Assigned: true,
	Sources:  []string{`set: {event: day_of_use}`},
	Metrics: []string{
		"{name: acceptances per generation, kind: ratio, numerator: {event: day_of_use, field: " +
			"code_acceptance_activity_count, aggregate: sum}, denominator: {event: day_of_use, field: " +
			"code_generation_activity_count, aggregate: sum}, role: primary, minimum_effect: 2%}",
		"{name: acceptances per user, kind: mean, event: day_of_use, field: code_acceptance_activity_count, " +
			"aggregate: sum}",
		"{name: generations per user, kind: mean, event: day_of_use, field: code_generation_activity_count, " +
			"aggregate: sum}",
		"{name: days of use, kind: mean, event: day_of_use}"},
	Columns: []string{"ts: day", "unit: user_id"}}
