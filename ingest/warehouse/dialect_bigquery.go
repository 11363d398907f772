package warehouse

import (
	"fmt"
	"strings"
)

var bigquery = Dialect{
	Name:    "bigquery",
	Quote:   func(name string) string { return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(name) + "`" },
	Literal: backslashed,
	Big:     "INT64", Double: "FLOAT64", Wide: "BIGNUMERIC", Text: "STRING",
	Div: func(a, b string) string { return "DIV(" + a + ", " + b + ")" },
	Mod: func(a, b string) string { return "MOD(" + a + ", " + b + ")" },
	Micros: func(column string, zoned bool) string {
		if !zoned {
			column = "TIMESTAMP(" + column + ", 'UTC')"
		}
		return "CASE WHEN " + column + " >= TIMESTAMP '1990-01-01 00:00:00+00' AND " + column + " < TIMESTAMP " +
			"'2100-01-01 00:00:00+00' THEN UNIX_MICROS(" + column + ") END"
	},
	// No time or day is of another year there.
	Stamp: func(column string, zoned bool) (in, text string) {
		text = "FORMAT_DATETIME('%E4Y-%m-%dT%H:%M:%E6S', " + column + ")"
		if zoned {
			text = "FORMAT_TIMESTAMP('%E4Y-%m-%dT%H:%M:%E6S', " + column + ", 'UTC')"
		}
		return column + " IS NOT NULL", trimmed(text)
	},
	Day: func(column string) (in, text string) {
		return column + " IS NOT NULL", "FORMAT_DATE('%E4Y-%m-%d', " + column + ")"
	},
	Printed: func(column, kind string) string {
		base, _, _ := strings.Cut(strings.ToLower(kind), "<")
		switch base {
		case "array", "struct", "json", "geography":
			return "TO_JSON_STRING(" + column + ")"
		case "bytes":
			return "TO_HEX(" + column + ")"
		}
		return "CAST(" + column + " AS STRING)"
	},
	NaN:      func(x string) string { return "IS_NAN(" + x + ")" },
	Infinite: func(x string) string { return "IS_INF(" + x + ")" },
	Exact: func(x string, scale int) string {
		return fmt.Sprintf("CAST(FLOOR(CAST(CAST(%s AS STRING) AS BIGNUMERIC) * %s + BIGNUMERIC '0.5') AS INT64)", x,
			power(scale))
	},
	Loses: func(x string, scale int) string {
		return fmt.Sprintf("MOD(CAST(CAST(%s AS STRING) AS BIGNUMERIC) * %s, 1) <> 0", x, power(scale))
	},
	Matches: func(x, expression string) string {
		return "REGEXP_CONTAINS(" + x + ", " + backslashed(expression) + ")"
	},
	Bytes: func(x string) string { return x },
	Describe: func(table []string) string {
		var data []string
		for _, p := range table[:len(table)-1] {
			data = append(data, "`"+p+"`")
		}
		return "SELECT column_name, data_type, CAST(NULL AS STRING) AS digits FROM " +
			strings.Join(append(data, "INFORMATION_SCHEMA.COLUMNS"), ".") +
			" WHERE table_name = " + backslashed(table[len(table)-1]) + " ORDER BY ordinal_position"
	},
	Types: func(name string) Kind {
		base, _, _ := strings.Cut(name, "(")
		switch base {
		case "string":
			return Text
		case "int64":
			return Whole
		case "float64":
			return Double
		case "numeric", "bignumeric":
			return Decimal
		case "bool":
			return Boolean
		case "timestamp":
			return Instant
		case "datetime":
			return WallTime
		case "date":
			return Date
		}
		return Other
	},
}
