package warehouse

import (
	"fmt"
	"strings"
)

var trino = Dialect{
	Name: "trino", Ran: true,
	Quote: quoted, Literal: literal,
	Big: "BIGINT", Double: "DOUBLE", Wide: "DECIMAL(38,0)", Text: "VARCHAR",
	Div: slash, Mod: rest,
	Micros: func(column string, zoned bool) string {
		if !zoned {
			column = "with_timezone(" + column + ", 'UTC')"
		}
		// Seconds as a double are within a quarter of a microsecond until 2106.
		return "CASE WHEN " + column + " >= TIMESTAMP '1990-01-01 00:00:00 UTC' AND " + column + " < TIMESTAMP " +
			"'2100-01-01 00:00:00 UTC' THEN CAST(round(to_unixtime(" + column + ") * 1e6) AS BIGINT) END"
	},
	Stamp: func(column string, zoned bool) (in, text string) {
		x, behind := column, " 00:00:00'"
		if zoned {
			x, behind = "at_timezone("+column+", 'UTC')", " 00:00:00 UTC'"
		}
		text = "replace(CAST(CAST(" + x + " AS TIMESTAMP(6)) AS VARCHAR), ' ', 'T')"
		return fourDigits(column, "TIMESTAMP '", behind), "regexp_replace(" + text + ", '[.]?0*$', '') || 'Z'"
	},
	Day: func(column string) (in, text string) {
		return fourDigits(column, "DATE '", "'"), "CAST(" + column + " AS VARCHAR)"
	},
	Printed: func(column, kind string) string {
		base, _, _ := strings.Cut(strings.ToLower(kind), "(")
		switch base {
		case "array", "row", "map", "json":
			return "json_format(CAST(" + column + " AS JSON))"
		case "varbinary":
			return "to_hex(" + column + ")"
		}
		return "CAST(" + column + " AS VARCHAR)"
	},
	NaN:      func(x string) string { return "is_nan(" + x + ")" },
	Infinite: func(x string) string { return "is_infinite(" + x + ")" },
	Exact: func(x string, scale int) string {
		return decimalExact("CAST(replace(CAST(CAST(CAST("+x+" AS VARCHAR) AS DECIMAL(38,%d)) AS VARCHAR), '.', '') "+
			"AS DECIMAL(38,0))", scale)
	},
	Loses: func(x string, scale int) string {
		return decimalLoses("CAST(replace(CAST(CAST(CAST("+x+" AS VARCHAR) AS DECIMAL(38,%d)) AS VARCHAR), '.', '') "+
			"AS DECIMAL(38,0))", scale)
	},
	// A line's end is an end to the expression, and no id with one in it is a word for none.
	Matches: func(x, expression string) string {
		return "(regexp_like(" + x + ", " + literal(expression) + ") AND strpos(" + x + ", chr(10)) = 0)"
	},
	Bytes: func(x string) string { return x },
	Describe: func(table []string) string {
		from, where := "information_schema.columns", "table_name = "+literal(table[len(table)-1])+" AND table_schema "+
			"= current_schema"
		if len(table) > 1 {
			where = "table_name = " + literal(table[len(table)-1]) + " AND table_schema = " +
				literal(table[len(table)-2])
		}
		if len(table) > 2 {
			from = quoted(table[len(table)-3]) + "." + from
		}
		return "SELECT column_name, data_type, CAST(NULL AS VARCHAR) AS digits FROM " + from + " WHERE " + where +
			" ORDER BY ordinal_position"
	},
	Bucket: "bitwise_and(from_big_endian_64(substr(md5(to_utf8({x})), 1, 8)), {n} - 1)",
	Probed: struct{ Micros, Day string }{
		"date_diff('second', TIMESTAMP '1970-01-01 00:00:00', date_trunc('second', TIMESTAMP '{x}')) * 1000000 + " +
			"CAST(substr(CAST(TIMESTAMP '{x}' AS VARCHAR), 21, 6) AS BIGINT)",
		"CAST(CAST(at_timezone(from_unixtime_nanos(CAST({x} AS DECIMAL(38,0)) * 1000), '{z}') AS DATE) AS VARCHAR)",
	},
	Types: func(name string) Kind {
		base, _, _ := strings.Cut(name, "(")
		switch {
		case base == "varchar" || base == "uuid":
			return Text
		case base == "tinyint" || base == "smallint" || base == "integer" || base == "bigint":
			return Whole
		case base == "double":
			return Double
		case base == "real":
			return Single
		case base == "decimal":
			return Decimal
		case base == "boolean":
			return Boolean
		case base == "timestamp" && microseconds(name) && strings.HasSuffix(name, "with time zone"):
			return Instant
		case base == "timestamp" && microseconds(name):
			return WallTime
		case base == "date":
			return Date
		}
		return Other
	},
}

// microseconds reports whether a type such as timestamp(6) keeps none finer, which engines
// round and uptake cuts.
func microseconds(name string) bool {
	for _, p := range []string{"(7)", "(8)", "(9)", "(10)", "(11)", "(12)"} {
		if strings.Contains(name, p) {
			return false
		}
	}
	return true
}

// decimalExact is floor(x·10^scale + ½) of digits, a decimal without places that is
// x·10^(scale+18): what a division leaves is taken away before, so that none rounds.
func decimalExact(digits string, scale int) string {
	half := "CAST(500000000000000000 AS DECIMAL(38,0))"
	whole := "CAST(" + power(18) + " AS DECIMAL(38,0))"
	y := "(" + fmt.Sprintf(digits, scale+18) + " + " + half + ")"
	return fmt.Sprintf("CAST((%[1]s - (%[1]s %% %[2]s + %[2]s) %% %[2]s) / %[2]s AS BIGINT)", y, whole)
}

func decimalLoses(digits string, scale int) string {
	return fmt.Sprintf(digits, scale+18) + " % CAST(" + power(18) + " AS DECIMAL(38,0)) <> 0"
}
