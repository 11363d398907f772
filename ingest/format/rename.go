package format

import (
	"fmt"
	"slices"
	"strings"
)

// Same says whether two names are one but for white space and case.
func Same(a, b string) bool { return a == b || strings.EqualFold(squeezed(a), squeezed(b)) }

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// Has says whether a name, or a path into a column, is found among the names
// of a file: as written, or by a name that is the same but for white space and
// case.
func Has(names []string, name string) bool {
	return hasColumn(names, name) || nearName(names, name) != nil
}

// hasColumn is Has for names as written.
func hasColumn(names []string, name string) bool {
	for _, n := range names {
		if n == name || inside(name, n) {
			return true
		}
	}
	if !strings.ContainsAny(name, `."[`) {
		return false
	}
	for _, s := range splits(name)[1:] {
		if slices.Contains(names, s.column) {
			return true
		}
	}
	way := unquoted(name)
	return way != name && hasColumn(names, way)
}

// unquoted gives a path as lists of names hold it: without the quotes around
// its keys.
func unquoted(name string) string {
	way, ok := steps(name)
	if !ok || !strings.Contains(name, `"`) {
		return name
	}
	var b strings.Builder
	for i, s := range way {
		switch {
		case s.in == nil && i > 0:
			b.WriteString("." + s.key)
		case s.in == nil:
			b.WriteString(s.key)
		case s.in.field == "":
			fmt.Fprintf(&b, "[%d]", s.in.index)
		default:
			fmt.Fprintf(&b, "[%s=%s]", s.in.field, selectable([]byte(s.in.value)))
		}
	}
	if strings.Contains(b.String(), `"`) { // a quote that is part of a key
		return name
	}
	return b.String()
}

// inside says whether path is a way into the column named.
func inside(path, column string) bool {
	return len(path) > len(column) && path[:len(column)] == column && (path[len(column)] == '.' ||
		path[len(column)] == '[')
}

// nearName gives the names that are the same as the asked one, or as the
// longest column that it is a path into, but for white space and case; rest is
// the path.
func nearName(names []string, name string) (found []string) {
	for end := len(name); end > 0; end = strings.LastIndexAny(name[:end], ".[") {
		for _, n := range names {
			if n != "" && Same(n, name[:end]) && !slices.Contains(found, n+name[end:]) {
				found = append(found, n+name[end:])
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// renamed gives the asked columns by the names that the file has for them, and says so.
func renamed(file string, names []string, columns []Column, o Options) ([]Column, error) {
	out, said, err := Near(file, names, columns)
	if said != "" {
		o.note("%s", said)
	}
	return out, err
}

// Near gives the asked columns by the names that a file has for them; said is the note
// on those that differ by white space or case, "" without.
func Near(file string, names []string, columns []Column) (out []Column, said string, err error) {
	var differ []string
	out = slices.Clone(columns)
	for i, c := range columns {
		if hasColumn(names, c.Name) || slices.ContainsFunc(names, func(n string) bool { return inside(n, c.Name) }) {
			continue
		}
		switch near := nearName(names, c.Name); len(near) {
		case 0:
		case 1:
			out[i].Name = near[0]
			differ = append(differ, fmt.Sprintf("%q is read as %s", near[0], c.Name))
		default:
			if c.Optional {
				continue
			}
			return nil, "", fmt.Errorf("%s has %q and %q, which differ from %q by white space or case alone, so "+
				"which is meant is not known; name the one that is meant exactly as the file does",
				file, near[0], near[1], c.Name)
		}
	}
	if differ != nil {
		said = "has names that differ from those asked for by white space or case: " + strings.Join(differ, ", ")
	}
	return out, said, nil
}

// Lacks reports whether a file of these columns certainly has none of an asked name,
// and nothing that a path of that name could lead to or into.
func Lacks(names []string, name string) bool {
	if strings.ContainsAny(name, `"[`) || hasColumn(names, name) {
		return false
	}
	return !slices.ContainsFunc(names, func(n string) bool { return inside(n, name) })
}

func twice(file, column string) error {
	return fmt.Errorf("%s has more than one column named %q, so which is meant is not known; give them different names",
		file, column)
}
