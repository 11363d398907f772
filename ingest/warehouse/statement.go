package warehouse

import "strings"

// statement is the SQL of a plan in one dialect, on its way.
type statement struct {
	*Plan
	d    *Dialect
	cut  Cut
	pass Pass
	// prints adds what tells each row from every other: print.
	prints bool
	zone   zone
	with   []string // tables, in order
	notes  []string // by table
}

// table adds one to the statement: a name, what it holds, and its SELECT.
func (s *statement) table(name, about, sql string) {
	s.notes = append(s.notes, about)
	s.with = append(s.with, name+" AS (\n"+indent(sql)+"\n)")
}

// text is the statement with its last SELECT.
func (s *statement) text(last string) string {
	var b strings.Builder
	for i, w := range s.with {
		if i == 0 {
			b.WriteString("WITH ")
		} else {
			b.WriteString(",\n")
		}
		b.WriteString("-- " + s.notes[i] + "\n" + w)
	}
	return b.String() + "\n" + last + s.d.Suffix
}

func indent(sql string) string { return "  " + strings.ReplaceAll(sql, "\n", "\n  ") }

func (s *statement) cast(x, to string) string { return s.d.cast(x, to) }

func and(all []string) string {
	if len(all) == 0 {
		return "1 = 1"
	}
	return strings.Join(all, " AND ")
}

func or(all []string) string {
	if len(all) == 0 {
		return "1 = 0"
	}
	return strings.Join(all, " OR ")
}

// one is 1 where a condition holds, else 0.
func one(condition string) string { return "CASE WHEN " + condition + " THEN 1 ELSE 0 END" }
