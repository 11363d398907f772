package evaltool

import (
	"fmt"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/scored"
	"uptake/ingest/phrase"
)

// ids are those of the items that runs are of, each with how a table beside the results may write it otherwise.
type ids struct {
	as    map[string]bool
	whole map[string]string // as a whole number → as it is; "" where two are
}

// knownIDs lists the ids of all runs.
func knownIDs(out *scored.Set) ids {
	known := ids{map[string]bool{}, map[string]string{}}
	for i := range out.Versions {
		var last *scored.About
		for k := range out.Versions[i].Runs {
			about := out.Versions[i].Runs[k].About
			if about == last || known.as[about.Item] {
				continue
			}
			last = about
			id := about.Item
			known.as[id] = true
			whole, _ := scored.Whole(id)
			if other, twice := known.whole[whole]; twice && other != id {
				id = ""
			}
			known.whole[whole] = id
		}
	}
	return known
}

// take makes the ids of a table beside the results those of the runs, where none is one as it stands and some are as
// whole numbers written as decimals (1.0). A table without any is refused where all runs are known.
func (known ids) take(out *scored.Set, key, file string, list []*string, all bool) error {
	if len(list) == 0 {
		return fmt.Errorf("%s: %s has no row with an id and what it says of it; fill it in, or leave %s out", key, file,
			key)
	}
	if slices.ContainsFunc(list, func(id *string) bool { return known.as[*id] }) {
		return nil
	}
	first := *list[0]
	found := 0
	for _, id := range list {
		whole, _ := scored.Whole(*id)
		if as := known.whole[whole]; as != "" {
			*id, found = as, found+1
		}
	}
	switch {
	case found > 0:
		out.Notes = append(out.Notes, scored.Note{Code: "eval_ids_decimal", Detail: counted.Sprintf("%s: ids are "+
			"whole numbers that either %s or the results write as decimals (%s in the one); %d are read as the "+
			"results have them", key, file, phrase.Cut(first), found)})
	case all:
		return counted.Errorf("%s: none of the %d ids of %s (such as %q) is that of an item in the results (such as "+
			"%q); name the column that holds the results' ids under %s: {path: …, columns: {item: …}}, or the one "+
			"that holds the table's under columns: {item: "+
			"…}", key, len(list), file, phrase.Cut(first), phrase.Cut(known.first()), key)
	}
	return nil
}

// first is the least of the ids.
func (known ids) first() (least string) {
	for id := range known.as {
		if least == "" || id < least {
			least = id
		}
	}
	return least
}

// unlisted notes items of the results that the data set does not have.
func (known ids) unlisted(out *scored.Set, file string) {
	listed := map[string]bool{}
	for _, x := range out.Items {
		listed[x.ID] = true
	}
	n, example := 0, ""
	for id := range known.as {
		if !listed[id] {
			if n++; example == "" || id < example {
				example = id
			}
		}
	}
	if n > 0 {
		out.Notes = append(out.Notes, scored.Note{Code: "eval_items_unlisted", Detail: counted.Sprintf("%d items of "+
			"the results are not in %s, such as %s; nothing of it is known of them", n, file, phrase.Cut(example))})
	}
}
