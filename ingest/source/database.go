package source

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx, of PostgreSQL
	_ "modernc.org/sqlite"             // the driver sqlite
)

// database is a table or a query of a database, which is read as objects, one a line:
// a tree of one file. Nothing is written there: SQLite is opened for reading alone, in
// PostgreSQL the transaction is, and what is asked stands in brackets, so it is one query.
type database struct {
	driver, address string
	name            string // what messages call it
	table, query    string
}

// Databases are what addresses of databases begin with.
var databases = []string{"sqlite:", "postgres://", "postgresql://"}

// isDatabase says whether a path leads into a database.
func isDatabase(path string) bool {
	for _, d := range databases {
		if strings.HasPrefix(path, d) {
			return true
		}
	}
	return false
}

// asking is where in a path that begins which says what is asked, -1 where nothing is: a file's
// name may have a # in it, and so may a query.
func asking(path string) int {
	table, query := strings.Index(path, "#table="), strings.Index(path, "#query=")
	if table < 0 || query >= 0 && query < table {
		return query
	}
	return table
}

// newDatabase takes a path such as sqlite:export.db#table=events apart.
func newDatabase(path string) (*database, error) {
	address, ask := path, ""
	if i := asking(path); i >= 0 {
		address, ask = path[:i], path[i+1:]
	}
	d := &database{}
	switch {
	case strings.HasPrefix(ask, "table="):
		d.table = ask[len("table="):]
	case strings.HasPrefix(ask, "query="):
		d.query = strings.TrimRight(ask[len("query="):], " \t\r\n;")
	default:
		return nil, told("%s is a database, of which a table: or a query: has to be named beside the path", address)
	}
	what := "the query of "
	if d.table != "" {
		what = "the table " + d.table + " of "
	}
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		if rest, ok := strings.CutPrefix(file, "//"); ok { // sqlite:///export.db
			file = rest
		}
		info, err := os.Stat(file)
		if err != nil || info.IsDir() {
			return nil, told("there is no database %s", file)
		}
		d.driver, d.name = "sqlite", what+filepath.Base(file)
		d.address = (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(),
			RawQuery: "mode=ro&_pragma=query_only(1)"}).String()
		return d, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, told("the address of the database cannot be read; write it as postgres://host/name")
	}
	if _, secret := u.User.Password(); secret || u.Query().Has("password") {
		return nil, told("the address of the database at %s holds a password, which does not belong in a file that "+
			"others read; put it into PGPASSWORD or ~/.pgpass", u.Host)
	}
	d.driver, d.address, d.name = "pgx", address, what+strings.Trim(u.Path, "/")
	return d, nil
}

func (d *database) Stat(string) (fs.FileInfo, error) { return databaseInfo{d.name}, nil }
func (d *database) ReadDir(p string) ([]fs.DirEntry, error) {
	return nil, &fs.PathError{Op: "list", Path: p, Err: fs.ErrInvalid}
}

// databaseInfo is a file whose bytes nobody knows before they are asked for.
type databaseInfo struct{ name string }

func (i databaseInfo) Name() string     { return i.name }
func (databaseInfo) Size() int64        { return -1 }
func (databaseInfo) ModTime() time.Time { return time.Time{} }
func (databaseInfo) IsDir() bool        { return false }
func (databaseInfo) Sys() any           { return nil }
func (databaseInfo) Mode() fs.FileMode  { return fs.ModeNamedPipe | 0o444 }

// open asks the query.
func (d *database) open(string) (io.ReadCloser, error) {
	db, err := sql.Open(d.driver, d.address)
	if err != nil {
		return nil, told("%s cannot be opened: %w", d.name, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &tableRows{d: d, closers: []func() error{db.Close, func() error { cancel(); return nil }}}
	if err := r.begin(ctx, db); err != nil {
		have := d.there(ctx, db, err)
		r.Close()
		return nil, d.failed(0, err, "%s cannot be read%s", d.name, have)
	}
	return stream{r, r}, nil
}

// tableRows gives rows as lines.
type tableRows struct {
	d       *database
	rows    *sql.Rows
	keys    [][]byte // as JSON, with the colon
	types   []string
	cells   []any
	into    []any
	buf     []byte
	given   int
	count   int64
	closers []func() error // called from the last on
}

func (r *tableRows) begin(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	r.closers = append(r.closers, c.Close)
	if r.d.driver == "pgx" {
		// A server of version 14 or later then sees by itself that nobody waits any more; others go on until they send.
		c.ExecContext(ctx, "set client_connection_check_interval = 1000")
	}
	t, err := c.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	r.closers = append(r.closers, t.Rollback)
	if r.d.driver == "pgx" {
		if _, err := t.ExecContext(ctx, "set transaction read only"); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, "set local timezone = 'UTC'"); err != nil {
			return err
		}
	}
	from := opening + r.d.query + "\n) as asked"
	if r.d.table != "" {
		from = quotedTable(r.d.table)
	}
	ask := selectAll + from
	if r.d.driver == "sqlite" {
		// The driver makes times of its own out of what a column is declared as; a plus before
		// a column takes the declaration away and leaves the value.
		names, err := columnNames(ctx, t, ask+" limit 0")
		if err != nil {
			return err
		}
		var list []string
		for _, n := range names {
			list = append(list, "+"+quotedName(n)+" as "+quotedName(n))
		}
		ask = "select " + strings.Join(list, ", ") + " from " + from
	}
	if r.rows, err = t.QueryContext(ctx, ask); err != nil {
		return err
	}
	r.closers = append(r.closers, r.rows.Close)
	types, err := r.rows.ColumnTypes()
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, x := range types {
		if seen[x.Name()] {
			return fmt.Errorf("it has two columns named %q; give one another name in the query", x.Name())
		}
		seen[x.Name()] = true
		key, _ := json.Marshal(x.Name())
		r.keys, r.types = append(r.keys, append(key, ':')), append(r.types, x.DatabaseTypeName())
	}
	r.cells, r.into = make([]any, len(types)), make([]any, len(types))
	for i := range r.cells {
		r.into[i] = &r.cells[i]
	}
	return nil
}

// selectAll is the statement but for the table or the query.
const selectAll = "select * from "

func columnNames(ctx context.Context, t *sql.Tx, ask string) ([]string, error) {
	rows, err := t.QueryContext(ctx, ask)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	return names, errors.Join(err, rows.Err())
}

func quotedName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// quotedTable is a table's name, behind that of its schema where it has a point.
func quotedTable(name string) string {
	var parts []string
	for _, p := range strings.Split(name, ".") {
		parts = append(parts, quotedName(p))
	}
	return strings.Join(parts, ".")
}

// Read gives the lines.
func (r *tableRows) Read(p []byte) (int, error) {
	if r.given == len(r.buf) {
		r.buf, r.given = r.buf[:0], 0
		for len(r.buf) < 64<<10 && r.rows.Next() {
			if err := r.rows.Scan(r.into...); err != nil {
				return 0, r.d.failed(r.count+1, err, "row %d of %s cannot be read", r.count+1, r.d.name)
			}
			r.count++
			r.buf = append(r.buf, '{')
			for i, v := range r.cells {
				if i > 0 {
					r.buf = append(r.buf, ',')
				}
				r.buf = appendCell(append(r.buf, r.keys[i]...), v, r.types[i])
			}
			r.buf = append(r.buf, '}', '\n')
		}
		if len(r.buf) == 0 {
			if err := r.rows.Err(); err != nil {
				return 0, r.d.failed(r.count+1, err, "%s could not be read on behind row %d", r.d.name, r.count)
			}
			return 0, io.EOF
		}
	}
	n := copy(p, r.buf[r.given:])
	r.given += n
	return n, nil
}

// Close ends the query.
func (r *tableRows) Close() error {
	for i := len(r.closers) - 1; i >= 0; i-- {
		r.closers[i]()
	}
	return nil
}

// appendCell appends a value of a column of a type as JSON.
func appendCell(dst []byte, v any, of string) []byte {
	text := func(s string) []byte {
		b, _ := json.Marshal(s)
		return append(dst, b...)
	}
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		bits := 64
		if of == "FLOAT4" {
			bits = 32
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(dst, "null"...)
		}
		form := byte('f')
		if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
			form = 'e'
		}
		return strconv.AppendFloat(dst, v, form, -1, bits)
	case time.Time:
		layout := "2006-01-02T15:04:05.999999999Z"
		switch of {
		case "DATE":
			layout = time.DateOnly
		case "TIMESTAMP": // without a zone: wall clock of the experiment's
			layout = "2006-01-02T15:04:05.999999999"
		}
		return text(v.UTC().Format(layout))
	case string:
		switch of {
		case "JSON", "JSONB":
			if json.Valid([]byte(v)) {
				return append(dst, oneLine(v)...)
			}
		case "NUMERIC":
			if v = plainNumber(v); v == "" {
				return append(dst, "null"...)
			}
			return append(dst, v...)
		}
		return text(v)
	case []byte:
		if of == "JSON" || of == "JSONB" {
			return appendCell(dst, string(v), of)
		}
		if utf8.Valid(v) && !strings.ContainsFunc(string(v), unicode.IsControl) {
			return text(string(v))
		}
		return text(hex.EncodeToString(v))
	}
	return text(fmt.Sprint(v))
}

// oneLine is JSON without line ends, which are white space in it.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }

// plainNumber is a decimal without zeros at its end, "" for what is no number.
func plainNumber(s string) string {
	if strings.ContainsAny(s, "nNiI") { // NaN, Infinity
		return ""
	}
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
