package ingest

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/phrase"
)

// check refuses a run whose rows cannot answer the experiment. An arm that
// never occurs is told before the rows that are broken for naming another, but
// after rows that are broken otherwise: those may be where the arm is.
func (g *gathered) check() error {
	checks := []func() error{g.checkArms, g.checkBad, g.checkLeft, g.checkLarge}
	if d := g.tally.Dropped; g.tooMany(broken(d)-d[sums.UnknownArm], g.read) {
		checks[0], checks[1] = checks[1], checks[0]
	}
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkArms refuses a run in which a declared arm never occurs, unless none
// was to be in it.
func (g *gathered) checkArms() error {
	var absent []string
	for _, a := range g.exp.Arms {
		if a.Share == 0 {
			continue
		}
		for _, v := range a.Values() { // of several a mistyped one would go unseen
			if g.arms.of(v) == 0 {
				absent = append(absent, quoted(v))
			}
		}
	}
	if len(absent) == 0 {
		return nil
	}
	if len(g.arms) == 0 && g.noExposure() {
		return fmt.Errorf("no row is an exposure: no row has the event %s; the export has %s. Name the event that "+
			"exposes a unit with exposure: {event: …}",
			strings.Join(g.exp.Exposure.Event, " or "), EventList(g.events))
	}
	if len(g.arms) == 0 {
		return g.nothing("no row that counts names an arm")
	}
	has := g.arms.list(func(string) bool { return true })
	plural := "the declared arm %s never occurs"
	if len(absent) > 1 {
		plural = "the declared arms %s never occur"
	}
	for _, reason := range []sums.Reason{sums.OutsideDates, sums.Filtered, sums.OtherExperiment, sums.Outside,
		sums.MissingUnit} {
		if g.tally.Dropped[reason] > 0 { // the arm may well be in these rows
			return g.nothing(fmt.Sprintf(plural+" in a row that counts, where the export has %s",
				strings.Join(absent, ", "), strings.Join(has, ", ")))
		}
	}
	return fmt.Errorf(plural+"; the export has %s. Write the arm's name exactly as the export does, in quotes if "+
		"need be", strings.Join(absent, ", "), strings.Join(has, ", "))
}

// expects says what would have been read instead of a broken row.
var expects = map[sums.Reason]string{
	sums.Unparsable: "a whole row of the format",
	sums.BadTime: "a time such as 2026-04-01T12:00:00Z or 2026-04-01 12:00:00, or a number of s, ms, µs or ns " +
		"since 1970, from 1990 to 2099",
	sums.UnknownArm: "an arm that the experiment file declares",
	sums.BadValue:   "a number, a yes or no, or an outcome that the file maps, whichever is asked for",
}

// broken adds up the rows that are broken rather than not needed.
func broken(dropped [sums.NumReasons]int64) (n int64) {
	for reason := sums.Reason(0); reason < sums.NumReasons; reason++ {
		if reason.Bad() {
			n += dropped[reason]
		}
	}
	return n
}

func (g *gathered) tooMany(bad, read int64) bool {
	return float64(bad) > g.exp.MaxBadRows*float64(read)
}

// checkBad refuses a run with more broken rows than the experiment allows.
func (g *gathered) checkBad() error {
	bad := broken(g.tally.Dropped)
	if !g.tooMany(bad, g.read) {
		return nil
	}
	var why []string
	at := fault.Place{Key: "max_bad_rows"} // and the first broken row
	for reason := sums.Reason(0); reason < sums.NumReasons; reason++ {
		n := g.tally.Dropped[reason]
		if !reason.Bad() || n == 0 {
			continue
		}
		if ex := g.tally.Example[reason]; ex != nil && at.File == "" {
			at.File, at.Row = ex.File, ex.Row
		}
		line := fmt.Sprintf("%s %d", reason, n)
		if ex := g.tally.Example[reason]; ex != nil {
			expected := expects[reason]
			if reason == sums.BadTime {
				expected = g.expectedTime()
			}
			line += fmt.Sprintf(" (first: %s, row %d, %q; expected %s)", ex.File, ex.Row, phrase.Cut(ex.Shown()),
				expected)
		}
		why = append(why, line)
	}
	advice := ""
	if unknown := g.tally.Dropped[sums.UnknownArm]; unknown > 0 {
		advice = ". " + g.unknownArms()
		bad -= unknown
	}
	if bad > 0 {
		advice += ". Mend the export or the columns, or raise max_bad_rows"
	}
	return fault.At(at,
		counted.Errorf("%d of %d rows (%.1f %%) are broken, more than max_bad_rows allows (%.6g %%): %s%s",
			broken(g.tally.Dropped), g.read, 100*float64(broken(g.tally.Dropped))/float64(g.read), 100*g.exp.MaxBadRows,
			strings.Join(why, "; "), advice))
}

// checkLeft refuses a run in which no row was kept.
func (g *gathered) checkLeft() error {
	left := g.read
	for _, n := range g.tally.Dropped {
		left -= n
	}
	if left > 0 {
		return nil
	}
	return g.nothing("no row is left to count")
}

// nothing says why nothing is left, the largest reasons first.
func (g *gathered) nothing(what string) error {
	if g.read == 0 {
		return fmt.Errorf("the export has no rows: there is nothing below the header, if even that, in %s; was the "+
			"export finished?", g.set.FileNames())
	}
	var why []sums.Reason
	for reason := sums.Reason(0); reason < sums.NumReasons; reason++ {
		if g.tally.Dropped[reason] > 0 {
			why = append(why, reason)
		}
	}
	slices.SortStableFunc(why, func(a, b sums.Reason) int {
		return int(min(max(g.tally.Dropped[b]-g.tally.Dropped[a], -1), 1))
	})
	var lines []string
	for _, reason := range why {
		line := fmt.Sprintf("%s %d", reason, g.tally.Dropped[reason])
		if ex := g.tally.Example[reason]; ex != nil {
			line += fmt.Sprintf(" (such as %s, row %d, %q)", ex.File, ex.Row, phrase.Cut(ex.Shown()))
		}
		lines = append(lines, line)
	}
	hint := ""
	switch d := &g.tally.Dropped; {
	case d[sums.MissingUnit] > d[sums.OtherExperiment]+d[sums.OutsideDates]+d[sums.Filtered]:
		hint = fmt.Sprintf(". The unit is read from the column %s; bind the one that names it in every row",
			quoted(g.set.Inputs[0].Path("unit")))
	case d[sums.OtherExperiment] > 0:
		hint = fmt.Sprintf(". Only rows of the experiment %s count; experiment must be its id as the export has it",
			quoted(g.exp.ID))
	case d[sums.OutsideDates] > d[sums.Filtered]:
		times := g.times()
		from, to := times.span(g.exp.Zone)
		hint = fmt.Sprintf(". start and end are %s and %s, the rows run from %s to %s; change start and end if the "+
			"experiment ran then", orOpen(g.exp.Start), orOpen(g.exp.End),
			spec.DayOf(from.ts, g.exp.Zone), spec.DayOf(to, g.exp.Zone))
	}
	return counted.Errorf("%s: of %d rows read, %s%s", what, g.read, strings.Join(lines, "; "), hint)
}
