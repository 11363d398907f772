package night

import (
	"strings"
	"unicode/utf8"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// errorWords are what went wrong by its kind, and what to do about it.
var errorWords = map[string]struct{ What, Do string }{
	"file":     {"experiment file", "mend the experiment file"},
	"data":     {"data", "mend the data, or the file that describes them"},
	"disk":     {"disk", "see to the disk"},
	"fault":    {"fault in uptake", "report it: this is a fault in uptake"},
	"deadline": {"out of time", "give the run more time"},
	"source":   {"source out of reach", "see to the source, which could not be reached"},
}

// planWords say what an experiment file lacks.
var planWords = map[string]string{
	"arms":           "a second arm to compare with",
	"control":        "a control arm, named in the file",
	"primary":        "a primary metric in the file",
	"end":            "an end in the file",
	"planned":        "nothing: it was not planned beforehand",
	"minimum_effect": "a minimum effect in the file",
	"time":           "times in the rows",
}

// Unblocks says what would unblock a row, the likeliest to help first; never nothing.
func Unblocks(r *report.IndexRow) []string {
	if r.Error != nil && r.Status != report.StatusOK {
		if w, ok := errorWords[r.Error.Kind]; ok {
			return []string{say.UpperFirst(w.Do)}
		}
		return []string{"Mend what the error says"}
	}
	var out []string
	for _, n := range r.Needs {
		if t := Need(n, r.Verdict); t != "" {
			out = append(out, say.UpperFirst(t))
		}
	}
	if len(out) > 0 {
		return out
	}
	switch r.Verdict {
	case report.Ship, report.DoNotShip:
		return []string{"Nothing: it can be decided"}
	case report.NoDifference:
		return []string{"Nothing: decide on cost"}
	}
	return []string{"See the readout"}
}

// Need is one need in a few words.
func Need(n report.Need, v report.Verdict) string {
	switch {
	case n.DaysLeft != nil && v != report.KeepRunning:
		return say.Plural(*n.DaysLeft, "day", "days") + " to the second reading"
	case n.DaysLeft != nil:
		return say.Plural(*n.DaysLeft, "day", "days") + " left"
	case n.NextLook != nil:
		return "next look in " + say.Plural(*n.NextLook, "day", "days")
	case n.UnitsMissing != nil && *n.UnitsMissing == 1:
		return "1 more unit"
	case n.UnitsMissing != nil:
		return say.Count(*n.UnitsMissing) + " more units"
	case n.NewWeeks != nil && *n.NewWeeks > 52:
		return "a new experiment of more than a year"
	case n.NewWeeks != nil:
		return "a new experiment of about " + say.Plural(*n.NewWeeks, "week", "weeks")
	case n.Gate != "" && v == report.DoNotUse:
		return doc.CheckWord(n.Gate, "fail")
	case n.Gate != "":
		return doc.CheckWord(n.Gate, "warn")
	case n.Harm != "":
		return say.Metric(n.Harm) + " is worse: mend it, or accept it in the file"
	case n.Guardrail != "":
		return say.Metric(n.Guardrail) + " is not shown safe"
	case n.Enough != "":
		return say.Metric(n.Enough) + " is not shown to be better by enough"
	}
	if t, ok := planWords[n.Plan]; ok {
		return t
	}
	if n.Plan != "" {
		return "the file lacks " + say.Name(n.Plan)
	}
	return ""
}

// ErrorText is an error as a sentence with its kind and place.
func ErrorText(e *report.RunError) string {
	t := say.Sentence(e.Detail)
	if t == "" {
		t = "No reason was given."
	}
	if e.Metric != "" {
		t = say.MetricTitle(e.Metric) + ": " + t
	}
	return t
}

// BesideText is an error beside a readout that stands, as a sentence: that of a metric names it itself.
func BesideText(e *report.RunError) string {
	if e.Metric != "" {
		return say.UpperFirst(say.Sentence(e.Detail))
	}
	return "The investigation: " + ErrorText(e)
}

// Lacks says in a few words what failed beside a readout that stands.
func Lacks(e *report.RunError) string {
	if e.Metric == "" {
		return "no investigation"
	}
	return "without " + say.Name(e.Metric)
}

// ended is an error's text as a sentence that another may follow.
func ended(s string) string {
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(".!?…", last) {
		return s
	}
	return s + "."
}

// ErrorKind names what an error is about, "" where that is not known.
func ErrorKind(e *report.RunError) string { return errorWords[e.Kind].What }

// UnblockSentence says in one sentence what would unblock a row; never nothing.
func UnblockSentence(r *report.IndexRow) string {
	if r.Error != nil && r.Status != report.StatusOK {
		return strings.TrimSpace(Unblocks(r)[0] + ": " + ended(ErrorText(r.Error)) + " " + lastGoodText(r))
	}
	var todo, gates []string
	for _, n := range r.Needs {
		if n.Gate != "" && r.Verdict == report.DoNotUse {
			gates = append(gates, Need(n, r.Verdict))
			continue
		}
		if t := needClause(n, r.Verdict); t != "" {
			todo = append(todo, t)
		}
	}
	if len(gates) > 0 {
		todo = append(todo, "mend the data ("+strings.Join(gates, "; ")+")")
	}
	if len(todo) > 0 {
		return say.UpperFirst(say.List(todo)) + "."
	}
	return Unblocks(r)[0] + "."
}

// lastGoodText says which result stands of a row that this run has none of.
func lastGoodText(r *report.IndexRow) string {
	switch {
	case r.Status == report.StatusFailed:
		return "It has no earlier result."
	case r.LastGood == "":
		return "Its last good result stands."
	}
	return "Its last good result, of the data to " + say.Instant(r.LastGood) + ", stands."
}

// needClause is one need as something to do.
func needClause(n report.Need, v report.Verdict) string {
	switch {
	case n.DaysLeft != nil && v != report.KeepRunning:
		return "wait for " + say.Plural(*n.DaysLeft, "more day", "more days") + " of data, to the second reading"
	case n.DaysLeft != nil:
		return "wait for " + say.Plural(*n.DaysLeft, "more day", "more days") + " of data"
	case n.NextLook != nil:
		return "wait for the next planned look, in " + say.Plural(*n.NextLook, "day", "days")
	case n.UnitsMissing != nil:
		return "get " + Need(n, v)
	case n.NewWeeks != nil:
		return "plan " + Need(n, v)
	case n.Gate != "":
		return "see to a check (" + Need(n, v) + ")"
	case n.Harm != "":
		return "mend " + say.Metric(n.Harm) + ", which is worse, or accept it in the file"
	case n.Guardrail != "":
		return "show that " + say.Metric(n.Guardrail) + " is safe"
	case n.Enough != "":
		return "show that " + say.Metric(n.Enough) + " is better by enough"
	case n.Plan == "planned":
		return "plan the next one before its start, as this one was not"
	case n.Plan == "time":
		return "give the rows times"
	case n.Plan != "":
		if t, ok := planWords[n.Plan]; ok {
			return "add " + t
		}
		return "give the file " + say.Name(n.Plan)
	}
	return ""
}
