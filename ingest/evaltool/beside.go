package evaltool

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// beside reads a table that stands beside the results, row by row.
func beside(ctx context.Context, t *spec.Table, key string, columns []table.Column, row func(file string, n int64,
	cell func(string) string) error) error {
	return table.Rows(ctx, &spec.Experiment{Zone: time.UTC}, t, key, columns,
		func(file string, n int64, cell func(string) string) error {
			return row(file, n, func(name string) string {
				if s := cell(name); !blank(s) {
					return s
				}
				return ""
			})
		})
}

// beside reads the tables that the evaluation names beside its results, of which out has all or some.
func (a *asked) beside(ctx context.Context, out *scored.Set, all bool) error {
	var known ids
	if a.Items != nil || a.Judge.Labels != nil {
		known = knownIDs(out)
	}
	if a.Items != nil {
		if err := a.items(ctx, out); err != nil {
			return err
		}
		ids := make([]*string, len(out.Items))
		for i := range ids {
			ids[i] = &out.Items[i].ID
		}
		if err := known.take(out, "items", a.Items.Written, ids, all); err != nil {
			return err
		}
		slices.SortFunc(out.Items, func(a, b scored.Item) int { return strings.Compare(a.ID, b.ID) })
		if all {
			known.unlisted(out, a.Items.Written)
		}
	}
	if a.Judge.Labels != nil {
		if err := a.labels(ctx, out); err != nil {
			return err
		}
		ids := make([]*string, len(out.Labels))
		for i := range ids {
			ids[i] = &out.Labels[i].Item
		}
		if err := known.take(out, "judge.labels", a.Judge.Labels.Written, ids, all); err != nil {
			return err
		}
	}
	if a.Population != nil {
		return a.population(ctx, out)
	}
	return nil
}

// items reads the data set that was evaluated.
func (a *asked) items(ctx context.Context, out *scored.Set) error {
	seen := map[string]int64{}
	out.Items = []scored.Item{}
	columns := []table.Column{{Name: "item", Names: itemNames, Needs: "the items' ids"},
		{Name: "category", Names: categoryNames}, {Name: "cluster", Names: clusterNames},
		{Name: "severity", Names: severityNames}, {Name: "weight", Names: weightNames, Number: true}}
	for _, name := range a.Segments {
		columns = append(columns, table.Column{Name: name, Names: []string{name}})
	}
	return beside(ctx, a.Items, "items", columns,
		func(file string, n int64, cell func(string) string) error {
			x := scored.Item{ID: cell("item"), Category: cell("category"), Cluster: cell("cluster"),
				Severity: cell("severity")}
			if x.ID == "" {
				return fmt.Errorf("items: %s, row %d has no id; fill it in, or take the row out", file, n)
			}
			if at, twice := seen[x.ID]; twice {
				return fmt.Errorf("items: %s has the item %q in rows %d and %d; give every item one row", file, x.ID,
					at, n)
			}
			seen[x.ID] = n
			if w := cell("weight"); w != "" {
				v, found := event.ParseNumber(w)
				if found != event.Value || v < 0 {
					return fmt.Errorf("items: %s, row %d: the weight %q is no number of 0 or more", file, n,
						phrase.Cut(w))
				}
				x.Weight = v
			}
			for _, name := range a.Segments {
				level := cell(name)
				a.met[name] = a.met[name] || level != ""
				x.Segments = append(x.Segments, level)
			}
			out.Items = append(out.Items, x)
			return nil
		})
}

// labels reads what people said of the same answers.
func (a *asked) labels(ctx context.Context, out *scored.Set) error {
	columns := []table.Column{{Name: "item", Names: itemNames, Needs: "the items' ids"},
		{Name: "label", Names: []string{"label", "value", "correct", "human", "grade"}, Needs: "what people said",
			Number: true},
		{Name: "version", Names: []string{"version", "model", "variant"}}, {Name: "metric", Names: metricNames}}
	return beside(ctx, a.Judge.Labels, "judge.labels", columns,
		func(file string, n int64, cell func(string) string) error {
			l := scored.Label{Item: cell("item"), Version: cell("version"), Metric: cell("metric"), File: file,
				Line: int(n)}
			if l.Item == "" {
				return fmt.Errorf("judge.labels: %s, row %d has no item's id; fill it in, or take the row out", file, n)
			}
			if l.Version != "" && !slices.ContainsFunc(a.Versions,
				func(v spec.EvalVersion) bool { return v.Name == l.Version || v.Label == l.Version && v.Label != "" }) {
				return fmt.Errorf("judge.labels: %s, row %d is about the version %q, which is none of those under "+
					"versions; write it as there, or leave it empty where the label holds for "+
					"all", file, n, phrase.Cut(l.Version))
			}
			for _, v := range a.Versions {
				if v.Label != "" && v.Label == l.Version {
					l.Version = v.Name
				}
			}
			text := cell("label")
			if text == "" {
				return nil // not labelled yet
			}
			v, state, _ := scoreText(text)
			if state != scored.Scored || v != 0 && v != 1 {
				return fmt.Errorf("judge.labels: %s, row %d: the label %q is neither 0 or 1 nor true or false (pass "+
					"or fail, correct or incorrect); write grades and points as right or "+
					"wrong", file, n, phrase.Cut(text))
			}
			l.Value = v
			out.Labels = append(out.Labels, l)
			return nil
		})
}

// population reads the shares of categories among users, and of the levels of segments where
// a column says which segment a row is about.
func (a *asked) population(ctx context.Context, out *scored.Set) error {
	names, columns := append(slices.Clone(categoryNames), "level", "group"), []table.Column{}
	if len(a.Segments) > 0 {
		columns = append(columns, table.Column{Name: "segment", Names: []string{"segment", "dimension"}})
	} else {
		names = append(names, "segment")
	}
	columns = append(columns, table.Column{Name: "category", Names: names, Needs: "the categories"},
		table.Column{Name: "share", Names: []string{"share", "users", "n", "count", "weight", "percent"},
			Needs: "their shares", Number: true})
	sum, written := map[string]float64{}, map[string]bool{} // by segment; whether its shares are in percent
	err := beside(ctx, a.Population, "population", columns,
		func(file string, n int64, cell func(string) string) error {
			s, c, text := cell("segment"), cell("category"), cell("share")
			percent := strings.HasSuffix(text, "%")
			v, found := event.ParseNumber(strings.TrimSuffix(text, "%"))
			if c == "" || found != event.Value || v < 0 {
				return fmt.Errorf("population: %s, row %d needs a category and its share or number of users; it has "+
					"%q and %q", file, n, phrase.Cut(c), phrase.Cut(text))
			}
			if s != "" && !slices.Contains(a.Segments, s) {
				return fmt.Errorf("population: %s, row %d is about the segment %q, which is none of those under "+
					"segments (%s); write it as there, or leave it empty where the row is about a category", file, n,
					phrase.Cut(s), strings.Join(a.Segments, ", "))
			}
			if percent {
				v /= 100
			}
			if _, seen := sum[s]; seen && written[s] != percent {
				return fmt.Errorf("population: %s, row %d has %q where the rows before are written %s; write all "+
					"shares of one kind alike", file, n, phrase.Cut(text), map[bool]string{true: "in percent",
					false: "without %"}[written[s]])
			}
			sum[s], written[s] = sum[s]+v, percent
			if slices.ContainsFunc(out.Users, func(u scored.Share) bool { return u.Segment == s && u.Category == c }) {
				return fmt.Errorf("population: %s, row %d: the category %q stands there twice; give it one row", file,
					n, phrase.Cut(c))
			}
			out.Users = append(out.Users, scored.Share{Segment: s, Category: c, Share: v})
			return nil
		})
	if err != nil {
		return err
	}
	if len(sum) == 0 {
		return fmt.Errorf("population: %s has no row below its header; give every category its share of users",
			a.Population.Written)
	}
	for _, of := range slices.Sorted(maps.Keys(sum)) {
		what := cmp.Or(of, "categories")
		switch {
		case sum[of] == 0:
			return fmt.Errorf("population: %s: the shares of %s are all 0; give shares or numbers of users",
				a.Population.Written, what)
		case written[of] && sum[of] > 1.01:
			return fmt.Errorf("population: %s: the shares of %s add up to %.4g%%, more than all users; mend them",
				a.Population.Written, what, 100*sum[of])
		}
	}
	return nil
}
