package evaltool

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/ingest/phrase"
)

// fits reports whether the place-th of the ids tells the items of a version apart: every
// record has one, and none stands for two inputs.
func (c *collector) fits(place int) (all bool, twice *[2]kept) {
	prints := map[string]int{}
	for i, k := range c.records {
		if len(k.ids) <= place || k.ids[place] == "" {
			if k.errored && place+1 < len(k.ids) { // what failed may not say all; see choose
				continue
			}
			return false, nil
		}
		id := k.task + "\x00" + k.ids[place]
		if first, seen := prints[id]; !seen {
			prints[id] = i
		} else if f := c.records[first]; f.print != "" && k.print != "" && f.print != k.print {
			return true, &[2]kept{f, k}
		}
	}
	return true, nil
}

// known chooses what the items of versions that one tool wrote are known by: the first id
// that fits in all of them.
func known(list []*collector) error {
	places := 0
	for _, c := range list {
		places = max(places, len(c.keys))
	}
	if len(list) > 0 && list[0].columns["item"] != "" {
		places = 1
	}
	var why error
	for place := range places {
		fit := true
		for _, c := range list {
			all, twice := c.fits(place)
			if twice != nil {
				a, b := twice[0], twice[1]
				err := fmt.Errorf("versions.%s: the item %q stands for two inputs: %s, record %d (%q) and %s, record "+
					"%d (%q); give every item an id of its own, or name the right one with columns: {item: …}",
					c.spec.Name, a.ids[place], a.file, a.line, phrase.Cut(cmp.Or(a.input,
						a.print)), b.file, b.line, phrase.Cut(cmp.Or(b.input, b.print)))
				if why == nil {
					why = err
				}
			}
			fit = fit && all && twice == nil
		}
		if fit {
			choose(list, place)
			return nil
		}
	}
	if why != nil {
		return why
	}
	c := list[0]
	for _, c = range list {
		for _, k := range c.records {
			if !slices.ContainsFunc(k.ids, func(id string) bool { return id != "" }) {
				return fmt.Errorf("versions.%s: %s, record %d has nothing that its item is known by; %s", c.spec.Name,
					k.file, k.line, c.tool.noItem())
			}
		}
	}
	return fmt.Errorf("versions.%s: %s has nothing that tells every item; %s", c.spec.Name,
		strings.Join(phrase.Few(c.files, 3), ", "), c.tool.noItem())
}

// choose takes one of the ids as the item's. A failed run that lacks it is known by what
// other runs with another id in common have; by that other id where there are none.
func choose(list []*collector, place int) {
	alias := map[string]string{} // place and id → item; "" where it is of several
	for _, c := range list {
		for _, k := range c.records {
			for i, id := range k.ids {
				if id == "" || i <= place || k.ids[place] == "" {
					continue
				}
				key := fmt.Sprint(i, "\x00", id)
				if other, seen := alias[key]; seen && other != k.ids[place] {
					alias[key] = ""
				} else if !seen {
					alias[key] = k.ids[place]
				}
			}
		}
	}
	several := map[string]bool{}
	for _, c := range list {
		for t := range c.task {
			several[t] = true
		}
	}
	for _, c := range list {
		for i := range c.records {
			k := &c.records[i]
			item := k.ids[place]
			for j := place + 1; j < len(k.ids) && item == ""; j++ {
				if k.ids[j] != "" {
					item = cmp.Or(alias[fmt.Sprint(j, "\x00", k.ids[j])], k.ids[j])
				}
			}
			k.ids = []string{item}
			if len(several) > 1 && k.task != "" && c.tool.tasked {
				k.ids[0] = k.task + "/" + item
				k.category = cmp.Or(k.category, k.task)
			}
		}
		if path := c.columns["item"]; path != "" {
			c.keys = []string{path}
		} else if place < len(c.keys) {
			c.keys = []string{c.keys[place]}
		}
	}
}
