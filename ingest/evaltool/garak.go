package evaltool

import (
	"cmp"
	"strconv"

	"uptake/analysis/report"
	"uptake/ingest/format"
)

// garak writes an attempt twice, when it is made (status 1) and when it was judged (status
// 2), and counts hits of a detector: 1 is bad.
var garak = Tool{
	Name: "garak", Title: "garak", Files: "the run's .report.jsonl",
	marks: [][]string{{"entry_type", "probe_classname", "detector_results"}, {"entry_type", "detector_results"}},
	keys:  []string{"the probe and a hash of the prompt"},
	read:  readGarak,
}

func readGarak(r *reading) error {
	turned := false
	err := r.each(func(_ string, n int64, v format.Value) error {
		r.rows++
		switch v.Get("entry_type").Text() {
		case "attempt":
		case "init":
			r.version = cmp.Or(v.Get("garak_version").Text(), r.version)
			return nil
		default:
			return nil
		}
		if v.Get("status").Text() != "2" {
			r.aside(report.NotJudged, r.file)
			return nil
		}
		probe := v.Get("probe_classname").Text()
		prompt := garakText(v.Get("prompt"))
		outputs := v.Get("outputs").Items()
		detectors := v.Get("detector_results").Members()
		count := len(outputs)
		for _, d := range detectors {
			count = max(count, len(d.Value.Items()))
		}
		for i := range count {
			rec := newRecord(n)
			rec.ids = []string{probe + "/" + hashText(prompt)}
			rec.repeat, rec.run, rec.category = i+1, v.Get("uuid").Text()+"#"+strconv.Itoa(i), probe
			rec.input, rec.print = prompt, prompt
			if i < len(outputs) {
				rec.output = garakText(outputs[i])
				if rec.errored = !outputs[i].Given(); rec.errored {
					rec.error = "no output"
				}
			}
			for _, d := range detectors {
				if list := d.Value.Items(); i < len(list) {
					s := rec.add(d.Key, list[i])
					if at, declared := r.wanted[d.Key]; !declared || !r.Metrics[at].Down {
						s.value = 1 - s.value
						turned = true
					}
				}
			}
			rec.facts(r.asked, v, v.Get("notes"))
			if err := r.add(rec); err != nil {
				return err
			}
		}
		return nil
	}, r.within)
	if turned {
		r.note("eval_garak_turned", "%s: garak's detectors count hits, 1 being bad; they are turned round (1 - hit), "+
			"so that more is better. Declare a metric with better: down to have hits", r.file)
	}
	return err
}

// garakText is what a prompt or output says: a text, or the last turn of a conversation.
func garakText(v format.Value) string {
	if turns := v.Get("turns").Items(); len(turns) > 0 {
		return garakText(turns[len(turns)-1])
	}
	if c := v.Get("content"); c.Given() {
		return garakText(c)
	}
	if t := v.Get("text"); t.Given() {
		return t.Text()
	}
	return v.Plain()
}
