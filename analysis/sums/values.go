package sums

// Values counts the cells of one value (spec.Demand.Values) in one arm: of the rows
// that the value is made of, those whose cell holds none. Such a row is used; it
// adds nothing to this value alone. Units seen in two arms are not in it.
type Values struct {
	Rows    int64
	Missing int64
	Broken  int64
	Example *Example // the first broken cell; nil without
}

// Add adds the cells of other rows.
func (v *Values) Add(o Values) {
	v.Rows += o.Rows
	v.Missing += o.Missing
	v.Broken += o.Broken
	if o.Example != nil && (v.Example == nil || o.Example.Less(*v.Example)) {
		v.Example = o.Example
	}
}

// addValues adds o to t, by value and arm.
func addValues(t, o [][]Values) [][]Values {
	for k, arms := range o {
		if k == len(t) {
			t = append(t, make([]Values, len(arms)))
		}
		for a, v := range arms {
			t[k][a].Add(v)
		}
	}
	return t
}
