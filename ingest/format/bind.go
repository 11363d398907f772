package format

import "strings"

// split is one way to read an asked name: a column, and a path into it.
type split struct {
	column string
	path   []string // empty: the column itself
}

// splits lists the ways to read a name, the one that counts first: the whole
// text as a column, then ever shorter columns with a path into them.
func splits(name string) []split {
	list := []split{{column: name}}
	for i := len(name) - 1; i > 0; i-- {
		if name[i] == '.' && i+1 < len(name) {
			list = append(list, split{name[:i], strings.Split(name[i+1:], ".")})
		}
	}
	return list
}
