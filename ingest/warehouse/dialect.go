package warehouse

import (
	"strings"

	"uptake/ingest/warehouse/engine"
)

// Dialect is where the SQL of one engine differs from that of others.
type Dialect struct {
	Name string
	// Ran is false of a dialect whose text was never run on the service itself.
	Ran bool

	Quote   func(name string) string // a name
	Literal func(text string) string
	Big     string // type of 64-bit integers
	Double  string
	Wide    string // type of sums: 38 digits at least
	Text    string

	Suffix string // behind a statement

	// Div is a/b of integers, towards zero, and Mod what it leaves, with the sign of a.
	Div, Mod func(a, b string) string
	// Micros is a time column as microseconds since 1970, NULL outside 1990 to 2099; one
	// without a zone is of UTC.
	Micros func(column string, zoned bool) string
	// Stamp is a time column as text, 2026-04-01T00:00:00.5Z, in UTC and without zeros at the end of its
	// fraction, and Day one of days, 2026-04-01; in is a condition of the years 1 to 9999.
	Stamp func(column string, zoned bool) (in, text string)
	Day   func(column string) (in, text string)
	// Printed is a column of another type as text in which different values differ; nil is a cast.
	Printed func(column, kind string) string
	// NaN and Infinite say that a double is no number, or infinite.
	NaN, Infinite func(x string) string
	// Exact is floor(x·10^scale + ½) of the decimal that a double x stands for, and
	// Loses whether that loses decimals.
	Exact, Loses func(x string, scale int) string
	// Matches says whether a text matches a regular expression without backslashes.
	Matches func(x, expression string) string
	// Bytes is a text in the order of its bytes.
	Bytes func(x string) string
	// Describe asks for the names and types of a table's columns, in their order, and the
	// digits of decimals where the type's name does not hold them; or, in one cell, for the
	// type of a row, such as struct<id:string,amount:decimal(9,2)>.
	Describe func(table []string) string
	// Bucket is the lowest bits of the first 8 bytes of a text's md5: {x} the text, {n} a power of two.
	Bucket string
	// Probed are expressions that only the probe asks.
	Probed struct{ Micros, Day string }
	// Types says what the engine's types are, by their names in lower case.
	Types func(name string) Kind
}

// Dialects is the table of dialects.
var Dialects = []*Dialect{&postgres, &duckdb, &trino, &spark, &clickhouse, &bigquery, &snowflake, &databricks, &athena,
	&redshift}

// DialectOf is the dialect with a name, nil where there is none.
func DialectOf(name string) *Dialect {
	for _, d := range Dialects {
		if d.Name == name {
			return d
		}
	}
	return nil
}

// slots are the dialect's expressions, as the probe asks them.
func (d *Dialect) slots() engine.Slots {
	const v, p = "{v}", "{p}"
	return engine.Slots{
		Double: d.cast("{x}", d.Double),
		NaN:    d.cast(d.Literal("NaN"), d.Double),
		Rejected: "(" + d.NaN(v) + " OR " + d.Infinite(v) + " OR abs(" + v + ") * " + d.cast(p, d.Double) + " >= " +
			d.cast("4.611686018427388e18", d.Double) + ")",
		Scaled: d.cast("floor("+v+" * "+d.cast(p, d.Double)+" + "+d.cast("0.5", d.Double)+")", d.Big),
		Div:    d.Div("{a}", "{b}"),
		Wide:   d.cast("{x}", d.Wide),
		Text:   d.cast("{x}", d.Text),
		Order:  d.Bytes("{x}"),
		Micros: d.Probed.Micros,
		Day:    d.Probed.Day,
		Bucket: d.Bucket,

		Backslash: d.Literal(`\`) != `'\'`,
	}
}

// quoted puts a name in double quotes.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal puts a text in single quotes, in which a backslash is one.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// table is a name with points in it, each part quoted.
func (d *Dialect) table(parts []string) string { return tableOf(parts, d.Quote) }

func tableOf(parts []string, quote func(string) string) string {
	var out []string
	for _, p := range parts {
		out = append(out, quote(p))
	}
	return strings.Join(out, ".")
}

// rest is a % b.
func rest(a, b string) string { return "(" + a + " % " + b + ")" }

// slash is a / b, towards zero.
func slash(a, b string) string { return "(" + a + " / " + b + ")" }

// list puts literals in brackets.
func (d *Dialect) list(texts []string) string {
	var out []string
	for _, t := range texts {
		out = append(out, d.Literal(t))
	}
	return "(" + strings.Join(out, ", ") + ")"
}

func (d *Dialect) cast(x, to string) string { return "CAST(" + x + " AS " + to + ")" }

func (d *Dialect) printed(column, kind string) string {
	if d.Printed != nil {
		return d.Printed(column, kind)
	}
	return d.cast(column, d.Text)
}

// fourDigits is a condition of times or days of the years 1 to 9999, of literals that begin and end so.
func fourDigits(column, before, behind string) string {
	return column + " >= " + before + "0001-01-01" + behind + " AND " + column + " < " + before + "10000-01-01" + behind
}

// trimmed is a text of a time with a point in it, without zeros at its end.
func trimmed(text string) string { return "rtrim(rtrim(" + text + ", '0'), '.') || 'Z'" }

// information asks the information schema for a table's columns. Without a schema it is the
// one that current says.
func information(current string) func(table []string) string {
	return func(table []string) string {
		where := "table_name = " + literal(table[len(table)-1]) + " AND table_schema = "
		if len(table) > 1 {
			where += literal(table[len(table)-2])
		} else {
			where += current
		}
		if len(table) > 2 {
			where += " AND table_catalog = " + literal(table[len(table)-3])
		}
		return "SELECT column_name, data_type, numeric_precision FROM information_schema.columns WHERE " + where +
			" ORDER BY ordinal_position"
	}
}
