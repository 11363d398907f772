package warehouse

import "strings"

var spark = Dialect{
	Name: "spark", Ran: true,
	Quote: backticked, Literal: backslashed,
	Big: "BIGINT", Double: "DOUBLE", Wide: "DECIMAL(38,0)", Text: "STRING",
	Div: func(a, b string) string { return "(" + a + " div " + b + ")" }, Mod: rest,
	Micros: func(column string, _ bool) string {
		return "CASE WHEN " + column + " >= TIMESTAMP '1990-01-01 00:00:00Z' AND " + column + " < TIMESTAMP " +
			"'2100-01-01 00:00:00Z' THEN unix_micros(CAST(" + column + " AS TIMESTAMP)) END"
	},
	// A time as text has no zeros at its end there.
	Stamp: func(column string, zoned bool) (in, text string) {
		before, behind := "TIMESTAMP_NTZ '", " 00:00:00'"
		if zoned {
			before, behind = "TIMESTAMP '", " 00:00:00Z'"
		}
		in = column + " >= " + before + "0001-01-01" + behind + " AND " + column + " <= " + before +
			"9999-12-31" + strings.Replace(behind, "00:00:00", "23:59:59.999999", 1)
		return in, "replace(CAST(" + column + " AS STRING), ' ', 'T') || 'Z'"
	},
	Day: func(column string) (in, text string) {
		return column + " BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'", "CAST(" + column + " AS STRING)"
	},
	NaN:      func(x string) string { return "isnan(" + x + ")" },
	Infinite: func(x string) string { return "(" + x + " = double('Infinity') OR " + x + " = double('-Infinity'))" },
	Exact: func(x string, scale int) string {
		return decimalExact("CAST(replace(CAST(CAST(CAST("+x+" AS STRING) AS DECIMAL(38,%d)) AS STRING), '.', '') AS "+
			"DECIMAL(38,0))", scale)
	},
	Loses: func(x string, scale int) string {
		return decimalLoses("CAST(replace(CAST(CAST(CAST("+x+" AS STRING) AS DECIMAL(38,%d)) AS STRING), '.', '') AS "+
			"DECIMAL(38,0))", scale)
	},
	Matches: func(x, expression string) string {
		return "(" + x + " RLIKE " + backslashed(expression) + " AND instr(" + x + ", char(10)) = 0)"
	},
	Bytes: func(x string) string { return x },
	// There is no information schema; the type of a row, which a join without rows still has, names all columns.
	Describe: func(table []string) string {
		return "SELECT typeof(struct(t.*)) AS columns FROM (SELECT 1 AS one) o LEFT JOIN " +
			tableOf(table, backticked) + " t ON 1 = 0"
	},
	Bucket: "(CAST(conv(substr(md5({x}), 1, 16), 16, 10) AS DECIMAL(20,0)) % {n})",
	Probed: struct{ Micros, Day string }{
		"unix_micros(TIMESTAMP '{x}')",
		"CAST(CAST(from_utc_timestamp(timestamp_micros({x}), '{z}') AS DATE) AS STRING)",
	},
	Types: func(name string) Kind {
		base, _, _ := strings.Cut(name, "(")
		switch base {
		case "string", "varchar":
			return Text
		case "tinyint", "smallint", "int", "bigint", "byte", "short", "integer", "long":
			return Whole
		case "double":
			return Double
		case "float":
			return Single
		case "decimal":
			return Decimal
		case "boolean":
			return Boolean
		case "timestamp":
			return Instant
		case "timestamp_ntz":
			return WallTime
		case "date":
			return Date
		}
		return Other
	},
}

func backticked(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// backslashed puts a text in single quotes in which a backslash takes the meaning of what
// follows.
func backslashed(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}
