package preset

var langfuse = Preset{Name: "Langfuse", Seen: "captured (langfuse 3.39)",
	Marks:  []string{"body.traceId", "type"},
	Refuse: "a score names its trace, and only the trace names the user and the arm: rows are not joined by an id yet. Export traces and scores as one table, a row a score with its trace's user and metadata"}
