package ignore

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

const (
	// watchedCauses is for how many causes sessions are listed, watchedPerArm how
	// many of each arm for a cause, and longestTimeline how many suggestions of one.
	watchedCauses, watchedPerArm, longestTimeline = 5, 2, 20
)

// sessions lists, for each of the first causes, a few sessions to watch: of every
// arm the units with the lowest hash of their id and the cause's rank, so that the
// same data give the same sample, at their first ignored suggestion in the cause's
// place.
func sessions(_ context.Context, f *Facts, out *report.Ignores) error {
	if !f.timed {
		return nil
	}
	for _, c := range out.Causes[:min(len(out.Causes), watchedCauses)] {
		in := f.about[c.Rank-1]
		if in == nil {
			continue
		}
		for a := range f.arms {
			for _, w := range f.sample(a, c.Rank, in) {
				out.Sessions = append(out.Sessions, f.timeline(c.Rank, w.person, w.row, in))
			}
		}
	}
	return nil
}

type watched struct {
	*person
	row  int
	draw uint64
}

// sample draws units of an arm, and of each its first ignored suggestion in the place.
func (f *Facts) sample(arm, rank int, in membership) []watched {
	var list []watched
	for i := range f.units {
		p := &f.units[i]
		if p.arm != arm {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if f.seen.studied(row) && in(p, row) {
				list = append(list, watched{p, row, stats.Mix64(p.hash + uint64(rank))})
				break
			}
		}
	}
	slices.SortFunc(list, func(a, b watched) int {
		return cmp.Or(cmp.Compare(a.draw, b.draw), cmp.Compare(a.id, b.id))
	})
	return list[:min(len(list), watchedPerArm)]
}

// timeline is the session around one suggestion: as far as pauses are shorter than
// half an hour, with the suggestion not among its last.
func (f *Facts) timeline(rank int, p *person, row int, in membership) report.Timeline {
	from, to := row, row+1
	near := func(a, b int) bool { return f.seen.shown[b]-f.seen.shown[a] <= idle.Microseconds() }
	for from > p.from && near(from-1, from) && row-from < longestTimeline/2 {
		from--
	}
	for to < p.to && near(to-1, to) && to-from < longestTimeline {
		to++
	}
	t := report.Timeline{Cause: rank, User: fmt.Sprintf("user %06x", p.hash>>40), Arm: f.arms[p.arm],
		Link: f.link(p, row), Steps: []report.TimelineStep{}}
	t.Began = time.UnixMicro(f.seen.shown[from]).UTC().Format(time.RFC3339)
	own := stats.Mix64(p.hash + uint64(f.seen.shown[from]))
	logged := f.seen.session != nil && f.seen.session[row] != ""
	if logged {
		h := fnv.New64a()
		h.Write([]byte(f.seen.session[row]))
		own = stats.Mix64(h.Sum64())
	}
	t.Session = fmt.Sprintf("session %06x", own>>40)
	if f.opt.UserIDs {
		if t.User = p.id; logged {
			t.Session = f.seen.session[row]
		}
	}
	for i := from; i < to; i++ {
		s := report.TimelineStep{At: report.Num(float64(f.seen.shown[i]-f.seen.shown[from]) / 1e6), What: f.what(i),
			Here: in(p, i), Outcome: f.seen.state[i].String(), After: report.Undefined()}
		if v := f.seen.after[i]; v == v {
			s.After = report.Num(v)
		}
		t.Steps = append(t.Steps, s)
	}
	return t
}

// what describes a suggestion by its columns.
func (f *Facts) what(row int) string {
	var out []string
	for i := range f.columns {
		c := &f.columns[i]
		switch {
		case c.fixed || c.derived && c.name != shownBefore:
		case c.name == shownBefore:
			if c.codes[row] == 1 {
				out = append(out, "shown before")
			}
		case c.values != nil:
			if v := c.values[row]; v == v {
				out = append(out, fmt.Sprintf("%s %g", c.name, v))
			}
		case c.codes[row] != unknown && c.levels[c.codes[row]] != "":
			out = append(out, c.levels[c.codes[row]])
		}
	}
	return strings.Join(out, ", ")
}

// link fills the replay's template for a suggestion, "" without a template or where
// the row lacks the session.
func (f *Facts) link(p *person, row int) string {
	t := f.exp.Replay
	if t == "" || strings.Contains(t, "{session}") && (f.seen.session == nil || f.seen.session[row] == "") {
		return ""
	}
	session := ""
	if f.seen.session != nil {
		session = f.seen.session[row]
	}
	at := f.seen.shown[row]
	return strings.NewReplacer("{session}", url.QueryEscape(session), "{unit}", url.QueryEscape(p.id), "{ts}",
		url.QueryEscape(time.UnixMicro(at).UTC().Format(time.RFC3339)),
		"{ts_s}", fmt.Sprint(at/1e6), "{ts_ms}", fmt.Sprint(at/1e3)).Replace(t)
}
