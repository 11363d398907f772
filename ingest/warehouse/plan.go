package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/table"
)

// Plan is what an experiment asks of a table, as data.
type Plan struct {
	Exp     *spec.Experiment
	Demand  spec.Demand
	Written string   // the table as the file has it
	Table   []string // its name, in parts
	Columns []Column // of the table, in its order

	bound    map[string]Column // by canonical name, those that the table has
	tuple    []part            // of a row's identity, in order
	asked    []string          // events that somebody asks for, sorted
	variable []variable        // as Demand.Variables
	fields   []Column          // that variables add up, each once
	suggests bool              // rows may be about suggestions
}

// part is one element of the tuple by which rows are told apart and put in order.
type part struct {
	name   string // of the column in SQL
	column Column
	as     partKind
	read   bool // for itself as well
}

// partKind says how an element is compared.
type partKind uint8

const (
	idPart      partKind = iota
	textPart             // as its bytes
	timePart             // microseconds
	numberPart           // as an integer with 9 decimals
	finerPart            // the number itself, where 9 decimals are equal
	spelledPart          // a number as the text that uptake writes of it
	anyPart              // only whether two are equal is known
)

// variable is one of Demand.Variables.
type variable struct {
	spec.Variable
	field int // among fields, -1 where rows are counted
	// of a covariate: the variable that it is the same as, before exposure, -1 where it counts
	// suggestions; else itself
	of int
}

// New makes the plan of an experiment over a table; the error is a sentence for every
// reason why its numbers could not be those of the embedded engine.
func New(exp *spec.Experiment, demand spec.Demand, columns []Column) (*Plan, error) {
	p := &Plan{Exp: exp, Demand: demand, Columns: columns, bound: map[string]Column{},
		suggests: demand.Suggestions}
	if err := p.refuseShape(); err != nil {
		return nil, err
	}
	s := exp.Sources[0]
	p.Written, p.Table = s.Written, strings.Split(s.Relation, ".")
	if len(columns) == 0 {
		return nil, noTable(p.Written)
	}
	for _, name := range spec.Canonical {
		if c, ok := p.column(name); ok {
			p.bound[name] = c
		}
	}
	if err := p.bindVariables(); err != nil {
		return nil, err
	}
	if err := p.refuseColumns(); err != nil {
		return nil, err
	}
	p.asked = p.events()
	p.tuple = p.identity()
	return p, nil
}

// path is the column of the table that a name is bound to.
func (p *Plan) path(name string) string {
	for _, columns := range []map[string]string{p.Exp.Sources[0].Columns, p.Exp.Columns} {
		if c, ok := columns[name]; ok {
			return c
		}
	}
	return name
}

// column is the one that a name is bound to; ok is false where the table has none.
func (p *Plan) column(name string) (Column, bool) {
	at := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Name == p.path(name) })
	if at < 0 {
		return Column{}, false
	}
	return p.Columns[at], true
}

// has reports whether a canonical name is bound to a column that the table has.
func (p *Plan) has(name string) bool { _, ok := p.bound[name]; return ok }

// events are those that variables count.
func (p *Plan) events() []string {
	var out []string
	for _, v := range p.variable {
		out = append(out, v.Agg.Event...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (p *Plan) bindVariables() error {
	for i, v := range p.Demand.Variables {
		x := variable{v, -1, i}
		if x.past() {
			x.of = -1
			p.variable = append(p.variable, x)
			continue
		}
		if v.Covariate {
			x.of = slices.IndexFunc(p.Demand.Variables, func(o spec.Variable) bool { return o.Name == v.Of })
			x.field = p.variable[x.of].field
			p.variable = append(p.variable, x)
			continue
		}
		if v.Agg.How == spec.Sum {
			c, ok := p.column(v.Agg.Field)
			if !ok {
				return p.absent(p.path(v.Agg.Field), "the metric "+v.Metric)
			}
			if !c.Kind.number() && c.Kind != Boolean {
				return fmt.Errorf("metrics: %s adds up the column %q of %s, which is of the type %s: the engine and "+
					"uptake read numbers out of it in different ways. Give a view in which it is a number (of "+
					"decimals, at most %d digits)",
					v.Metric, c.Name, p.Written, c.Type, mostDigits)
			}
			if x.field = slices.Index(p.fields, c); x.field < 0 {
				x.field, p.fields = len(p.fields), append(p.fields, c)
			}
		}
		p.variable = append(p.variable, x)
	}
	return nil
}

// identity lists the elements of a row's tuple: the canonical columns in their order, those
// of the table beside them by name, and last the numbers to their last digit.
func (p *Plan) identity() []part {
	var out, finer []part
	add := func(c Column, as partKind) {
		out = append(out, part{fmt.Sprintf("k%d", len(out)+1), c, as, false})
	}
	read := map[string]string{"unit": "unit", "event": "ev", "variant": "variant"}
	if p.Exp.Duplicates != spec.Keep {
		read["event_id"] = "coalesce(eid, '')"
	}
	of := map[string]bool{}
	for _, name := range spec.Canonical {
		c, ok := p.bound[name]
		if !ok {
			continue
		}
		of[c.Name] = true
		switch {
		case name == "ts": // in the order before all
		case read[name] != "":
			out = append(out, part{read[name], c, textPart, true})
		case table.IsID(name) && asText(c.Kind):
			add(c, idPart)
		case table.IsTime(name) && c.Kind.time():
			add(c, timePart)
		case table.IsNumber(name) && c.Kind.number():
			add(c, numberPart)
			finer = append(finer, part{column: c, as: finerPart})
		case table.IsID(name), table.IsTime(name), table.IsNumber(name):
			add(c, anyPart)
		default:
			add(c, spelling(c.Kind))
		}
	}
	others := slices.DeleteFunc(slices.Clone(p.Columns), func(c Column) bool { return of[c.Name] })
	slices.SortFunc(others, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
	for _, c := range others {
		add(c, spelling(c.Kind))
	}
	for _, f := range finer {
		add(f.column, finerPart)
	}
	return out
}

// spelling is how a column is compared of which uptake knows no more than its text.
func spelling(k Kind) partKind {
	switch {
	case asText(k) || k.time() || k == Date:
		return textPart
	case k.floating() || k == Decimal || k == Long:
		return spelledPart
	}
	return anyPart
}

// asText reports whether all engines write a column of the kind as the same text.
func asText(k Kind) bool { return k == Text || k == Whole || k == Boolean }
