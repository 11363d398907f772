package engine

import (
	"context"
	"sort"
	"strings"
	"time"
)

// Engine is a session with an SQL engine. It runs one statement at a time and is not for use from several goroutines.
type Engine interface {
	// Query runs one SELECT; every column comes back as text, NULL as absent. The rows have to be closed before the
	// next statement. Where ctx ends or the deadline passes, the query is cancelled and the engine is asked about it.
	Query(ctx context.Context, sql string) (Rows, error)
	// Explain asks what a SELECT would read, without running it.
	Explain(ctx context.Context, sql string) (Cost, error)
	// Close ends the session and whatever runs in it.
	Close() error
}

// Rows are what a query gave, read once from the first to the last.
type Rows interface {
	Columns() []string // names, in order
	Next() bool        // false at the end and at an error: see Err
	Text(i int) (string, bool)
	Err() error
	Close() error
	Ran() Ran // complete once Next gave false
}

// Ran is the record of one query.
type Ran struct {
	Query    string  // the engine's id of it, "" where it has none
	Read     int64   // bytes that the engine read of its tables, -1 where it does not say
	Returned int64   // bytes of text that came back
	Rows     int64   // that came back
	Seconds  float64 // from sending it to the last row
}

// Cost is an engine's own estimate, made before anything is read.
type Cost struct {
	Bytes, Rows           int64 // what the scans of base tables read, together
	BytesKnown, RowsKnown bool  // false where the engine, or its statistics, do not say
}

// Options are how an engine is used. The zero value is an hour a query and the program duckdb of the path.
type Options struct {
	Timeout time.Duration // of one query where its address says nothing; 0 is DefaultTimeout
	DuckDB  string        // the program that duckdb addresses run; "" is duckdb, searched in PATH
}

// DefaultTimeout is how long a query may take where nothing else is said.
const DefaultTimeout = time.Hour

// longest is how long a query may take at most.
const longest = 7 * 24 * time.Hour

// timeout is how long a query may take whose address says so, "" of one that says nothing.
func (o Options) timeout(engine, said string) (time.Duration, error) {
	if said != "" {
		d, err := time.ParseDuration(said)
		if err != nil || d < time.Second || d > longest {
			return 0, told("the address of %s says timeout=%s; expected how long a query may take, such as 90s, 30m "+
				"or 2h, from 1s to 168h", engine, said)
		}
		return d, nil
	}
	if o.Timeout > 0 {
		return o.Timeout, nil
	}
	return DefaultTimeout, nil
}

// kind is an engine that addresses can lead to.
type kind struct {
	form  string // what an address looks like
	begin []string
	open  func(context.Context, string, Options) (Engine, error)
}

// kinds are all of them.
var kinds = []kind{
	{duckdbForm, []string{"duckdb:", "duckdb?", "duckdb"}, openDuckDB},
	{postgresForm, []string{"postgres://", "postgresql://"}, openPostgres},
	{clickhouseForm, []string{"clickhouse://"}, openClickHouse},
	{sparkForm, []string{"spark://"}, openSpark},
	{trinoForm, []string{"trino://"}, openTrino},
}

// Open begins a session with the engine that an address leads to, sets what its results depend on and looks whether
// it is so. Errors are sentences that name the engine, the host, what was expected and what to do.
func Open(ctx context.Context, address string, o Options) (Engine, error) {
	for _, k := range kinds {
		for _, b := range k.begin {
			if address == b || strings.HasPrefix(address, b) && strings.ContainsAny(b, ":?") {
				return k.open(ctx, address, o)
			}
		}
	}
	var forms []string
	for _, k := range kinds {
		forms = append(forms, k.form)
	}
	sort.Strings(forms)
	return nil, told("the engine %s is not one that can be asked; an address is %s", withoutSecret(address),
		strings.Join(forms, ", "))
}
