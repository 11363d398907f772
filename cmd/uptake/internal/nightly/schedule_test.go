package nightly

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"uptake/analysis/report"
)

// TestWithinBudget: experiments that run at a time stay within workers and memory, one
// that fits nowhere runs alone with all workers, and every one is run once.
func TestWithinBudget(t *testing.T) {
	for _, c := range []struct {
		workers int
		memory  int64
		needs   []int64
	}{
		{1, 100, []int64{10, 10, 10}},
		{4, 100, []int64{60, 60, 30, 10, 500, 10, 10, 40, 40, 40}},
		{8, 100, []int64{50, 50}},
		{3, 1, []int64{2, 2, 0, 0, 0}},
	} {
		var list []*experiment
		for _, n := range c.needs {
			list = append(list, &experiment{need: n})
		}
		var mu sync.Mutex
		running, ran := map[*experiment]int{}, map[*experiment]int{}
		take := func(_ context.Context, x *experiment, workers int) report.IndexRow {
			mu.Lock()
			running[x] = workers
			ran[x]++
			sum, need := 0, int64(0)
			for r, w := range running {
				sum, need = sum+w, need+r.need
			}
			if sum > c.workers || workers < 1 || need > c.memory && len(running) > 1 {
				t.Errorf("%v: %d workers, %d bytes by %d at once", c, sum, need, len(running))
			}
			if x.need > c.memory && workers != min(c.workers, max(1, c.workers/min(c.workers, len(list)-len(ran)+1))) {
				t.Errorf("%v: alone with %d workers", c, workers)
			}
			mu.Unlock()
			time.Sleep(time.Millisecond)
			mu.Lock()
			delete(running, x)
			mu.Unlock()
			return report.IndexRow{Status: report.StatusOK}
		}
		n := &night{o: Options{Workers: c.workers, Memory: c.memory}}
		told := 0
		rows := n.schedule(context.Background(), list, take, func(*experiment, report.IndexRow) { told++ })
		for i, x := range list {
			if ran[x] != 1 || rows[i].Status != report.StatusOK {
				t.Errorf("%v: number %d ran %d times: %+v", c, i, ran[x], rows[i])
			}
		}
		if told != len(list) {
			t.Errorf("%v: %d were told", c, told)
		}
	}
}

// TestFault: a panic of ours in one experiment is its row, and the others go on.
func TestFault(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"a", "b", "c"} {
		for name, text := range map[string]string{
			id + ".yaml": "experiment: " + id + "\nlayout: units\nsources: [{path: " + id + ".csv}]\ncolumns: {unit: " +
				"u}\narms: [{name: x, control: true}, {name: y}]\nmetrics: [{name: m, kind: mean, role: primary}]\n",
			id + ".csv": "u,arm,m\n1,x,1\n2,y,2\n3,x,3\n4,y,4\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	out, err := Run(context.Background(), Options{Paths: []string{dir}, Out: filepath.Join(dir, "out"), Workers: 1,
		Memory: 1 << 30, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Watch: func(p Progress) {
			if p.Done == 1 && p.Rows > 4 { // while b is read
				panic("broken")
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	for i, status := range []report.Status{report.StatusOK, report.StatusFailed, report.StatusOK} {
		r := out.Rows[i]
		if r.Status != status || (r.Error != nil) != (status == report.StatusFailed) {
			t.Errorf("%s: %s, %+v", r.ID, r.Status, r.Error)
		}
	}
	if e := out.Rows[1].Error; e == nil || e.Kind != kindFault || !strings.Contains(e.Detail,
		"a fault of the program, not of your data") || !strings.Contains(e.Detail, "b.csv") {
		t.Errorf("%+v", e)
	}
	if out.Failed != 1 || out.None != 1 {
		t.Errorf("%+v", out.Numbers)
	}
}
