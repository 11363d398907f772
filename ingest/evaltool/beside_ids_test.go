package evaltool_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// TestTableBeside: a table of items or labels is matched by ids as they stand, and as whole numbers where one side
// writes them as decimals; one without any item of the results is refused, items that it lacks are counted.
func TestTableBeside(t *testing.T) {
	results := func(id string) string {
		var b strings.Builder
		b.WriteString("item,correct\n")
		for i := range 12 {
			fmt.Fprintf(&b, id+",1\n", i)
		}
		return b.String()
	}
	table := func(head, id, cell string, n int) string {
		var b strings.Builder
		b.WriteString("item," + head + "\n")
		for i := range n {
			fmt.Fprintf(&b, id+","+cell+"\n", i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, ids, items, labels string
		first                    string // of the items, as read
		notes                    []string
		err                      string
	}{
		{name: "as they stand", ids: "%d", items: table("category", "%d", "a", 12), first: "0"},
		{name: "items as decimals", ids: "%d", items: table("category", "%d.0", "a", 12), first: "0",
			notes: []string{"eval_ids_decimal"}},
		{name: "results as decimals", ids: "%d.0", items: table("category", "%d", "a", 12), first: "0.0",
			notes: []string{"eval_ids_decimal"}},
		{name: "labels as decimals", ids: "%d", labels: table("label", "%d.0", "1", 3),
			notes: []string{"eval_ids_decimal"}},
		{name: "some are not listed", ids: "%d", items: table("category", "%d", "a", 5), first: "0",
			notes: []string{"eval_items_unlisted"}},
		{name: "other items", ids: "q-%d", items: table("category", "case-%d", "a", 5),
			err: `none of the 5 ids of items.csv (such as "case-0") is that of an item in the results (such as "q-0")`},
		{name: "other labels", ids: "q-%d", labels: table("label", "%d", "1", 5),
			err: `judge.labels: none of the 5 ids of labels.csv (such as "0") is that`},
		{name: "no row", ids: "q-%d", items: "item,category\n", err: "items: items.csv has no row"},
		{name: "nothing labelled", ids: "q-%d", labels: table("label", "q-%d", "", 5),
			err: "judge.labels: labels.csv has no row"},
		{name: "labels that are points", ids: "q-%d", labels: table("label", "q-%d", "4", 5),
			err: `labels.csv, row 1: the label "4" is neither 0 or 1 nor`},
	} {
		dir := t.TempDir()
		rows := write(t, filepath.Join(dir, "v.csv"), results(c.ids))
		e := asked(map[string][]string{"v1": {rows}, "v2": {rows}})
		if c.items != "" {
			e.Items = &spec.Table{Path: write(t, filepath.Join(dir, "items.csv"), c.items), Written: "items.csv"}
		}
		if c.labels != "" {
			e.Judge.Labels = &spec.Table{Path: write(t, filepath.Join(dir, "labels.csv"), c.labels),
				Written: "labels.csv"}
		}
		set, err := evaltool.Read(t.Context(), e, evaltool.Options{})
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var notes []string
		for _, n := range set.Notes {
			notes = append(notes, n.Code)
		}
		if !slices.Equal(notes, c.notes) || c.first != "" && set.Items[0].ID != c.first {
			t.Errorf("%s: %v, %v", c.name, notes, set.Items)
		}
		if c.labels != "" && (len(set.Labels) != 3 || set.Labels[2] != scored.Label{Item: "2", Value: 1,
			File: set.Labels[2].File, Line: 3}) {
			t.Errorf("%s: %+v", c.name, set.Labels)
		}
	}
}
