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

// besideColumn is a column of a table beside the results: its canonical name, those that it
// may go by, and what it holds where the table cannot do without it.
type besideColumn struct {
	name  string
	names []string
	needs string
}

// beside reads a table that stands beside the results, row by row.
func beside(ctx context.Context, t *spec.Table, key string, columns []besideColumn, row func(file string, n int64,
	cell func(string) string) error) error {
	open := func(bound map[string]string) (*table.Set, *table.Input) {
		with := *t
		with.Columns = bound
		set := table.New(nil)
		return set, set.Add(table.Beside(&spec.Experiment{Zone: time.UTC}, with, key))
	}
	set, in := open(nil)
	defer set.Close()
	if err := set.Find(); err != nil {
		return err
	}
	if err := set.Head(in.Probe(), 1, func(*table.Batch) error { return nil }); err != nil {
		return err
	}
	s := sheet{names: set.Names()}
	bound := map[string]string{}
	for _, c := range columns {
		asked, given := t.Columns[c.name]
		if given {
			bound[c.name] = asked
		} else if found := s.column(c.names...); found != "" {
			bound[c.name] = found
		} else if c.needs != "" {
			return fmt.Errorf("%s: %s has no column with %s; it has %s. Name it with %s: {path: %s, columns: {%s: …}}",
				key, set.FileNames(), c.needs, phrase.Columns(s.names), key, t.Written, c.name)
		}
	}
	for _, c := range slices.Sorted(maps.Keys(t.Columns)) {
		if !slices.ContainsFunc(columns, func(b besideColumn) bool { return b.name == c }) {
			return fmt.Errorf("%s.columns: %s has no meaning there; it knows %s", key, c, names(columns))
		}
	}
	again, _ := open(bound)
	defer again.Close()
	if err := again.Find(); err != nil {
		return err
	}
	for _, c := range columns {
		if bound[c.name] != "" {
			again.Wants.Add(c.name, false, false)
		}
	}
	return again.Each(ctx, func(b *table.Batch) error {
		if len(b.Bad) > 0 {
			return fmt.Errorf("%s, row %d cannot be read: %s", b.Name(), b.Bad[0].Row, b.Bad[0].Why)
		}
		for i := range b.Rows {
			err := row(b.Name(), b.Row(i), func(name string) string {
				if again.Wants.Place(name) < 0 {
					return ""
				}
				s := b.Column(name).Value(i)
				if blank(s) {
					return ""
				}
				return strings.Clone(s)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func names(columns []besideColumn) string {
	var out []string
	for _, c := range columns {
		out = append(out, c.name)
	}
	return strings.Join(out, ", ")
}

// beside reads the tables that the evaluation names beside its results.
func (a *asked) beside(ctx context.Context, out *scored.Set) error {
	if a.Items != nil {
		if err := a.items(ctx, out); err != nil {
			return err
		}
	}
	if a.Judge.Labels != nil {
		if err := a.labels(ctx, out); err != nil {
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
	columns := []besideColumn{{"item", itemNames, "the items' ids"}, {"category", categoryNames, ""},
		{"cluster", clusterNames, ""}, {"severity", severityNames, ""}, {"weight", weightNames, ""}}
	for _, name := range a.Segments {
		columns = append(columns, besideColumn{name: name, names: []string{name}})
	}
	err := beside(ctx, a.Items, "items", columns,
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
	slices.SortFunc(out.Items, func(a, b scored.Item) int { return strings.Compare(a.ID, b.ID) })
	return err
}

// labels reads what people said of the same answers.
func (a *asked) labels(ctx context.Context, out *scored.Set) error {
	return beside(ctx, a.Judge.Labels, "judge.labels", []besideColumn{{"item", itemNames, "the items' ids"}, {"label",
		[]string{"label", "value", "correct", "human", "grade"}, "what people said"},
		{"version", []string{"version", "model", "variant"}, ""}, {"metric", metricNames, ""}},
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
			if state != scored.Scored {
				return fmt.Errorf("judge.labels: %s, row %d: the label %q is neither a number nor true or false "+
					"(pass or fail, correct or incorrect)", file, n, phrase.Cut(text))
			}
			l.Value = v
			out.Labels = append(out.Labels, l)
			return nil
		})
}

// population reads the shares of categories among users, and of the levels of segments where
// a column says which segment a row is about.
func (a *asked) population(ctx context.Context, out *scored.Set) error {
	names, columns := append(slices.Clone(categoryNames), "level", "group"), []besideColumn{}
	if len(a.Segments) > 0 {
		columns = append(columns, besideColumn{"segment", []string{"segment", "dimension"}, ""})
	} else {
		names = append(names, "segment")
	}
	columns = append(columns, besideColumn{"category", names, "the categories"},
		besideColumn{"share", []string{"share", "users", "n", "count", "weight", "percent"}, "their shares"})
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
