package nightly

import (
	"context"
	"time"

	"uptake/analysis/report"
)

// grace is how long experiments that were told to stop at the deadline may take to do
// so; then they are left alone and write nothing more.
const grace = 10 * time.Second

type done struct {
	at  int
	row report.IndexRow
}

// schedule takes the experiments through, several at a time, in their order. Each is let
// in when a worker is free and its memory fits beside what runs; one that fits nowhere
// runs alone. It ends early where the context does: rows of what was not begun, or has
// not ended by then, say so.
func (n *night) schedule(ctx context.Context, list []*experiment, take func(context.Context, *experiment,
	int) report.IndexRow, finished func(*experiment, report.IndexRow)) []report.IndexRow {
	rows := make([]report.IndexRow, len(list))
	ends := make(chan done, len(list))
	running := map[int]int{} // by number: its workers
	workers, memory, next := n.o.Workers, n.o.Memory, 0
	over := ctx.Done()
	var patience <-chan time.Time
	for next < len(list) && ctx.Err() == nil || len(running) > 0 {
		for next < len(list) && ctx.Err() == nil && workers > 0 && (len(running) == 0 || list[next].need <= memory) {
			x, at := list[next], next
			share := max(1, workers/min(workers, len(list)-next))
			workers, memory, next = workers-share, memory-x.need, next+1
			running[at] = share
			go func() { ends <- done{at, take(ctx, x, share)} }()
		}
		select {
		case d := <-ends:
			workers, memory = workers+running[d.at], memory+list[d.at].need
			delete(running, d.at)
			rows[d.at] = d.row
			finished(list[d.at], d.row)
		case <-over:
			over = nil
			patience = time.After(n.patience(ctx, list))
		case <-patience:
			for at := range running {
				list[at].leave()
			}
			for len(ends) > 0 { // what ended meanwhile
				d := <-ends
				delete(running, d.at)
				rows[d.at] = d.row
				finished(list[d.at], d.row)
			}
			for at := range running {
				rows[at] = n.without(list[at], report.IndexRow{}, ctx.Err())
				finished(list[at], rows[at])
				delete(running, at)
			}
		}
	}
	for ; next < len(list); next++ {
		rows[next] = n.without(list[next], report.IndexRow{}, ctx.Err())
		finished(list[next], rows[next])
	}
	return rows
}
