package evaltool_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/ingest/evaltool"
)

// TestDecimalIDs: ids that one version writes as decimals pair with whole numbers where texts prove it, and stay as
// they are where a text differs or there is none.
func TestDecimalIDs(t *testing.T) {
	rows := func(id, input string) string {
		var b strings.Builder
		b.WriteString("item,input,correct\n")
		for i := range 12 {
			fmt.Fprintf(&b, id+","+input+",1\n", i)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, v1, v2 string
		want         bool
	}{
		{"v2 as decimals", rows("%[1]d", "what is %[1]d"), rows("%[1]d.0", "what is %[1]d"), true},
		{"v1 as decimals", rows("%[1]d.0", "what is %[1]d"), rows("%[1]d", "what is %[1]d"), true},
		{"another text", rows("%[1]d", "what is %[1]d"), rows("%[1]d.0", "who is %[1]d"), false},
		{"no text", rows("%[1]d", ""), rows("%[1]d.0", ""), false},
		{"versions of a product", rows("%[1]d", "what is %[1]d"), rows("%[1]d.1", "what is %[1]d"), false},
		{"both as decimals", rows("%[1]d.0", "what is %[1]d"), rows("%[1]d.0", "what is %[1]d"), false},
	} {
		dir := t.TempDir()
		e := asked(map[string][]string{"v1": {write(t, filepath.Join(dir, "1.csv"), c.v1)},
			"v2": {write(t, filepath.Join(dir, "2.csv"), c.v2)}})
		set, err := evaltool.Read(t.Context(), e, evaltool.Options{})
		if err != nil {
			t.Fatal(c.name, err)
		}
		var ids [2][]string
		for v := range ids {
			for _, r := range set.Versions[v].Runs {
				ids[v] = append(ids[v], r.Item)
			}
		}
		noted := slices.ContainsFunc(set.Notes, func(n scored.Note) bool { return n.Code == "eval_ids_decimal" })
		alike := slices.Equal(ids[0], ids[1]) && ids[0][2] == "10"
		if alike != c.want || noted != c.want || !slices.IsSorted(ids[1]) {
			t.Errorf("%s: %v and %v, noted %v", c.name, ids[0], ids[1], noted)
		}
		if !c.want {
			continue
		}
		asked := func(_, item string) bool { return item == "7" }
		again, err := evaltool.Read(t.Context(), e, evaltool.Options{Texts: asked, Before: set})
		if err != nil || len(again.Versions[0].Runs) != 1 || len(again.Versions[1].Runs) != 1 ||
			again.Versions[1].Runs[0].Item != "7" || again.Versions[1].Runs[0].Text.Input != "what is 7" {
			t.Errorf("%s: read again %v, %+v", c.name, err, again)
		}
	}
}
