package config

import (
	"crypto/sha256"
	"encoding/hex"

	"uptake/analysis/spec"
)

// each binds the column of whose every value an experiment is made, as a file of one
// of these would: in exposure rows by exposure, else among the columns of the table
// that has the arm.
func each(o *object) string {
	t, ok := o.object("each")
	if !ok {
		return ""
	}
	column := t.text("column")
	switch {
	case column == "" && !t.has("column"):
		t.bad("column", "names the column of whose every value an experiment is made, such as each: {column: test_id}")
	case column != "":
		o.bindExperiment(t.m["column"])
	}
	t.done()
	return column
}

// bindExperiment puts the column where the file of one experiment has it.
func (o *object) bindExperiment(column any) {
	_, assigned := o.m["assignments"].(map[string]any)
	path := []string{"columns"}
	switch {
	case assigned:
		path = []string{"assignments", "columns"}
	case o.file.layout == spec.Events:
		path = []string{"exposure"}
	}
	at, names := o.m, ""
	for _, key := range path {
		names = join(names, key)
		in, ok := at[key].(map[string]any)
		if !ok {
			if v, there := at[key]; there && v != (Text{}) {
				return // what is no table is refused where it is read
			}
			in = map[string]any{}
			at[key] = in
		}
		at = in
	}
	if v, ok := at["experiment"]; ok {
		o.p.add(names+".experiment", placeOf(v), "each binds the column of the experiment's id already; remove it, "+
			"or remove each")
		return
	}
	at["experiment"] = column
}

// Member is one experiment of a family: what a file says with the value for its id.
func Member(family *spec.Experiment, id string) *spec.Experiment {
	e := *family
	e.Each = ""
	e.ID, e.Family, e.Slug = id, family.ID, family.Slug+"/"+memberSlug(id)
	e.Given = nil
	for _, g := range family.Given {
		if g.Name == "experiment" {
			g.Texts = []string{id}
		}
		e.Given = append(e.Given, g)
	}
	return &e
}

// memberSlug is a folder's name that is the id itself where it can be, else has a mark
// of its own: whatever other values come and go, a member keeps its folder, and none
// shares it.
func memberSlug(id string) string {
	s := slug(id)
	if s == id {
		return s
	}
	sum := sha256.Sum256([]byte(id))
	return s + "-" + hex.EncodeToString(sum[:5])
}
