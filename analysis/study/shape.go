package study

import "uptake/analysis/spec"

// Shape names what differs from study to study.
type Shape struct {
	Arms        []string         // arm code → name, in declared order; one name spec.AllArm without arms
	Control     int              // code of control, -1 without arms
	Segments    []string         // columns seg_<name> of units, text
	Attributes  []Attribute      // columns of suggestions
	Traits      []spec.Trait     // columns trait_<name> of suggestions
	HasRequests bool             // whether there is a requests table
	Persisted   bool             // whether suggestions have kept_s
	Variables   []spec.Variable  // columns var_<name> of units and unit days, scaled integers
	Values      []spec.CellValue // what rows carry, by place of spec.Demand.Values; each names a metric
}

// Attribute is one more column of the suggestions table.
type Attribute struct {
	Name   string
	Number bool // float64, else text
}

// Steps are the places among the variables of those that are steps of funnels, ascending.
func (s Shape) Steps() []int {
	var out []int
	for i, v := range s.Variables {
		if v.Step > 0 {
			out = append(out, i)
		}
	}
	return out
}
