package evaltool_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/scored"
	"uptake/ingest/evaltool"
)

// TestBefore: what is read once more of some items, rows picked by what was read before, is what
// a whole reading has of them, whether a row is a run, a part of one, or another version's.
func TestBefore(t *testing.T) {
	long := strings.Repeat("words that fill more than one block of rows ", 24)
	for _, c := range []struct {
		name, header string
		row          func(item, repeat int) string
	}{
		{"numbered", "item,repeat,output,s", func(i, k int) string {
			return fmt.Sprintf("q%d,%d,%s%d,0.%d\n", i, k, long, i*k, i)
		}},
		{"unnumbered", "item,output,s", func(i, k int) string {
			return fmt.Sprintf("q%d,%s%d,0.%d\n", i, long, i*k, k)
		}},
		{"twice", "item,repeat,output,s", func(i, k int) string {
			return strings.Repeat(fmt.Sprintf("q%d,%d,%s%d,1\n", i, k, long, i), 1+i%2)
		}},
		{"a score a row", "item,repeat,output,metric,value", func(i, k int) string {
			return fmt.Sprintf("q%d,%d,%s,a,1\nq%d,%d,%s,b,0.5\n", i, k, long, i, k, long)
		}},
		{"two versions", "item,repeat,version,output,s", func(i, k int) string {
			return fmt.Sprintf("q%d,%d,v1,%s,1\nq%d,%d,v2,%s,0\n", i, k, long, i, k, long)
		}},
	} {
		var b strings.Builder
		b.WriteString(c.header + "\n")
		for i := range 600 {
			b.WriteString(c.row(i, 1) + c.row(i, 2))
		}
		path := write(t, filepath.Join(t.TempDir(), "rows.csv"), b.String())
		e := asked(map[string][]string{"v1": {path}, "v2": {path}})
		read := func(o evaltool.Options) *scored.Set {
			set, err := evaltool.Read(context.Background(), e, o)
			if err != nil {
				t.Fatal(c.name, err)
			}
			return set
		}
		wanted := []string{"q1", "q300", "q599"}
		texts := func(_, item string) bool { return slices.Contains(wanted, item) }
		plain := func(set *scored.Set) (out []string) { // as texts, so that NaN is like itself
			for _, v := range set.Versions {
				for i, r := range v.Runs {
					if texts("", r.Item) {
						out = append(out, fmt.Sprint(*r.About, r.Repeat, r.Line, r.Errored, *r.Text))
						for m := range set.Metrics {
							out = append(out, fmt.Sprint(v.Of(m).At(i)))
						}
					}
				}
			}
			return out
		}
		whole := plain(read(evaltool.Options{}))
		before := read(evaltool.Options{Small: 1})
		if before.Versions[0].Runs[0].Text != nil {
			t.Fatal(c.name, "texts were kept that nobody asked for")
		}
		places := &evaltool.Places{}
		read(evaltool.Options{Small: 1, Places: places})
		for _, p := range []*evaltool.Places{nil, {}, places, places} {
			if again := plain(read(evaltool.Options{Texts: texts, Before: before, Places: p})); len(again) == 0 ||
				!slices.Equal(again, whole) {
				t.Errorf("%s: %d runs read again, want the %d of the whole reading", c.name, len(again), len(whole))
			}
		}
	}
}
