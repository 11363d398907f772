package evaltool

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/sourcegraph/conc"

	"uptake/analysis/counted"
	"uptake/analysis/scored"
	"uptake/ingest/phrase"
)

// set makes runs of what was collected.
func (a *asked) set(list []*collector) (*scored.Set, error) {
	if err := a.unmet(); err != nil {
		return nil, err
	}
	byTool := map[*Tool][]*collector{}
	var order []*Tool
	for _, c := range list {
		if c.grid != nil {
			continue
		}
		if byTool[c.tool] == nil {
			order = append(order, c.tool)
		}
		byTool[c.tool] = append(byTool[c.tool], c)
	}
	for _, t := range order {
		if err := known(byTool[t]); err != nil {
			return nil, err
		}
	}
	for _, c := range list {
		if c.grid != nil {
			continue
		}
		if err := c.joined(); err != nil {
			return nil, err
		}
	}
	metrics, err := a.names(list)
	if err != nil {
		return nil, err
	}
	out := &scored.Set{Metrics: metrics, Segments: a.Segments, Versions: make([]scored.Version, len(list))}
	place := map[string]int{}
	for i, m := range metrics {
		place[m] = i
	}
	var versions conc.WaitGroup
	for i, c := range list {
		versions.Go(func() { out.Versions[i] = c.as(place) })
	}
	versions.Wait()
	decimals(out)
	for _, c := range list {
		for _, d := range c.drops {
			out.Dropped = dropped(out.Dropped, d)
		}
		out.Notes = append(out.Notes, c.notes...)
	}
	invalid(out, list)
	tools := map[string]bool{}
	for _, v := range out.Versions {
		tools[v.Tool] = true
	}
	if len(tools) > 1 { // each names its judges in its own way
		for i := range out.Versions {
			out.Versions[i].Judges = nil
		}
		out.Notes = append(out.Notes, scored.Note{Code: "eval_judges_unknown", Detail: "the versions were scored by " +
			"different tools (" +
			strings.Join(slices.Sorted(maps.Keys(tools)), ", ") + "), so nothing tells whether their judges are the " +
			"same"})
	}
	return out, nil
}

// invalid notes the answers that lm-evaluation-harness' filters found nothing in, which count
// as wrong there: a request that failed is one of them. From 2 points between two versions
// on it is said that the difference is in the scores.
func invalid(out *scored.Set, list []*collector) {
	var said []string
	least, most := math.Inf(1), math.Inf(-1)
	any := false
	for _, c := range list {
		if c.invalid[1] == 0 {
			continue
		}
		share := float64(c.invalid[0]) / float64(c.invalid[1])
		said = append(said, counted.Sprintf("%.2g%% of the answers of %s (%d of %d)", 100*share, c.spec.Name,
			c.invalid[0], c.invalid[1]))
		least, most, any = min(least, share), max(most, share), any || c.invalid[0] > 0
	}
	if !any {
		return
	}
	text := "the filter found nothing in " + strings.Join(said, " and ") +
		"; they count as wrong, requests that failed among them"
	if most-least >= 0.02 {
		text += ". The shares are " + fmt.Sprintf("%.1f", 100*(most-least)) +
			" points apart, and that difference is in the scores: look whether requests failed"
	}
	out.Notes = append(out.Notes, scored.Note{Code: "eval_invalid", Detail: text})
}

// as is the version that was collected.
func (c *collector) as(place map[string]int) scored.Version {
	v := scored.Version{Name: c.spec.Name, Tool: c.tool.Name, ToolVersion: c.version, Files: c.files, Rows: c.rows,
		Judges: map[string]string{}, Better: c.better}
	if len(c.keys) > 0 {
		v.Key = c.keys[0]
	}
	v.Position = strings.HasPrefix(v.Key, position)
	for l := range c.labels {
		v.Versions = append(v.Versions, l)
	}
	slices.Sort(v.Versions)
	for m, judges := range c.judges {
		if _, there := place[m]; there {
			v.Judges[m] = judgeOf(judges)
		}
	}
	if c.grid != nil {
		v.Numbered = c.grid.numbered
		c.grid.runsInto(&v, place)
		return v
	}
	v.Numbered = len(c.records) > 0 && !slices.ContainsFunc(c.records, func(k kept) bool { return !k.numbered })
	for i := range c.records {
		c.records[i].runInto(&v, place)
	}
	v.Sort()
	return v
}

// runInto puts a record into a version as a run.
func (k *kept) runInto(v *scored.Version, place map[string]int) {
	run := scored.Run{About: &scored.About{Item: k.ids[0], Category: k.category, Cluster: k.cluster,
		Severity: k.severity, Weight: k.weight, Segments: k.segments, InputHash: k.inputHash,
		ExpectedHash: k.expectedHash, File: k.file},
		Spent:  &scored.Spent{Seconds: k.seconds, TokensIn: k.in, TokensOut: k.out, Cost: k.cost},
		Repeat: int32(k.repeat), Errored: k.errored, Error: k.error, Line: int32(min(k.line, math.MaxInt32))}
	if k.readable {
		run.Text = &scored.Texts{Input: k.input, Expected: k.expected, Output: k.output, Reasons: map[string]string{}}
	}
	values, states := make([]float64, len(place)), make([]scored.State, len(place))
	for _, s := range k.scores {
		at, ok := place[s.metric]
		if !ok {
			continue
		}
		values[at], states[at] = s.value, s.state
		if run.Text != nil && s.reason != "" {
			run.Text.Reasons[s.metric] = s.reason
		}
	}
	v.Add(run, values, states)
}

// position begins what a key is called that is a place in a file.
const position = "the place"

// names lists the metrics that there are, as the evaluation calls them: a score that several
// filters gave has that of the filter behind a slash.
func (a *asked) names(list []*collector) ([]string, error) {
	filters := map[string][]string{} // by bare name, the names as records have them
	take := func(metric string) {
		b := base(metric)
		if at, there := slices.BinarySearch(filters[b], metric); !there {
			filters[b] = slices.Insert(filters[b], at, metric)
		}
	}
	for _, c := range list {
		if c.grid != nil {
			c.grid.drop(c)
			for _, m := range c.grid.scores {
				take(m.name)
			}
		}
		for _, k := range c.records {
			for _, s := range k.scores {
				take(s.metric)
			}
		}
	}
	rename := map[string]string{}
	for b, names := range filters {
		if len(names) == 1 {
			rename[names[0]] = b
			if _, asked := a.wanted[names[0]]; asked {
				rename[names[0]] = names[0]
			}
		}
	}
	seen := map[string]bool{}
	for _, c := range list {
		if c.grid != nil {
			for _, m := range c.grid.scores {
				m.name = cmp.Or(rename[m.name], m.name)
				seen[m.name] = true
			}
		}
		for i := range c.records {
			for j := range c.records[i].scores {
				s := &c.records[i].scores[j]
				s.metric = cmp.Or(rename[s.metric], s.metric)
				seen[s.metric] = true
			}
		}
		for m, to := range rename {
			if j, ok := c.judges[m]; ok && m != to {
				c.judges[to] = j
			}
			if way, ok := c.better[m]; ok && m != to {
				c.better[to] = way
			}
			if t, ok := c.undone[m]; ok && m != to {
				c.undone[to] = t
			}
		}
	}
	out := slices.Sorted(maps.Keys(seen))
	for _, m := range a.Metrics {
		for _, c := range list {
			if text := c.textOf(m.Name); seen[m.Name] && list[0].only == nil && text != "" {
				return nil, fmt.Errorf("metrics: %s of %s is no number anywhere: it holds %s; write numbers, shares "+
					"as 0.85 or 85%%, or declare what it holds under grades", m.Name, c.spec.Name, text)
			}
		}
		if seen[m.Name] || list[0].only != nil { // of some items some scores may be absent
			continue
		}
		if f := filters[base(m.Name)]; len(f) > 1 {
			return nil, fmt.Errorf("metrics: %s stands in the files under several filters, each with another number; "+
				"name the one that is meant: %s", m.Name, strings.Join(f, ", "))
		}
		return nil, fmt.Errorf("metrics: no file has a score %s; they have %s", m.Name, phrase.Names(out, 30))
	}
	if len(out) == 0 && list[0].only == nil {
		return nil, noScore(list)
	}
	return out, nil
}

// textOf is what stands in the place of a score that has no number in any run, "" where some have.
func (c *collector) textOf(metric string) string {
	text := c.undone[metric]
	if len(text) == 0 || c.grid != nil && slices.ContainsFunc(c.grid.scores,
		func(m *gridScore) bool { return m.name == metric && m.Any() }) {
		return ""
	}
	for _, k := range c.records {
		for _, s := range k.scores {
			if s.metric == metric && s.state == scored.Scored {
				return ""
			}
		}
	}
	return strings.Join(phrase.Few(slices.Sorted(maps.Keys(text)), 3), ", ")
}

// noScore says what the files hold that hold no score.
func noScore(list []*collector) error {
	var files []string
	runs, failed, why := 0, 0, ""
	for _, c := range list {
		files = append(files, c.files...)
		for _, k := range c.records {
			if runs++; k.errored {
				failed++
				why = cmp.Or(why, k.error)
			}
		}
	}
	slices.Sort(files)
	named := strings.Join(phrase.Few(slices.Compact(files), 3), ", ")
	if runs > 0 && failed == runs {
		return fmt.Errorf("%s: every run failed (%s), so there is no score; run the evaluation again", named,
			phrase.Cut(why))
	}
	for _, c := range list {
		for _, m := range slices.Sorted(maps.Keys(c.undone)) {
			return fmt.Errorf("%s: no run has a score: %s holds %s, which is no number; write numbers, shares as "+
				"0.85 or 85%%, or declare what it holds under grades", named, m,
				strings.Join(phrase.Few(slices.Sorted(maps.Keys(c.undone[m])), 3), ", "))
		}
	}
	return fmt.Errorf("%s: no run has a score; name the columns of scores, or bring the file that the tool writes "+
		"after scoring", named)
}
