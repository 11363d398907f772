package firstfile

import (
	"slices"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/preset"
)

// vendorOf gives the preset of an export with these columns.
func vendorOf(names []string) (preset.Preset, bool) {
	all := preset.All()
	i := slices.IndexFunc(all, func(p preset.Preset) bool {
		return !slices.ContainsFunc(p.Marks, func(m string) bool { return !marked(names, m) })
	})
	if i < 0 {
		return preset.Preset{}, false
	}
	p := all[i]
	if p.ArmAfter != "" { // which experiment it is about, its columns say where no row does
		k := slices.IndexFunc(names, func(n string) bool { return between(n, p.ArmAfter, p.ArmBefore) != "" })
		if k >= 0 {
			p.Arm = names[k]
		}
	}
	return p, true
}

// marked reports whether there is a column; a name that ends in a point is that of columns
// below it, and one with a star of any that goes on behind it like that;
// behind = there has to be that column and no path.
func marked(names []string, mark string) bool {
	if before, after, any := strings.Cut(mark, "*"); any {
		return slices.ContainsFunc(names, func(n string) bool { return between(n, before, after) != "" })
	}
	if exact, ok := strings.CutPrefix(mark, "="); ok { // no path into what may hold anything
		return slices.Contains(names, exact)
	}
	if strings.HasSuffix(mark, ".") {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, mark) })
	}
	return format.Has(names, mark)
}

// lacking gives what an export needs and has not, with the reason.
func lacking(p preset.Preset, names []string) (preset.Need, bool) {
	i := slices.IndexFunc(p.Needs, func(n preset.Need) bool { return !format.Has(names, n.Column) })
	if i < 0 {
		return preset.Need{}, false
	}
	return p.Needs[i], true
}

// complete reports whether an export has every column that the preset binds.
func complete(p preset.Preset, names []string) bool {
	if _, lacks := lacking(p, names); lacks {
		return false
	}
	return !slices.ContainsFunc(p.Columns, func(line string) bool {
		_, path, _ := strings.Cut(line, ": ")
		return !strings.Contains(path, "[]") && !format.Has(names, path)
	})
}

// feature is the experiment's id where a column bears it and no row, "" elsewhere.
func feature(p preset.Preset) string {
	if p.ArmAfter == "" {
		return ""
	}
	return between(p.Arm, p.ArmAfter, p.ArmBefore)
}

// between is what stands between two texts in the name of a column, "" where they are not its ends.
func between(name, after, before string) string {
	name = strings.ReplaceAll(name, `"`, "") // a key with points in it is quoted
	id, isAfter := strings.CutPrefix(name, after)
	id, isBefore := strings.CutSuffix(id, before)
	if !isAfter || !isBefore {
		return ""
	}
	return id
}
