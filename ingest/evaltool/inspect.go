package evaltool

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"

	"uptake/analysis/scored"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// inspect is inspect_ai: a log is a zip of one JSON document a sample (.eval, of which the
// members are packed by Zstandard) or one document of all (.json).
var inspect = Tool{
	Name: "inspect", Title: "Inspect", Files: "the log of the run, .eval or .json (logs/)",
	marks: [][]string{
		{"eval.task", "samples"},
		{"epoch", "target", "scores", "messages"},
	},
	keys: []string{"sample.id"}, tasked: true,
	read: readInspect,
}

// inspectLog is what the head of a log says of all its samples.
type inspectLog struct {
	scorers []string
	judges  map[string]string
	session string
	task    string
	labels  []string
}

// inspectVersions are the versions of logs that are read.
const inspectVersions = "1 and 2"

func readInspect(r *reading) error {
	if !r.shaped["eval.task"] && !r.shaped["[].eval.task"] {
		return r.each(func(_ string, n int64, v format.Value) error { return r.inspectSample(&inspectLog{}, n, v) },
			r.within)
	}
	var log inspectLog
	head := []string{"version", "status", "eval", "results"}
	if err := r.each(func(path string, _ int64, v format.Value) error { return r.inspectHead(&log, path, v) },
		head...); err != nil {
		return err
	}
	return r.each(func(_ string, n int64, v format.Value) error { return r.inspectSample(&log, n, v) }, "samples[]")
}

// inspectHead takes a part of a log's head.
func (r *reading) inspectHead(log *inspectLog, part string, v format.Value) error {
	switch part {
	case "version":
		if n := v.Text(); n != "1" && n != "2" {
			return fmt.Errorf("%s is an Inspect log of version %s, and %s are read; write it again with inspect log "+
				"convert, or bring a newer uptake", r.file, n, inspectVersions)
		}
	case "status":
		if s := v.Text(); s != "success" {
			r.note("eval_unfinished", "%s: the run's status is %s, so samples may be absent", r.file, s)
		}
	case "eval":
		log.session = cmp.Or(v.Get("eval_id").Text(), v.Get("run_id").Text())
		log.task = v.Get("task").Text()
		log.labels = []string{v.Get("model").Text()}
		for _, m := range append(v.Get("metadata").Members(), v.Get("task_args").Members()...) {
			log.labels = append(log.labels, m.Value.Text())
		}
		for _, tag := range v.Get("tags").Items() {
			log.labels = append(log.labels, tag.Text())
		}
		r.version = cmp.Or(r.version, v.In("packages", "inspect_ai").Text())
		log.judges = map[string]string{}
		for _, s := range v.Get("scorers").Items() {
			name := s.Get("name").Text()
			name = name[strings.LastIndexByte(name, '/')+1:]
			log.scorers = append(log.scorers, name)
			told := ""
			if o := s.Get("options"); len(o.Members()) > 0 {
				told = o.Plain()
			}
			log.judges[name] = judgeName(name, told, "", "")
		}
	case "results":
		if len(log.scorers) > 0 {
			break
		}
		for _, s := range v.Get("scores").Items() {
			log.scorers = append(log.scorers, cmp.Or(s.Get("scorer").Text(), s.Get("name").Text()))
		}
	}
	return nil
}

// inspectSample is one sample in one epoch.
func (r *reading) inspectSample(log *inspectLog, n int64, v format.Value) error {
	r.rows++
	rec := newRecord(n)
	rec.ids, rec.repeat = []string{v.Get("id").Text()}, wholeNumber(v.Get("epoch"))
	rec.run, rec.session, rec.task, rec.labels = v.Get("uuid").Text(), log.session, log.task, log.labels
	attached := func(s string) string {
		if key, ok := strings.CutPrefix(s, "attachment://"); ok {
			return cmp.Or(v.In("attachments", key).Text(), s)
		}
		return s
	}
	rec.input, rec.expected = attached(talk(v.Get("input"))), said(v.Get("target"))
	if t := v.Get("target").Items(); len(t) == 1 {
		rec.expected = t[0].Plain()
	}
	rec.print = rec.input + "\x00" + v.Get("choices").Plain()
	rec.output = attached(v.In("output", "completion").Text())
	if rec.output == "" {
		if choices := v.In("output", "choices").Items(); len(choices) > 0 {
			rec.output = attached(talk(choices[0].In("message", "content")))
		}
	}
	if e := v.Get("error"); e.Given() {
		rec.errored, rec.error = true, cmp.Or(e.Get("message").Text(), e.Plain())
	}
	rec.seconds = number(v.In("output", "time"))
	for i, m := range v.Get("model_usage").Members() {
		if i == 0 {
			rec.in, rec.out = 0, 0
		}
		rec.in += number(m.Value.Get("input_tokens"))
		rec.out += number(m.Value.Get("output_tokens"))
		if c := m.Value.Get("total_cost"); c.Given() {
			rec.cost = number(c)
		}
	}
	given := map[string]bool{}
	for _, m := range v.Get("scores").Members() {
		given[m.Key] = true
		from := len(rec.scores)
		value := m.Value.Get("value")
		if value.Kind() == format.NoValue && m.Value.Kind() != format.Object { // of a summary
			value = m.Value
		}
		if value.Kind() == format.Object {
			for _, part := range value.Members() {
				rec.inspectScore(m.Key+"."+part.Key, part.Value)
			}
		} else {
			rec.inspectScore(m.Key, value)
		}
		for i := range rec.scores[from:] {
			s := &rec.scores[from+i]
			s.reason, s.judge = m.Value.Get("explanation").Text(), log.judges[m.Key]
		}
	}
	for _, name := range log.scorers {
		if !given[name] && !rec.errored {
			rec.scores = append(rec.scores, score{metric: name, state: scored.JudgeFailed})
		}
	}
	rec.facts(r.asked, v, v.Get("metadata"))
	return r.add(rec)
}

// inspectScore adds a score, of which Inspect writes correct, partial, incorrect and no
// answer as letters.
func (rec *record) inspectScore(metric string, v format.Value) {
	s := rec.add(metric, v)
	letters := map[string]float64{"C": 1, "P": 0.5, "I": 0, "N": 0}
	if x, ok := letters[v.Text()]; ok && v.Kind() == format.String {
		s.value, s.state, s.label = x, scored.Scored, v.Text()
	}
}

// talk is what was asked: a text, or of messages what the last of the user's says.
func talk(v format.Value) string {
	switch v.Kind() {
	case format.List:
		var parts []string
		last := format.Value{}
		for _, m := range v.Items() {
			switch {
			case m.Get("role").Given():
				if m.Get("role").Text() == "user" || !last.Given() {
					last = m
				}
			case m.Get("text").Given():
				parts = append(parts, m.Get("text").Text())
			default:
				return v.Plain()
			}
		}
		if last.Given() {
			return talk(last.Get("content"))
		}
		return strings.Join(parts, "\n")
	case format.Object:
		if c := v.Get("content"); c.Given() {
			return talk(c)
		}
		if m := v.Get("messages"); m.Kind() == format.List {
			return talk(m)
		}
		if t := v.Get("text"); t.Given() {
			return t.Text()
		}
	}
	return said(v)
}

// archive reads a zip: a log of Inspect.
func (r *reading) archive() error {
	b, err := r.open()
	if err != nil {
		return err
	}
	defer b.Close()
	at, size, err := b.AtRandom()
	if err != nil {
		return err
	}
	members, err := source.Members(r.in.Name, at, size)
	if errors.Is(err, source.ErrNoArchive) {
		return fmt.Errorf("%s is cut short: it begins like a zip archive, as an Inspect log (.eval) or a "+
			"workbook (.xlsx) is, but its table of contents, which stands at the end, is missing, so neither its "+
			"samples nor its _journal can be found; copy it again, or, where the run of Inspect was stopped, run it "+
			"on with inspect eval-retry", r.file)
	}
	if err != nil {
		return err
	}
	head, sheets := -1, false
	var samples []source.Member
	for i, m := range members {
		dir, _, _ := strings.Cut(m.Name, "/")
		switch {
		case m.Name == "header.json" || m.Name == "_journal/start.json" && head < 0:
			head = i
		case dir == "samples" && path.Ext(m.Name) == ".json":
			samples = append(samples, m)
		case m.Name == "[Content_Types].xml":
			sheets = true
		}
	}
	if sheets {
		return r.table()
	}
	if head < 0 {
		return fmt.Errorf("%s is a zip archive that is no Inspect log: it has no header.json; unpack it into a "+
			"folder, and name that", r.file)
	}
	if err := r.is(&inspect); err != nil {
		return err
	}
	if members[head].Name != "header.json" {
		r.note("eval_unfinished", "%s: the run was not finished: its log has a _journal and no header, so samples "+
			"may be absent", r.file)
	}
	var log inspectLog
	visit := func(part string, _ int64, v format.Value) error { return r.inspectHead(&log, part, v) }
	if err := r.member(members[head], visit, "version", "status", "eval", "results"); err != nil {
		return err
	}
	if len(samples) == 0 {
		return fmt.Errorf("%s is an Inspect log without samples, so nothing can be paired; bring the log that the "+
			"run wrote, with its samples", r.file)
	}
	for i, m := range samples {
		if err := r.member(m, func(_ string, _ int64, v format.Value) error {
			return r.inspectSample(&log, int64(i+1),
				v)
		}, ""); err != nil {
			return err
		}
	}
	return nil
}

// member visits values of a member of an archive.
func (r *reading) member(m source.Member, visit func(string, int64, format.Value) error, paths ...string) error {
	b, err := format.OpenBytes(format.Input{Name: r.file + "/" + m.Name, Open: m.Open}, r.tempDir, "")
	if err != nil {
		return err
	}
	defer b.Close()
	return b.Documents(paths, visit)
}
