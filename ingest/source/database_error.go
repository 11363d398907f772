package source

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"

	"uptake/analysis/fault"
)

// failed is an error of the database at a row, 0 where none was reached. Its place is what was
// asked and the key that asks it; in a query of several lines the sentence names the line.
func (d *database) failed(row int64, err error, format string, args ...any) error {
	p := fault.Place{File: d.name, Row: row, Key: "sources[].query"}
	if d.table != "" {
		p.Key = "sources[].table"
	}
	return fault.At(p, told(format+": %w%s", append(args, inLine{err}, d.line(err))...))
}

// inLine is an error in one line: where several addresses were tried, the driver writes several.
type inLine struct{ error }

func (e inLine) Error() string {
	head, rest, several := strings.Cut(e.error.Error(), "\n\t")
	if !several {
		return head
	}
	return head + " " + strings.ReplaceAll(rest, "\n\t", "; ")
}

func (e inLine) Unwrap() error { return e.error }

// opening is what stands before the query where it is asked.
const opening = "(\n"

// blamed is the name in an error of SQLite, which gives no position.
var blamed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`no such (?:column|table|function): (?:\w+\.)?(\w+)|near "([^"]+)"`)
})

// line says in which line of the query the database stumbled: PostgreSQL gives the position, and a
// name that SQLite blames has a line where one alone has that name. "" where nobody knows, or the query has
// one line.
func (d *database) line(err error) string {
	lines := strings.Split(d.query, "\n")
	if len(lines) < 2 {
		return ""
	}
	n := 0
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		before := int(pg.Position) - 1 - utf8.RuneCountInString(selectAll+opening) // of the query, in characters
		if text := []rune(d.query); before >= 0 && before < len(text) {
			n = 1 + strings.Count(string(text[:before]), "\n")
		}
	} else if m := blamed().FindStringSubmatch(err.Error()); m != nil {
		word := regexp.MustCompile(`(?i)(?:^|\W)` + regexp.QuoteMeta(m[1]+m[2]) + `(?:\W|$)`)
		for i, l := range lines {
			if word.MatchString(l) {
				if n > 0 {
					return ""
				}
				n = i + 1
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", in line %d of the query: %s", n, strings.TrimSpace(lines[n-1]))
}

// mostTables is how many tables are named where the one asked for is not there.
const mostTables = 12

// there says of a table that is missing which are there; "" of anything else.
func (d *database) there(ctx context.Context, db *sql.DB, err error) string {
	var pg *pgconn.PgError
	ask := `select name from sqlite_master where type in ('table', 'view') order by 1`
	switch missing := errors.As(err, &pg) && pg.Code == "42P01"; {
	case d.table == "" || !missing && !strings.Contains(err.Error(), "no such table"):
		return ""
	case missing:
		ask = `select case table_schema when 'public' then '' else table_schema || '.' end || table_name ` +
			`from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') order by 1`
	}
	rows, err := db.QueryContext(ctx, ask)
	if err != nil {
		return ""
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var n string
		if rows.Scan(&n) == nil {
			names = append(names, n)
		}
	}
	switch more := len(names) - mostTables; {
	case len(names) == 0:
		return " (there is no table)"
	case more > 0:
		return fmt.Sprintf(" (there are the tables %s and %d more)", strings.Join(names[:mostTables], ", "), more)
	case len(names) == 1:
		return " (there is the table " + names[0] + ")"
	}
	return " (there are the tables " + strings.Join(names, ", ") + ")"
}
