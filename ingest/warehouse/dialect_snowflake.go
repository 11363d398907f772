package warehouse

import "strings"

var snowflake = Dialect{
	Name:  "snowflake",
	Quote: quoted, Literal: backslashed,
	Big: "NUMBER(38,0)", Double: "DOUBLE", Wide: "NUMBER(38,0)", Text: "VARCHAR",
	// A quotient of numbers has decimals there, and is rounded to them.
	Div: func(a, b string) string { return "TRUNC((" + a + " - MOD(" + a + ", " + b + ")) / " + b + ")" },
	Mod: func(a, b string) string { return "MOD(" + a + ", " + b + ")" },
	Micros: func(column string, zoned bool) string {
		cast := "TIMESTAMP_NTZ"
		if zoned {
			cast = "TIMESTAMP_TZ"
		}
		return "CASE WHEN " + column + " >= '1990-01-01 00:00:00 +0000'::" + cast + " AND " + column +
			" < '2100-01-01 00:00:00 +0000'::" + cast + " THEN FLOOR(EXTRACT(epoch_nanosecond FROM " + column +
			") / 1000) END"
	},
	Stamp: func(column string, zoned bool) (in, text string) {
		x := column
		if zoned {
			x = "CONVERT_TIMEZONE('UTC', " + column + ")"
		}
		return "YEAR(" + x + ") BETWEEN 1 AND 9999", trimmed("TO_VARCHAR(" + x + `, 'YYYY-MM-DD"T"HH24:MI:SS.FF6')`)
	},
	Day: func(column string) (in, text string) {
		return "YEAR(" + column + ") BETWEEN 1 AND 9999", "TO_VARCHAR(" + column + ", 'YYYY-MM-DD')"
	},
	NaN:      func(x string) string { return x + " = 'NaN'::DOUBLE" },
	Infinite: func(x string) string { return "(" + x + " = 'inf'::DOUBLE OR " + x + " = '-inf'::DOUBLE)" },
	Exact:    notExact("NUMBER(38,0)"), Loses: notLost,
	Matches: func(x, expression string) string {
		return "REGEXP_INSTR(" + x + ", " + backslashed(expression) + ") > 0"
	},
	Bytes:    func(x string) string { return "COLLATE(" + x + ", '')" },
	Describe: information("CURRENT_SCHEMA()"),
	Types: func(name string) Kind {
		base, _, _ := strings.Cut(name, "(")
		switch base {
		case "text", "varchar", "string":
			return Text
		case "number", "decimal", "numeric":
			return Decimal
		case "float", "double", "real":
			return Double
		case "boolean":
			return Boolean
		case "timestamp_tz", "timestamp_ltz":
			return Instant
		case "timestamp_ntz":
			return WallTime
		case "date":
			return Date
		}
		return Other
	},
}
