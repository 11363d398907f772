package nightly

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// breaking opens files as they lie, but fails so many times; inside, after the file was
// opened and rows of it were given.
type breaking struct {
	mu     sync.Mutex
	left   int
	inside bool
	err    error
}

func (b *breaking) fails() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left == 0 {
		return nil
	}
	b.left--
	return b.err
}

func (b *breaking) open(f source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
	if b.inside {
		r, err := format.Open(in, ask, o)
		return &torn{Reader: r, by: b}, err
	}
	if err := b.fails(); err != nil {
		return nil, &fs.PathError{Op: "open", Path: f.Path, Err: err}
	}
	return format.Open(in, ask, o)
}

type torn struct {
	format.Reader
	by   *breaking
	some bool
}

func (t *torn) Next() (format.Block, error) {
	if t.some {
		if err := t.by.fails(); err != nil {
			return nil, err
		}
	}
	t.some = true
	return t.Reader.Next()
}

// TestRetry: a source that fails for a reason which may go by itself is gone to again,
// further and further apart and never past the deadline, alone and for a group of
// experiments; what then comes out is what an undisturbed night writes. What stays wrong is
// not gone to again.
func TestRetry(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("units.yaml", "experiment: units\nlayout: units\nsources: [{path: u.csv}]\ncolumns: {unit: user, ts: "+
		"at}\narms: [{name: control, control: true}, {name: b}]\nmetrics: [{name: tasks, kind: mean, role: primary}]\n")
	rows := "user,at,arm,tasks\n"
	for i := range 60 {
		rows += fmt.Sprintf("u%d,2026-04-%02dT12:00:00Z,%s,%d\n", i, 1+i%9, []string{"control", "b"}[i%2], i%5)
	}
	put("u.csv", rows)
	events := "ts,unit,event,variant,experiment\n"
	for i := range 80 {
		for _, id := range []string{"one", "two"} {
			events += fmt.Sprintf("2026-04-%02dT12:00:00Z,u%d,exposure,%s,%s\n", 1+i%9, i,
				[]string{"control", "b"}[i%2], id)
		}
		events += fmt.Sprintf("2026-04-%02dT13:00:00Z,u%d,task,,\n", 1+i%9, i)
	}
	put("e.csv", events)
	for _, id := range []string{"one", "two"} {
		put(id+".yaml", "experiment: "+id+"\nsources: [{path: e.csv}]\narms: [{name: control, control: true}, {name: "+
			"b}]\nmetrics: [{name: tasks, kind: mean, event: task, role: primary}]\n")
	}
	put("sums.yaml", "experiment: sums\nlayout: summary\nsources: [{path: s.csv}]\narms: [{name: control, control: "+
		"true}, {name: b}]\nmetrics: [{name: tasks, kind: mean, role: primary}]\n")
	put("s.csv", "arm,metric,n,mean,var\ncontrol,tasks,100,2,1\nb,tasks,100,2.1,1\n")
	put("family.yaml", "experiment: family\nlayout: units\neach: {column: test}\nsources: [{path: f.csv}]\ncolumns: "+
		"{unit: user}\narms: [{name: control, control: true}, {name: b}]\nmetrics: [{name: tasks, kind: mean, role: "+
		"primary}]\n")
	family := "test,user,arm,tasks\n"
	for i := range 40 {
		family += fmt.Sprintf("t%d,u%d,%s,%d\n", i%2, i, []string{"control", "b"}[i/2%2], i%5)
	}
	put("f.csv", family)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	put("engine.yaml", fmt.Sprintf("experiment: engine\nengine: clickhouse://u@%s/db\nsources: [{table: t}]\n"+
		"columns: {ts: at, unit: user, event: name}\nstart: 2026-04-01\nend: 2026-04-14\narms: [{name: control, "+
		"control: true}, {name: b}]\nmetrics: [{name: tasks, kind: mean, event: task, role: primary}]\n", gone.Addr()))
	gone.Close() // so that nobody answers there
	run := func(file string, b *breaking, deadline time.Duration) (out *Outcome, waits []time.Duration, log string) {
		t.Helper()
		var said strings.Builder
		n := &night{o: Options{Paths: []string{filepath.Join(dir, file)}, Out: filepath.Join(t.TempDir(), "out"),
			Workers: 1, Memory: 1 << 30, Deadline: deadline, Log: slog.New(slog.NewTextHandler(&said, nil)),
			Formats: []string{"json"}}, began: time.Now()}
		n.wait = func(ctx context.Context, d time.Duration) bool {
			waits = append(waits, d)
			return ctx.Err() == nil
		}
		if b != nil {
			n.beneath = b.open
		}
		out, err := n.all(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return out, waits, said.String()
	}
	for _, c := range []struct {
		file    string
		left    int
		inside  bool
		err     error
		retries int
		fails   string // the kind of the error, "" = none
	}{
		{"units.yaml", 0, false, nil, 0, ""},
		{"units.yaml", 1, false, syscall.EIO, 1, ""},
		{"units.yaml", 3, false, syscall.ESTALE, 3, ""},
		{"units.yaml", 2, true, syscall.ETIMEDOUT, 2, ""},
		{"units.yaml", 99, false, syscall.EIO, 3, kindSource},
		{"units.yaml", 1, false, syscall.EACCES, 0, kindData},
		{"units.yaml", 1, false, fs.ErrNotExist, 0, kindData},
		{"units.yaml", 1, true, fmt.Errorf("line 7 is no CSV"), 0, kindData},
		{"sums.yaml", 2, false, syscall.ECONNRESET, 2, ""},
		{"family.yaml", 1, false, syscall.EIO, 1, ""},
		{"[ot][nw][eo].yaml", 2, true, syscall.EIO, 2, ""}, // two experiments that are read together
		{"engine.yaml", 0, false, nil, 3, kindSource},
	} {
		name := fmt.Sprint(c.file, " ", c.left, " ", c.inside, " ", c.err)
		want, _, _ := run(c.file, nil, 0)
		out, waits, log := run(c.file, &breaking{left: c.left, inside: c.inside, err: c.err}, 0)
		if out.Retries != c.retries || strings.Count(log, "tried once more") != c.retries ||
			(out.Failed > 0) != (c.fails != "") {
			t.Errorf("%s: %d retries, %d failed: %s", name, out.Retries, out.Failed, log)
		}
		for k := 1; k < len(waits); k++ {
			if waits[k] <= waits[k-1] {
				t.Errorf("%s: waits of %v", name, waits)
			}
		}
		for k, r := range out.Rows {
			if w := want.Rows[k]; c.fails == "" && (r.Status != report.StatusOK || r.Headline != w.Headline ||
				r.Rows != w.Rows) {
				t.Errorf("%s: %+v, want %+v", name, r, w)
			}
			if c.fails != "" && (r.Error == nil || r.Error.Kind != c.fails) {
				t.Errorf("%s: %+v", name, r.Error)
			}
		}
	}
	out, waits, _ := run("units.yaml", &breaking{left: 99, err: syscall.EIO}, time.Nanosecond)
	if len(waits) > 1 || out.Rows[0].Error == nil || out.Rows[0].Error.Kind != kindDeadline {
		t.Errorf("past the deadline: %d waits, %+v", len(waits), out.Rows[0].Error)
	}
}
