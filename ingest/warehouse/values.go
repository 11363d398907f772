package warehouse

import (
	"fmt"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// unitValue is one value of a unit that SQL makes: what is counted, of all its days or of some.
type unitValue struct {
	of          valueKind
	variable    int
	count       study.States
	within      study.States // of sessions: those that are looked at; of a quotient: what it is divided by
	without     bool         // sessions with none of count
	any         bool         // 1 where something is counted
	first, last int          // days since first exposure, both included; last -1: all
}

// valueKind is what a value is made of.
type valueKind uint8

const (
	ofVariable valueKind = iota
	ofSuggestions
	ofSessions
	ofQuotient // of two numbers of suggestions; units with a divisor of 0 have none
)

// valueOf is a component of a vector: of a unit's days of an age where one is given.
func valueOf(metric string, x *fold.Value, age *fold.Age) (unitValue, error) {
	v := unitValue{variable: x.Var, count: x.Count, within: x.Within, without: x.Without, any: x.Any, last: -1}
	if age != nil {
		v.first, v.last = age.From, age.To
	}
	switch {
	case x.From == fold.Variable && !x.Any:
		v.of = ofVariable
	case x.From == fold.Suggestions:
		v.of = ofSuggestions
	case x.From == fold.Sessions && !x.Any && age == nil && x.Count&^x.Within == 0:
		v.of = ofSessions
	default:
		return v, fmt.Errorf("the metric %s is made of grades of suggestions, which are not asked of an engine in "+
			"this version", metric)
	}
	return v, nil
}

// quotientOf is the value of a column that is a quotient of two numbers of suggestions.
func quotientOf(c *fold.Column) (unitValue, error) {
	if c.Y.From != fold.Suggestions || c.X.From != fold.Suggestions || c.Y.Any || c.X.Any || c.Age != nil ||
		c.Y.Count&^c.X.Count != 0 {
		return unitValue{}, fmt.Errorf("the metric %s needs the values of units one by one, of which an engine gives "+
			"sums alone", c.Name)
	}
	return unitValue{of: ofQuotient, count: c.Y.Count, within: c.X.Count, last: -1}, nil
}

// name is that of the value's limbs in SQL, behind h and l.
func (v unitValue) name() string {
	out := fmt.Sprint(v.variable)
	switch v.of {
	case ofSuggestions:
		out = fmt.Sprintf("s%x", v.count)
		if v.any {
			out = fmt.Sprintf("a%x", v.count)
		}
	case ofSessions:
		out = fmt.Sprintf("n%x_%x", v.within, v.count)
		if v.without {
			out = fmt.Sprintf("w%x_%x", v.within, v.count)
		}
	case ofQuotient:
		out = fmt.Sprintf("q%x_%x", v.within, v.count)
	}
	if v.last >= 0 {
		out += fmt.Sprintf("_%d_%d", v.first, v.last)
	}
	return out
}

// summed reports whether a value adds up a field, so that it may be wide; others count.
func (p *Plan) summed(v unitValue) bool {
	return v.of == ofVariable && p.variable[v.variable].Agg.How == spec.Sum
}

// ever reports whether a value is 1 where something is counted, else 0.
func (p *Plan) ever(v unitValue) bool {
	return v.any || v.of == ofVariable && p.variable[v.variable].Agg.How == spec.Any
}

// counted is a condition of the rows that a value counts, or whose field it adds up.
func (s *statement) counted(v unitValue) string {
	condition := ""
	switch x := v.variable; {
	case v.of != ofVariable:
		condition = s.stateIn("state", v.count)
	case s.variable[x].past():
		condition = fmt.Sprintf("%s AND shown_at - t0 >= -%d", s.stateIn("past",
			study.StatesNamed(s.variable[x].States)), s.variable[x].Before.Microseconds())
	case s.summed(v):
		condition = fmt.Sprintf("g%d = 1 AND n%d IS NOT NULL", x, s.variable[x].of)
	default:
		condition = fmt.Sprintf("g%d = 1", x)
	}
	if v.last >= 0 {
		condition += fmt.Sprintf(" AND day - day0 BETWEEN %d AND %d", v.first, v.last)
	}
	return condition
}

// stateIn is a condition that a column holds one of some end states.
func (s *statement) stateIn(column string, set study.States) string {
	list := ""
	for st := range study.NumStates {
		if set.Has(st) {
			list += fmt.Sprintf(", %d", st)
		}
	}
	if list == "" {
		return "1 = 0"
	}
	return column + " IN (" + list[2:] + ")"
}

// perUnitValue are the columns of by_unit for a value: its limbs.
func (s *statement) perUnitValue(v unitValue) []string {
	name, condition := v.name(), s.counted(v)
	sum := func(condition string) string { return "SUM(" + one(condition) + ")" }
	sessions := func(set study.States) string {
		return "COUNT(DISTINCT CASE WHEN " + s.stateIn("state", set) + " THEN sess END)"
	}
	switch {
	case s.summed(v):
		n := fmt.Sprintf("n%d", s.variable[v.variable].of)
		return []string{fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS h%s", condition, s.d.Div(n, billion),
			name),
			fmt.Sprintf("SUM(CASE WHEN %s THEN %s ELSE 0 END) AS l%s", condition, s.d.Mod(n, billion), name)}
	case s.ever(v):
		return []string{fmt.Sprintf("MAX(%s) AS l%s", one(condition), name)}
	case v.of == ofSessions && v.without:
		return []string{sessions(v.within) + " - " + sessions(v.count) + " AS l" + name}
	case v.of == ofSessions:
		return []string{sessions(v.count) + " AS l" + name}
	case v.of == ofQuotient: // rounded once, as moment.Quotient
		y, x := sum(condition), sum(s.stateIn("state", v.within))
		return []string{fmt.Sprintf("CASE WHEN %s > 0 THEN %s END AS l%s", x,
			s.d.Div("(2000000000 * "+y+" + "+x+")", "(CASE WHEN "+x+" > 0 THEN 2 * "+x+" ELSE 1 END)"), name)}
	}
	return []string{sum(condition) + " AS l" + name}
}
