package job_test

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/beltran/gohive"
	_ "github.com/trinodb/trino-go-client/trino"
)

// Engines that take long to start are given the rows by statements of their own.

// types are those of an engine for the kinds of columns, and how a double that a numeral stands for is written.
type types struct{ text, time, double, whole, numeral, clock, single string }

// statements make a table of rows, each of at most so many of them.
func statements(name string, rows []messyRow, by types, quote func(string) string, options string) (out []string) {
	var columns []string
	kinds := map[string]string{"text": by.text, "timestamptz": by.time, "float8": by.double, "bigint": by.whole,
		"timestamp": by.clock, "date": "date", "boolean": "boolean", "real": by.single,
		"numeric(14,4)": "decimal(14,4)", "numeric(30,9)": "decimal(30,9)"}
	for _, c := range messyColumns {
		columns = append(columns, c[0]+" "+kinds[c[1]])
	}
	out = append(out, "CREATE TABLE "+name+" ("+strings.Join(columns, ", ")+")"+options)
	const most = 1500
	for from := 0; from < len(rows); from += most {
		var values []string
		for i := from; i < min(from+most, len(rows)); i++ {
			var cells []string
			for k, c := range rows[i].cells() {
				text := "NULL"
				switch c := c.(type) {
				case nil:
					text = "CAST(NULL AS " + kinds[messyColumns[k][1]] + ")"
				case time.Time:
					text = "CAST(TIMESTAMP '" + c.Format("2006-01-02 15:04:05.000000") + "' AS " +
						kinds[messyColumns[k][1]] + ")"
				case plain, float32, bool:
					text = "CAST('" + fmt.Sprint(c) + "' AS " + kinds[messyColumns[k][1]] + ")"
				case string:
					text = quote(c)
				case int64:
					text = strconv.FormatInt(c, 10)
				case float64:
					number := strconv.FormatFloat(c, 'e', -1, 64)
					if math.IsInf(c, 0) {
						number = written(c)
					}
					text = fmt.Sprintf(by.numeral, number)
				}
				cells = append(cells, text)
			}
			values = append(values, "("+strings.Join(cells, ", ")+")")
		}
		out = append(out, "INSERT INTO "+name+" VALUES "+strings.Join(values, ", "))
	}
	return out
}

func doubled(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// trinoMessy makes a table of the rows in Trino, and a view of it in which times name their zone.
func trinoMessy(t *testing.T, address, name string, rows []messyRow) string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("trino", "http://"+at.User.Username()+"@"+at.Host+"?catalog=lake&schema=engines")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var names []string
	for _, c := range messyColumns {
		names = append(names, c[0])
	}
	zoned := strings.NewReplacer(", at,", ", with_timezone(at, 'UTC') AS at,", ", arrived_at,",
		", with_timezone(arrived_at, 'UTC') AS arrived_at,")
	list := append([]string{"CREATE SCHEMA IF NOT EXISTS lake.engines", "DROP VIEW IF EXISTS " + name,
		"DROP TABLE IF EXISTS " + name + "_rows"}, statements(name+"_rows", rows, types{"varchar", "timestamp(6)",
		"double", "bigint", "CAST('%s' AS double)", "timestamp(6)", "real"}, doubled,
		// ORC, which it writes unless told, gives times before 1970 back a second late.
		" WITH (format = 'PARQUET')")...)
	for _, s := range append(list, "CREATE VIEW "+name+" AS SELECT "+zoned.Replace(strings.Join(names, ", "))+
		" FROM "+name+"_rows") {
		if _, err := db.ExecContext(context.Background(), s); err != nil {
			t.Fatalf("%.200s: %v", s, err)
		}
	}
	at.Path = "/lake/engines"
	return at.String()
}

// sparkMessy makes a table of the rows in Spark.
func sparkMessy(t *testing.T, address, name string, rows []messyRow) string {
	t.Helper()
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(at.Port())
	c := gohive.NewConnectConfiguration()
	c.Username = at.User.Username()
	conn, err := gohive.Connect(at.Hostname(), port, "NONE", c)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	quote := func(text string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
	}
	list := append([]string{"SET spark.sql.session.timeZone=UTC", "DROP TABLE IF EXISTS " + name},
		statements(name, rows, types{"string", "timestamp", "double", "bigint", "CAST('%s' AS double)",
			"timestamp_ntz", "float"}, quote,
			" USING parquet")...)
	for _, s := range list {
		cursor := conn.Cursor()
		if cursor.Exec(context.Background(), s); cursor.Err != nil {
			t.Fatalf("%.200s: %v", s, cursor.Err)
		}
		cursor.Close()
	}
	return address
}
