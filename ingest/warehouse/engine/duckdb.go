package engine

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// duckdb runs the program duckdb, one process a query, on a database file that is opened for reading alone, or on none:
// then the query names files itself (read_parquet('…')). Its output is JSON, an object a row.
type duckdb struct {
	voice
	program, file string
	aside         string // folder for what does not fit the memory
	timeout       time.Duration
}

const duckdbForm = "duckdb:FILE or duckdb"

// duckdbSettings come before each query: what its results depend on, and that nothing is fetched from the network.
const duckdbSettings = "SET TimeZone = 'UTC'; SET autoinstall_known_extensions = false; "

func openDuckDB(ctx context.Context, address string, o Options) (Engine, error) {
	d := &duckdb{voice: voice{engine: "DuckDB"}, program: o.DuckDB}
	if d.program == "" {
		d.program = "duckdb"
	}
	address, said, _ := strings.Cut(address, "?timeout=")
	_, d.file, _ = strings.Cut(address, ":")
	var err error
	if d.timeout, err = o.timeout("DuckDB", said); err != nil {
		return nil, err
	}
	program, err := exec.LookPath(d.program)
	if err != nil {
		return nil, told("DuckDB is asked by its program %s, which is not there: install it (pip install duckdb-cli, "+
			"or from duckdb.org) so that it stands in PATH", d.program)
	}
	d.program = program
	if d.file != "" {
		info, err := os.Stat(d.file)
		if err != nil {
			return nil, told("there is no DuckDB database %s: %w", d.file, err)
		}
		if info.IsDir() {
			return nil, told("%s is a folder; an address of DuckDB names a database file, and Parquet files are "+
				"named in the query, under the address duckdb alone", d.file)
		}
		d.host = filepath.Base(d.file)
	}
	if d.aside, err = os.MkdirTemp("", "uptake-duckdb-"); err != nil {
		return nil, told("DuckDB needs a folder for what does not fit the memory: %w", err)
	}
	set, err := one(d.Query(ctx, "SELECT current_setting('TimeZone') AS zone"))
	if err == nil && (len(set) != 1 || !strings.HasSuffix(set[0], "UTC")) {
		err = d.says(other, nil, "did not take the time zone UTC, it has %q", set)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func (d *duckdb) Close() error { return os.RemoveAll(d.aside) }

// Query starts the program.
func (d *duckdb) Query(ctx context.Context, sql string) (Rows, error) {
	if err := oneSelect(sql, quoting{escapes: true}); err != nil {
		return nil, err
	}
	return d.start(ctx, sql)
}

// start runs one statement and reads up to its first row.
func (d *duckdb) start(asked context.Context, sql string) (*duckRows, error) {
	ctx, cancel := context.WithTimeout(asked, d.timeout)
	r := &duckRows{d: d, ctx: ctx, cancel: cancel, sql: sql, run: d.command(ctx, sql)}
	r.ran.Read, r.begun = -1, time.Now()
	r.run.Stderr = &r.said
	out, err := r.run.StdoutPipe()
	if err == nil {
		err = r.run.Start()
	}
	if err != nil {
		cancel()
		return nil, d.says(other, err, "could not be started by %s: %v", d.program, err)
	}
	r.out = bufio.NewReaderSize(out, 256<<10)
	r.ahead = r.read()
	if r.err != nil {
		return nil, r.err
	}
	if !r.ahead && r.columns == nil && !strings.HasPrefix(sql, "DESCRIBE") {
		// Without a row the program names no column.
		return r, r.describe(asked)
	}
	return r, nil
}

// command is the program with one statement at its input; ctx ends the process. Its group is its own, so that an
// interrupt of the terminal reaches us first.
func (d *duckdb) command(ctx context.Context, sql string) *exec.Cmd {
	args := []string{"-no-init", "-batch", "-bail", "-jsonlines"}
	if d.file != "" {
		file, _ := filepath.Abs(d.file) // what begins with - is no option
		args = append(args, "-readonly", file)
	}
	c := exec.CommandContext(ctx, d.program, args...)
	ownGroup(c)
	c.WaitDelay = 10 * time.Second
	// What does not fit the memory is put aside under our own folder, never beside the database.
	c.Stdin = strings.NewReader(duckdbSettings + "SET temp_directory = " + textLiteral(d.aside) + ";\n" +
		strings.TrimRight(sql, " \t\r\n;") + "\n;\n")
	return c
}

// duckRows are rows of a running program.
type duckRows struct {
	given
	d      *duckdb
	sql    string
	names  []string // of columns, as they are written
	ctx    context.Context
	cancel context.CancelFunc
	run    *exec.Cmd
	out    *bufio.Reader
	said   limited
	ahead  bool // a row is read that Next has not given yet
	ended  bool
}

func (r *duckRows) Next() bool {
	if r.ahead {
		r.ahead = false
		return true
	}
	return r.read()
}

// read takes the next row; at the end, what the program says of its end counts.
func (r *duckRows) read() bool {
	if r.ended {
		return false
	}
	err := r.row()
	if err == nil {
		return true
	}
	stopped := r.ctx.Err() != nil
	if err != io.EOF {
		r.cancel() // it goes on writing to nobody
	}
	r.end(err, stopped)
	return false
}

// end waits for the program, after rows that ended by an error of reading and perhaps because the context did.
func (r *duckRows) end(read error, stopped bool) {
	if r.ended {
		return
	}
	r.ended = true
	gone := r.run.Wait()
	r.over()
	defer r.cancel()
	said := oneLine(r.said.String())
	switch {
	case stopped || read == io.EOF && gone != nil && r.ctx.Err() != nil:
		r.err = r.d.says(ended, context.Cause(r.ctx), "was stopped because %s; its process is gone",
			why(r.ctx, r.d.timeout))
	case read == errClosed:
	case read != io.EOF && !(errors.Is(read, io.ErrUnexpectedEOF) && gone != nil):
		r.err = r.d.says(other, read, "gave rows that cannot be read: %v", read)
	case strings.Contains(said, "Out of Memory Error") || strings.Contains(said, "failed to allocate"):
		r.err = r.d.says(memory, gone, "ran out of memory: %s", said)
	case gone != nil && said == "":
		r.err = r.d.says(other, gone, "ended before its query did (%v); was it killed?", gone)
	case gone != nil:
		r.err = r.d.says(other, gone, "refused the query: %s", said)
	}
}

var errClosed = errors.New("closed")

// Close ends the program where rows are left.
func (r *duckRows) Close() error {
	if !r.ended {
		r.cancel()
		r.end(errClosed, false)
	}
	return nil
}

// describe asks for the names of the columns.
func (r *duckRows) describe(ctx context.Context) error {
	rows, err := r.d.start(ctx, "DESCRIBE "+r.sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		name, _ := rows.Text(0)
		r.columns = append(r.columns, name)
	}
	return rows.Err()
}

// Explain adds up the rows that the leaves of the plan read; of bytes DuckDB says nothing.
func (d *duckdb) Explain(ctx context.Context, sql string) (Cost, error) {
	if err := oneSelect(sql, quoting{escapes: true}); err != nil {
		return Cost{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	run := d.command(ctx, "EXPLAIN (FORMAT json) "+sql)
	var said limited
	run.Stderr = &said
	out, err := run.Output()
	switch {
	case ctx.Err() != nil:
		return Cost{}, d.says(ended, context.Cause(ctx), "gave no plan: %s", why(ctx, d.timeout))
	case err != nil:
		return Cost{}, d.says(other, err, "refused the query: %s", oneLine(said.String()))
	}
	_, plan, _ := strings.Cut(string(out), "\n[") // behind a heading in a box
	return duckCost("[" + plan)
}

// duckNode is a part of a plan.
type duckNode struct {
	Name     string         `json:"name"`
	Children []duckNode     `json:"children"`
	Extra    map[string]any `json:"extra_info"`
}

func duckCost(plan string) (Cost, error) {
	var nodes []duckNode
	if err := json.Unmarshal([]byte(plan), &nodes); err != nil {
		return Cost{}, told("the plan of DuckDB cannot be read: %w", err)
	}
	c := Cost{RowsKnown: true}
	var walk func([]duckNode)
	walk = func(list []duckNode) {
		for _, n := range list {
			if len(n.Children) == 0 && strings.Contains(n.Name, "SCAN") {
				text, _ := n.Extra["Estimated Cardinality"].(string)
				rows, err := strconv.ParseInt(text, 10, 64)
				c.RowsKnown, c.Rows = c.RowsKnown && err == nil, c.Rows+rows
			}
			walk(n.Children)
		}
	}
	walk(nodes)
	return c, nil
}

// limited keeps the first of what is written.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := 64<<10 - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
