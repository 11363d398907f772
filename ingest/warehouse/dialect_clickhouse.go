package warehouse

import (
	"fmt"
	"strings"
)

var clickhouse = Dialect{
	Name: "clickhouse", Ran: true,
	Quote: backticked, Literal: backslashed,
	Big: "Nullable(Int64)", Double: "Nullable(Float64)", Wide: "Nullable(Int256)", Text: "Nullable(String)",
	// A key that is not in a grouping set is NULL, as elsewhere; a name is that of a column
	// before it is that of an expression beside it.
	Suffix: "\nSETTINGS group_by_use_nulls = 1, join_use_nulls = 1, prefer_column_name_to_alias = 1",
	Div:    func(a, b string) string { return "intDiv(" + a + ", " + b + ")" }, Mod: rest,
	Micros: func(column string, _ bool) string {
		in := "toDateTime64(" + column + ", 6, 'UTC')"
		return "CASE WHEN " + column + " >= toDateTime64('1990-01-01 00:00:00', 6, 'UTC') AND " + column +
			" < toDateTime64('2100-01-01 00:00:00', 6, 'UTC') THEN toUnixTimestamp64Micro(" + in + ") END"
	},
	// Its times are of 1900 to 2299.
	Stamp: func(column string, _ bool) (in, text string) {
		text = "replaceOne(toString(toDateTime64(" + column + ", 6, 'UTC')), ' ', 'T')"
		return column + " IS NOT NULL", trimmed(text)
	},
	Day:      func(column string) (in, text string) { return column + " IS NOT NULL", "toString(" + column + ")" },
	NaN:      func(x string) string { return "isNaN(" + x + ")" },
	Infinite: func(x string) string { return "isInfinite(" + x + ")" },
	Exact: func(x string, scale int) string {
		y := "(" + houseDigits(x, scale) + " + toInt256('500000000000000000'))"
		whole := "toInt256('" + power(18) + "')"
		return fmt.Sprintf("toInt64(intDiv(%[1]s - (%[1]s %% %[2]s + %[2]s) %% %[2]s, %[2]s))", y, whole)
	},
	Loses: func(x string, scale int) string {
		return houseDigits(x, scale) + " % toInt256('" + power(18) + "') <> 0"
	},
	Matches: func(x, expression string) string { return "match(" + x + ", " + backslashed(expression) + ")" },
	Bytes:   func(x string) string { return x },
	Describe: func(table []string) string {
		database := "currentDatabase()"
		if len(table) > 1 {
			database = backslashed(table[len(table)-2])
		}
		return "SELECT name, type, CAST(NULL AS Nullable(String)) AS digits FROM system.columns WHERE table = " +
			backslashed(table[len(table)-1]) + " AND database = " + database + " ORDER BY position"
	},
	Bucket: "bitAnd(reinterpretAsUInt64(reverse(substring(MD5({x}), 1, 8))), {n} - 1)",
	Probed: struct{ Micros, Day string }{
		"toUnixTimestamp64Micro(toDateTime64('{x}', 6, 'UTC'))",
		"toString(toDate32(toTimeZone(fromUnixTimestamp64Micro(toInt64({x}), 'UTC'), '{z}')))",
	},
	Types: func(name string) Kind {
		for _, around := range []string{"lowcardinality(", "nullable("} {
			if in, ok := strings.CutPrefix(name, around); ok {
				name = strings.TrimSuffix(in, ")")
			}
		}
		base, _, _ := strings.Cut(name, "(")
		switch base {
		case "string", "uuid":
			return Text
		case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32":
			return Whole
		case "float64":
			return Double
		case "float32":
			return Single
		case "decimal":
			return Decimal
		case "bool":
			return Boolean
		case "date", "date32":
			return Date
		case "datetime", "datetime64":
			if !strings.HasPrefix(name, "datetime64(7") && !strings.HasPrefix(name, "datetime64(8") &&
				!strings.HasPrefix(name, "datetime64(9") {
				return Instant
			}
		}
		return Other
	},
}

// houseDigits is x·10^(scale+18) by the decimal that a double prints as.
func houseDigits(x string, scale int) string {
	return fmt.Sprintf("toInt256(replaceOne(toString(toDecimal256(toString(%s), %d)), '.', '') || substring('%s', 1, "+
		"%d - if(position(toString(toDecimal256(toString(%s), %d)), '.') = 0, 0, "+
		"length(toString(toDecimal256(toString(%s), %d))) - position(toString(toDecimal256(toString(%s), %d)), '.'))))",
		x, scale+18, strings.Repeat("0", scale+18), scale+18, x, scale+18, x, scale+18, x, scale+18)
}
