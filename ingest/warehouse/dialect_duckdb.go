package warehouse

import (
	"fmt"
	"strings"
)

var duckdb = Dialect{
	Name: "duckdb", Ran: true,
	Quote: quoted, Literal: literal,
	Big: "BIGINT", Double: "DOUBLE", Wide: "HUGEINT", Text: "VARCHAR",
	Div: func(a, b string) string { return "(" + a + " // " + b + ")" },
	Mod: rest,
	Micros: func(column string, _ bool) string {
		return "CASE WHEN " + column + " >= '1990-01-01 00:00:00+00' AND " + column + " < '2100-01-01 00:00:00+00' " +
			"THEN epoch_us(" + column + ") END"
	},
	Stamp: func(column string, zoned bool) (in, text string) {
		x, behind := column, " 00:00:00'"
		if zoned {
			x, behind = "timezone('UTC', "+column+")", " 00:00:00+00'"
		}
		return fourDigits(column, "'", behind), trimmed("strftime(" + x + ", '%Y-%m-%dT%H:%M:%S.%f')")
	},
	Day: func(column string) (in, text string) {
		return fourDigits(column, "'", "'"), "CAST(" + column + " AS VARCHAR)"
	},
	NaN:      func(x string) string { return "isnan(" + x + ")" },
	Infinite: func(x string) string { return "isinf(" + x + ")" },
	Exact: func(x string, scale int) string {
		digits := duckDigits(x, scale)
		return fmt.Sprintf("CAST(CASE WHEN %[1]s >= 0 THEN (%[1]s + %[2]s) // %[3]s ELSE -((%[4]s - %[1]s - 1) // "+
			"%[3]s) END AS BIGINT)",
			digits, "5"+strings.Repeat("0", 17), power(18), "5"+strings.Repeat("0", 17))
	},
	Loses:    func(x string, scale int) string { return duckDigits(x, scale) + " % " + power(18) + " <> 0" },
	Matches:  func(x, expression string) string { return "regexp_matches(" + x + ", " + literal(expression) + ")" },
	Bytes:    func(x string) string { return x },
	Describe: information("current_schema()"),
	Bucket:   "(('0x' || substr(md5({x}), 1, 16))::UBIGINT % {n})",
	Probed: struct{ Micros, Day string }{
		"epoch_us(TIMESTAMP '{x}')",
		"CAST(CAST(timezone('{z}', timezone('UTC', make_timestamp({x}))) AS DATE) AS VARCHAR)",
	},
	Types: func(name string) Kind {
		switch {
		case name == "varchar" || name == "uuid":
			return Text
		case name == "tinyint" || name == "smallint" || name == "integer" || name == "bigint":
			return Whole
		case name == "double":
			return Double
		case name == "float":
			return Single
		case strings.HasPrefix(name, "decimal"):
			return Decimal
		case name == "boolean":
			return Boolean
		case name == "timestamp with time zone":
			return Instant
		case name == "timestamp":
			return WallTime
		case name == "date":
			return Date
		}
		return Other
	},
}

// duckDigits is x·10^(scale+18) as a HUGEINT, by the decimal that a double prints as: its 17
// digits end there where x is below 2^62·10^-scale and at least half of 10^-scale.
func duckDigits(x string, scale int) string {
	return fmt.Sprintf("CAST(replace(CAST(CAST(CAST(%s AS VARCHAR) AS DECIMAL(38,%d)) AS VARCHAR), '.', '') AS "+
		"HUGEINT)", x, scale+18)
}
