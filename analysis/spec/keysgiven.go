package spec

import "slices"

// Given is what an experiment file says under one key, as it is written.
type Given struct {
	Name   string    // of the key in its table, or of the file's own making
	Key    string    // path of its row in Keys; "" for names of the file's own making
	Texts  []string  // the text, or the list of them
	Tables [][]Given // the table, or the list of them
	Listed bool      // written as a list
	Preset string    // the preset that says it, and no file; "" = a file does
	From   string    // the file that it stands in, where the experiment file extends it; "" = that file, or several
}

// GivenIn returns what a table says under a name.
func GivenIn(table []Given, name string) (Given, bool) {
	for _, g := range table {
		if g.Name == name {
			return g, true
		}
	}
	return Given{}, false
}

// Carry keeps of a table what Keys carries over to the file of a next experiment.
func Carry(table []Given) []Given {
	var out []Given
	for _, g := range table {
		k, ok := FindKey(g.Key)
		if !ok || !k.Carried || g.Preset != "" {
			continue
		}
		if k.Type == NamesKey || k.Type == GroupsKey {
			if g.Tables = ofFile(g.Tables); len(g.Tables) == 0 {
				continue
			}
		}
		if k.Type == TableKey || k.Type == ListKey {
			var tables [][]Given
			for _, t := range g.Tables {
				if t = Carry(t); len(t) > 0 {
					tables = append(tables, t)
				}
			}
			if g.Tables = tables; len(tables) == 0 && len(g.Texts) == 0 {
				continue
			}
		}
		out = append(out, g)
	}
	return out
}

// ofFile leaves out names that a preset gives.
func ofFile(tables [][]Given) [][]Given {
	var out [][]Given
	for _, t := range tables {
		t = slices.DeleteFunc(slices.Clone(t), func(g Given) bool { return g.Preset != "" })
		if len(t) > 0 {
			out = append(out, t)
		}
	}
	return out
}
