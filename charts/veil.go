package charts

import (
	"reflect"
	"slices"

	"uptake/analysis/report"
)

// mustVeil reports whether no lift may be shown: the units were not split as
// planned, or the verdict says that the data must not be used.
func mustVeil(r *report.Report) bool {
	if r.Decision.Verdict == report.DoNotUse {
		return true
	}
	for _, c := range r.Health.Checks {
		if (c.Name == "srm" || c.Name == "srm_sequential") && c.Status == "fail" {
			return true
		}
	}
	return false
}

// prepare returns a copy of r that every output may print: lists are empty
// rather than null, and where the data must not be decided on, every number
// that compares arms is undefined. The analysis hides them already; doing it
// again here means that no output can forget to.
func prepare(r *report.Report) *report.Report {
	c := deepCopy(reflect.ValueOf(r)).Interface().(*report.Report)
	if !mustVeil(c) {
		return c
	}
	c.Health.Checks = slices.DeleteFunc(c.Health.Checks, func(k report.Check) bool { return k.Name == "too_good" })
	for i := range c.Metrics {
		veil(c.Metrics[i].Comparisons)
	}
	for i := range c.Segments {
		veil(c.Segments[i].Comparisons)
	}
	for i := range c.Series {
		veilInterval(&c.Series[i].Abs)
		veilInterval(&c.Series[i].Rel)
		c.Series[i].Sequential = nil
	}
	return c
}

func veil(cs []report.Comparison) {
	u := report.Undefined()
	for i := range cs {
		c := &cs[i]
		veilInterval(&c.Abs)
		veilInterval(&c.Rel)
		c.SE, c.DF, c.Statistic, c.P, c.Log10P, c.PAdjusted = u, u, u, u, u, u
		c.FirstSeen, c.CUPED, c.Sequential, c.Looks, c.Bayes, c.Also = nil, nil, nil, nil, nil, nil
		c.State, c.StateSoFar = "none", "none"
	}
}

func veilInterval(iv *report.Interval) {
	iv.Value, iv.Lo, iv.Hi, iv.Bounded = report.Undefined(), report.Undefined(), report.Undefined(), false
}

// deepCopy copies plain data; nil slices become empty ones.
func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(deepCopy(v.Elem()))
		return p
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			s.Index(i).Set(deepCopy(v.Index(i)))
		}
		return s
	case reflect.Struct:
		s := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			s.Field(i).Set(deepCopy(v.Field(i)))
		}
		return s
	}
	return v
}
