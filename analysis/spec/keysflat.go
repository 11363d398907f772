package spec

import (
	"fmt"
	"strings"
)

// Flat is one thing that an experiment file says: a key without keys inside.
type Flat struct {
	Path   string   // entries of lists go by their name, their path, else their number: metrics[tasks].role
	Above  []string // the paths of the tables that it stands in, the outermost first
	Text   string   // what is written, lists joined by commas
	Preset string   // the preset that says it, and no file
	From   string   // the file that it stands in, where another extends it; "" = the experiment file
}

// Flatten lists what a file says, in its order.
func Flatten(given []Given) []Flat {
	f := &flattener{taken: map[string]bool{}}
	f.table("", nil, given)
	return f.out
}

type flattener struct {
	out   []Flat
	taken map[string]bool // paths of tables
}

func (f *flattener) table(at string, above []string, table []Given) {
	for _, g := range table {
		path := g.Name
		if at != "" {
			path = at + "." + g.Name
		}
		if len(g.Texts) > 0 || len(g.Tables) == 0 {
			f.out = append(f.out, Flat{path, above, strings.Join(g.Texts, ", "), g.Preset, g.From})
		}
		above := append(above[:len(above):len(above)], path)
		for i, t := range g.Tables {
			to, in := path, above
			if g.Listed {
				to = fmt.Sprintf("%s[%s]", path, entryName(t, i))
				for n := 2; f.taken[to]; n++ { // two of one name
					to = fmt.Sprintf("%s[%s %d]", path, entryName(t, i), n)
				}
				f.taken[to] = true
				in = append(above, to)
			}
			f.table(to, in, t)
		}
	}
}

func entryName(table []Given, i int) string {
	for _, key := range []string{"name", "path"} {
		if g, ok := GivenIn(table, key); ok && len(g.Texts) == 1 {
			return g.Texts[0]
		}
	}
	return fmt.Sprint(i + 1)
}
