package config

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// LoadEvals reads the evaluation file at path and applies the key=value changes of set.
// Every problem of the file comes back at once as *Problems; a file that cannot be read
// gives a *FileError.
func LoadEvals(path string, set []string) (*spec.Evals, error) {
	b, err := readFile(path, evalFile)
	if err != nil {
		return nil, err
	}
	t, err := tree(b, path)
	if err != nil {
		return nil, &Problems{path, []Problem{{Sentence: err.Error()}}}
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, fileError("the folder of %s cannot be named: %v", path, err)
	}
	p := &Problems{File: path}
	for _, x := range set {
		if err := assign(t, x); err != nil {
			p.add(x, place{line: lineOfSet}, "%v", err)
		}
	}
	o := newObject(t, p)
	o.keys = spec.EvalKeys
	e := evaluation(o, dir)
	e.Set, e.File = append([]string{}, set...), path
	sum := sha256.New()
	sum.Write(b)
	for _, x := range set {
		sum.Write([]byte("\x00" + x))
	}
	e.Hash = hex.EncodeToString(sum.Sum(nil))
	return e, p.orNil()
}

// evaluation turns the file's tree into an Evals, writing down problems.
func evaluation(o *object, dir string) *spec.Evals {
	e := &spec.Evals{
		Name:       o.text("evals"),
		Hypothesis: o.text("hypothesis"),
		Owner:      o.text("owner"),
		Link:       o.text("link"),
		Baseline:   o.text("baseline"),
		Alpha:      o.share("alpha"),
	}
	if e.Name == "" {
		o.bad("evals", "the file must say which evaluation it is, such as `evals: summariser-prompt-7`")
	}
	e.Slug = slug(e.Name)
	if d := o.day("declared"); d != spec.NoDay {
		e.Declared = &d
	}
	e.Versions = evalVersions(o, dir, e.Baseline)
	e.Columns = evalColumns(o)
	e.Items = besideOrPath(o, "items", dir, "items names the file with a row an item, such as items: items.csv")
	e.Metrics = evalMetrics(o)
	e.Segments = evalSegments(o, e.Metrics)
	e.Categories = evalCategories(o)
	e.Weights = evalWeights(o)
	e.Judge = evalJudge(o, dir, e.Metrics)
	e.Population = besideOrPath(o, "population", dir, "population names the file with each category's or level's "+
		"share of users, such as population: shares.csv")
	o.done()
	return e
}

func evalVersions(o *object, dir, baseline string) []spec.EvalVersion {
	var out []spec.EvalVersion
	named := map[string]bool{}
	for _, t := range o.objects("versions") {
		v := spec.EvalVersion{Name: t.text("name"), Asks: t.texts("path"), Tool: t.oneOf("tool"),
			Label: t.text("label"), CSV: dialect(t)}
		switch {
		case v.Name == "":
			o.p.add(t.path, placeOf(t.m), "a version has a name, such as {name: v1, path: v1.jsonl}")
		case named[v.Name]:
			t.bad("name", "there are two versions named %s", v.Name)
		}
		named[v.Name] = true
		if len(v.Asks) == 0 && t.missing("path") {
			o.p.add(t.path, placeOf(t.m), "a version names the files of its results: a file, a glob, a folder or a "+
				"list of these, such as {name: v1, path: v1.jsonl}")
		}
		for _, a := range v.Asks {
			if a == "-" {
				t.bad("path", "results are looked at before they are read, so they cannot come from standard input; "+
					"name a file")
			}
			v.Paths = append(v.Paths, resolve(dir, a))
		}
		t.done()
		out = append(out, v)
	}
	switch {
	case len(out) == 0:
		if len(o.p.List) == 0 {
			o.bad("versions", "the file must name what is compared, such as `versions: [{name: v1, path: v1.jsonl}, "+
				"{name: v2, path: v2.jsonl}]`")
		}
	case len(out) == 1:
		o.bad("versions", "one version cannot be compared with anything; list the baseline and at least one other")
	case baseline == "":
		o.bad("baseline", "the file must say which version the others are held against, such as `baseline: %s`",
			out[0].Name)
	case !named[baseline]:
		o.bad("baseline", "%q is none of the versions, which are %s", baseline, strings.Join(versionNames(out), ", "))
	}
	return out
}

func versionNames(list []spec.EvalVersion) []string {
	var out []string
	for _, v := range list {
		out = append(out, v.Name)
	}
	return out
}

// evalColumns reads which column or path holds what.
func evalColumns(o *object) map[string]string {
	out := map[string]string{}
	for _, g := range o.groups("columns") {
		if len(g.values) != 1 || g.values[0] == "" {
			o.bad("columns", "%s names one column or path, such as {%s: metadata.%s}", g.name, g.name, g.name)
			continue
		}
		out[g.name] = g.values[0]
	}
	return out
}

// besideOrPath reads a table beside the results, of which the path alone may stand there.
func besideOrPath(o *object, key, dir, pathless string) *spec.Table {
	if o.isTable(key) {
		if _, from := beside(o, key, dir, pathless); from.Written != "" {
			if from.Path == "-" {
				o.bad(key, "it is looked at before it is read, so it cannot come from standard input; name a file")
			}
			return &from
		}
		return nil
	}
	path := o.text(key)
	switch path {
	case "":
		return nil
	case "-":
		o.bad(key, "it is looked at before it is read, so it cannot come from standard input; name a file")
	}
	return &spec.Table{Path: resolve(dir, path), Written: path}
}

// evalSegments reads what items are told apart by.
func evalSegments(o *object, metrics []spec.EvalMetric) []string {
	list := distinct(o, "segments")
	for _, s := range list {
		switch {
		case s == "category" || s == "version":
			o.bad("segments", "%s is compared by itself already; name what the items' users have, such as language", s)
		case slices.ContainsFunc(metrics, func(m spec.EvalMetric) bool { return m.Name == s }):
			o.bad("segments", "%s is a metric; name what the items' users have, such as language", s)
		}
	}
	return list
}

func evalMetrics(o *object) []spec.EvalMetric {
	var out []spec.EvalMetric
	primary := ""
	for _, t := range o.objects("metrics") {
		m := spec.EvalMetric{Name: t.text("name"), Role: spec.Role(t.oneOf("role")), Down: t.oneOf("better") == "down",
			Directed: t.has("better"),
			Minimum:  t.amount("minimum_effect"), Margin: t.amount("margin"), By: t.oneOf("by"),
			Tier: spec.Tier(t.oneOf("tier"))}
		if m.Name == "" {
			t.p.add(t.path, placeOf(t.m), "a metric has a name: that of a score in the files")
		}
		if slices.ContainsFunc(out, func(x spec.EvalMetric) bool { return x.Name == m.Name }) {
			t.bad("name", "there are two metrics named %s", m.Name)
		}
		if m.Role == spec.Primary {
			if primary != "" {
				t.bad("role", "%s is the primary metric already; one decides", primary)
			}
			primary = m.Name
		}
		if t.has("limit") {
			m.Limit, m.HasLimit = t.share("limit"), true
			if m.Limit > 0 && m.Limit < 0.5 && !t.has("better") && !t.has("grades") {
				t.bad("limit", "asks for at least %.4g of a score of which more is better; say better: down if it is "+
					"the most that may fail, or better: up if that is meant", m.Limit)
			}
		}
		if t.has("min_items") {
			m.MinItems = t.whole("min_items")
		}
		if t.has("threshold") {
			m.Threshold, m.HasCut = t.share("threshold"), true
		}
		evalRange(t, &m)
		m.Grades = evalGrades(t)
		if m.Grades != nil {
			for _, key := range []string{"range", "threshold", "limit"} {
				if t.has(key) {
					t.bad(key, "is of a score that is a number, and %s has grades; remove one of the two", m.Name)
				}
			}
			if t.has("better") && !m.Down {
				t.bad("better", "what answers with these grades cost is better the less it is; remove it, or write "+
					"down")
			}
			m.Down = true
		}
		gate := m.Margin.Given() || m.HasLimit || m.Role == spec.Primary || m.Role == spec.Guardrail
		for _, key := range []string{"by", "tier", "min_items"} {
			if t.has(key) && !gate {
				t.bad(key, "is of a gate, and this metric has none: give it a margin or a limit, or the role "+
					"guardrail or primary")
			}
		}
		t.done()
		out = append(out, m)
	}
	return out
}

// evalRange reads the least and the largest score.
func evalRange(t *object, m *spec.EvalMetric) {
	list := t.texts("range")
	if !t.has("range") {
		return
	}
	if len(list) != 2 {
		t.bad("range", "expected the least and the largest score, such as range: [0, 1]")
		return
	}
	for i, s := range list {
		v, err := parseNumber(s, false)
		if err != nil || math.IsInf(v, 0) {
			t.bad("range", "%q is no number; write the least and the largest score, such as range: [0, 1]", s)
			return
		}
		m.Range[i] = v
	}
	if m.HasRange = m.Range[0] < m.Range[1]; !m.HasRange {
		t.bad("range", "%s is not below %s; write the least score first, such as range: [0, 1]", list[0], list[1])
	}
	if m.HasRange && m.HasCut && (m.Threshold <= m.Range[0] || m.Threshold > m.Range[1]) {
		t.bad("threshold", "every score of the range is on one side of it; it lies above %s and up to %s", list[0],
			list[1])
	}
}

func evalGrades(t *object) []spec.EvalGrade {
	var out []spec.EvalGrade
	for _, g := range t.objects("grades") {
		x := spec.EvalGrade{Name: g.text("name")}
		v, err := parseNumber(g.text("cost"), false)
		switch {
		case g.missing("cost") || err != nil || v < 0:
			g.bad("cost", "a grade says what one such answer costs, 0 or more, such as cost: 6")
		default:
			x.Cost = v
		}
		if x.Name == "" || slices.ContainsFunc(out, func(o spec.EvalGrade) bool { return o.Name == x.Name }) {
			g.bad("name", "a grade has a name of its own: the text that the files have for it")
		}
		g.done()
		out = append(out, x)
	}
	if len(out) == 1 {
		t.bad("grades", "name at least two grades with their costs, such as [{name: works, cost: 0}, {name: "+
			"hallucinated, cost: 6}]")
	}
	return out
}

func evalCategories(o *object) []spec.EvalCategory {
	var out []spec.EvalCategory
	for _, t := range o.objects("categories") {
		c := spec.EvalCategory{Name: t.text("name"), Tier: spec.Tier(t.oneOf("tier"))}
		if t.has("min_items") {
			c.MinItems = t.whole("min_items")
		}
		switch {
		case c.Name == "":
			t.p.add(t.path, placeOf(t.m), "a category has a name, such as {name: billing, tier: critical}")
		case slices.ContainsFunc(out, func(x spec.EvalCategory) bool { return x.Name == c.Name }):
			t.bad("name", "there are two entries about the category %s", c.Name)
		case c.Tier == "" && c.MinItems == 0:
			t.p.add(t.path, placeOf(t.m), "says nothing of the category; give it a tier or min_items")
		}
		t.done()
		out = append(out, c)
	}
	return out
}

// evalWeights reads the shares of the traffic, and makes them shares of one whole.
func evalWeights(o *object) []spec.CategoryWeight {
	var out []spec.CategoryWeight
	total := 0.0
	for _, g := range o.groups("weights") {
		v := math.NaN()
		if len(g.values) == 1 {
			v, _ = ParseShare(g.values[0])
		}
		if !(v > 0) || math.IsInf(v, 0) {
			o.bad("weights", "%s needs its share of the traffic, above 0, such as 70%%", g.name)
			continue
		}
		total += v
		out = append(out, spec.CategoryWeight{Category: g.name, Share: v})
	}
	for i := range out {
		out[i].Share /= total
	}
	return out
}

func evalJudge(o *object, dir string, metrics []spec.EvalMetric) spec.EvalJudge {
	t, ok := o.object("judge")
	if !ok {
		return spec.EvalJudge{}
	}
	j := spec.EvalJudge{Metric: t.text("metric"), Sensitivity: t.share("sensitivity"),
		Specificity: t.share("specificity"), Changed: t.oneOf("allow") == "changed"}
	j.Labels = besideOrPath(t, "labels", dir, "labels name the file with what people said, such as labels: labels.csv")
	se, sp := t.has("sensitivity"), t.has("specificity")
	j.Stated = se && sp
	switch {
	case se != sp:
		t.bad(map[bool]string{true: "sensitivity", false: "specificity"}[se], "sensitivity and specificity go "+
			"together; give both, or the labels that they are reckoned from")
	case j.Stated && j.Labels != nil:
		t.bad("labels", "say what sensitivity and specificity are, which are given beside them; keep one of the two")
	case j.Metric != "" && !j.Stated && j.Labels == nil:
		t.bad("metric", "says which score a judge gave, and nothing is said of the judge; add labels, or sensitivity "+
			"and specificity")
	}
	if known := slices.ContainsFunc(metrics,
		func(m spec.EvalMetric) bool { return m.Name == j.Metric }); j.Metric != "" && !known {
		t.bad("metric", "%q is none of the metrics", j.Metric)
	}
	t.done()
	return j
}
