package warehouse

import (
	"fmt"
	"strings"
)

var postgres = Dialect{
	Name: "postgres", Ran: true,
	Quote: quoted, Literal: literal,
	Big: "BIGINT", Double: "DOUBLE PRECISION", Wide: "NUMERIC", Text: "TEXT",
	Div: slash,
	Mod: rest,
	Micros: func(column string, _ bool) string {
		return "CASE WHEN " + column + " >= '1990-01-01 00:00:00+00' AND " + column + " < '2100-01-01 00:00:00+00' " +
			"THEN CAST(extract(epoch FROM " + column + ") * 1000000 AS BIGINT) END"
	},
	Stamp: func(column string, zoned bool) (in, text string) {
		x, behind := column, " 00:00:00'"
		if zoned {
			x, behind = column+" AT TIME ZONE 'UTC'", " 00:00:00+00'"
		}
		return fourDigits(column, "'", behind), trimmed("to_char(" + x + `, 'YYYY-MM-DD"T"HH24:MI:SS.US')`)
	},
	Day: func(column string) (in, text string) {
		return fourDigits(column, "'", "'"), "to_char(" + column + ", 'YYYY-MM-DD')"
	},
	NaN:      func(x string) string { return x + " = 'NaN'" },
	Infinite: func(x string) string { return "(" + x + " = 'Infinity' OR " + x + " = '-Infinity')" },
	Exact: func(x string, scale int) string {
		return fmt.Sprintf("CAST(floor(CAST(CAST(%s AS TEXT) AS NUMERIC) * %s + 0.5) AS BIGINT)", x, power(scale))
	},
	Loses: func(x string, scale int) string {
		return fmt.Sprintf("mod(CAST(CAST(%s AS TEXT) AS NUMERIC) * %s, 1) <> 0", x, power(scale))
	},
	Matches:  func(x, expression string) string { return x + " ~ " + literal(expression) },
	Bytes:    func(x string) string { return x + ` COLLATE "C"` },
	Describe: information("current_schema()"),
	Bucket:   "(('x' || substr(md5({x}), 1, 16))::bit(64)::bigint & ({n} - 1))",
	Probed: struct{ Micros, Day string }{
		"CAST(extract(epoch FROM TIMESTAMP '{x}') * 1000000 AS BIGINT)",
		"CAST(CAST(to_timestamp(CAST(floor(CAST({x} AS NUMERIC) / 1000000) AS float8)) AT TIME ZONE '{z}' AS DATE) " +
			"AS TEXT)",
	},
	Types: func(name string) Kind {
		switch name {
		case "text", "character varying", "uuid":
			return Text
		case "smallint", "integer", "bigint":
			return Whole
		case "double precision":
			return Double
		case "real":
			return Single
		case "numeric":
			return Decimal
		case "boolean":
			return Boolean
		case "timestamp with time zone":
			return Instant
		case "timestamp without time zone":
			return WallTime
		case "date":
			return Date
		}
		return Other
	},
}

// power is 10^n as an integer.
func power(n int) string { return "1" + strings.Repeat("0", n) }
