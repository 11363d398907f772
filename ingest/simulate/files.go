package simulate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/whole"
	"uptake/ingest/format"
)

// Output says how the export is written.
type Output struct {
	Dir         string
	Format      string // one of format.Formats
	Compression string // of the whole file: "", gzip, zstd, snappy, lz4
	Files       int    // the export is cut into so many files; 0 = 1
	Layout      string // of a vendor, one of layout.Layouts, as lines of JSON; "" = the own one

	Progress func(day, days int) // told of every day that is written; may be nil
}

// name is the export's file name; n counts from 1 when there are several.
func (o Output) name(n int) string {
	if o.Files == 1 {
		return "events" + format.Ending(o.Format, o.Compression)
	}
	return fmt.Sprintf("events-%03d%s", n, format.Ending(o.Format, o.Compression))
}

// Write simulates and writes the export, an experiment file that reads it unless it is in
// a vendor's layout, and truth.json; it returns the paths. Nothing is left half written: files
// appear under their names when all are complete, and none when ctx ends first.
func Write(ctx context.Context, o Options, out Output) (paths []string, err error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	out.Files = max(out.Files, 1)
	if out.Layout != "" && len(o.Defects) > 0 {
		return nil, fmt.Errorf("defects are planted in the layout of simulate's own, not in that of %s", out.Layout)
	}
	undo, err := whole.Folder(out.Dir)
	if err != nil {
		return nil, fmt.Errorf("the output folder %s cannot be made: %w", out.Dir, whole.Bare(err))
	}
	defer func() {
		if err != nil {
			undo()
		}
	}()
	strength, err := o.calibrate(ctx)
	if err != nil {
		return nil, err
	}
	w := world{o: &o, telling: out.Layout != "", strength: strength, last: o.memory(),
		truth: &truth{perUnit: map[int]*[4]float64{}, without: make([]expected, len(o.Plants)+1)}}
	w.truth.arms[0].Arm, w.truth.arms[1].Arm = "control", "treatment"
	files, err := openParts(&o, out)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, files.abandon())
		}
	}()
	written := 0
	for d := -o.PreDays; d < o.Days; d++ {
		rows, err := w.day(ctx, d)
		if err != nil {
			return nil, err
		}
		written += len(rows)
		for len(rows) > 0 {
			n := min(len(rows), 50_000)
			if err := files.put(&o, rows[:n]); err != nil {
				return nil, err
			}
			rows = rows[n:]
		}
		if out.Progress != nil {
			out.Progress(d+o.PreDays+1, o.Days+o.PreDays)
		}
	}
	if err := files.finish(); err != nil {
		return nil, err
	}
	t, err := json.MarshalIndent(w.state(written), "", "  ")
	if err != nil {
		return nil, err
	}
	beside := []struct {
		name string
		text []byte
	}{{"truth.json", append(t, '\n')}, {"experiment.yaml", o.experimentFile(out)}}
	if o.flawed("coverage_gap") {
		beside = append(beside, struct {
			name string
			text []byte
		}{assignmentFile, o.assignments()})
	}
	if out.Layout != "" { // which file reads it is uptake init's to say
		beside = beside[:1]
	}
	for _, f := range beside {
		if err := files.text(f.name, f.text); err != nil {
			return nil, err
		}
	}
	return files.commit()
}

func (w *world) state(written int) Truth {
	o := w.o
	t := Truth{Schema: "uptake.truth/1", Experiment: o.Experiment, Seed: o.Seed, Users: o.Users, Days: o.Days,
		PreDays: o.PreDays,
		Planted: map[string]float64{"acceptance": o.Effects.Acceptance, "shown": o.Effects.Shown,
			"tasks":   o.Effects.Tasks,
			"revenue": o.Effects.Revenue, "tickets": o.Effects.Tickets},
		Reasons: []PlantTruth{}, Arms: w.truth.arms[:], Estimands: w.truth.state(o.user, o.Users),
		Rows: RowTruth{written, w.truth.DuplicateRows, w.truth.LateRows, w.truth.Crossovers}}
	if len(o.Plants) > 0 && !slices.ContainsFunc(o.Plants, func(p Plant) bool { return p.Name == "mix_shift" }) {
		t.AllFallBy = w.truth.fallsBy(len(o.Plants))
	}
	for i, p := range o.Plants {
		falls := w.truth.fallsBy(i)
		if p.Name == "mix_shift" {
			falls = 0
		}
		for _, m := range Mechanisms {
			if m.Name == p.Name {
				s := w.strength.chance[p.Name]
				switch p.Name {
				case "never_acceptors":
					s = w.strength.never
				case "mix_shift":
					s = w.strength.shift
				}
				t.Reasons = append(t.Reasons, PlantTruth{p.Name, p.Points, m.Finds, falls, s})
			}
		}
	}
	for _, d := range o.Defects {
		t.Defects = append(t.Defects, DefectTruth(d))
	}
	for _, c := range Confounders {
		if o.confounded(c.Name) {
			t.Confounders = append(t.Confounders, ConfounderTruth(c))
		}
	}
	sort.Slice(t.Reasons, func(i, j int) bool { return t.Reasons[i].Name < t.Reasons[j].Name })
	return t
}

// windowDays is how many days after their first exposure units count.
const windowDays = 14

// enrolment is the last day of first exposures that the experiment file counts.
func (o *Options) enrolment() int { return max(o.Days-15, (o.Days-1)/2) }

// counts reports whether the experiment file counts what the session's user sees: who
// comes early comes often, and so sees more repeats than all users do.
func (s *session) counts() bool {
	first := int(s.w.exposed[s.u.id]) - 1
	return first >= 0 && first <= s.w.o.enrolment() && s.day < first+windowDays
}

const assignmentFile = "assignments.csv"

// assignments is a table of all users and their arms.
func (o *Options) assignments() []byte {
	b := bytes.NewBufferString("user_id,variant\n")
	for id := range o.Users {
		u := o.user(id)
		fmt.Fprintf(b, "%s,%s\n", unitName(id), variants[1+armOf(&u)])
	}
	return b.Bytes()
}

// experimentFile is an experiment file that reads the export.
func (o *Options) experimentFile(out Output) []byte {
	var b bytes.Buffer
	path, received := out.name(1), ""
	assigned := ""
	if o.flawed("coverage_gap") {
		assigned = "assignments: {path: " + assignmentFile + ", columns: {unit: user_id, arm: variant}}\n"
	}
	if len(o.Defects) > 0 {
		received = ", received_ts: received_at"
	}
	if out.Files > 1 {
		path = "events-*" + format.Ending(out.Format, out.Compression)
	}
	b.WriteString(counted.Sprintf("# Simulated: %d users, %d days, seed %d. What was planted is in truth.json.\n",
		o.Users, o.Days, o.Seed))
	fmt.Fprintf(&b, `experiment: %q
hypothesis: The new model's suggestions are accepted more often.
start: %s
end: %s
sources:
  - path: %q
columns: {ts: timestamp, unit: user_id, event: event_name, session: session_id%s}
arms:
  - {name: control, share: 50%%, control: true}
  - {name: treatment, share: 50%%}
window: %dd
suggestions:
  attribution: 5m
  min_visible: 500ms
metrics:
  - {name: acceptance_rate, role: primary, minimum_effect: 2%%}
  - {name: accepted_per_unit}
  - {name: tasks_per_user, kind: mean, event: task_completed}
  - {name: ever_bought, kind: proportion, event: purchase}
  - {name: revenue_per_user, kind: mean, event: purchase, field: value, scale: 2}
  - {name: spend_per_task, kind: ratio, scale: 2, numerator: {event: purchase, field: value}, denominator: {event: task_completed}}
  - {name: tickets_per_user, kind: mean, event: ticket, role: guardrail, better: down, margin: 20%%}
%ssegments: [platform, plan]
attributes: [surface, model]
decision: {planned: %s, min_weeks: 2}
`, o.Experiment, start.Format(time.DateOnly), start.AddDate(0, 0, o.enrolment()).Format(time.DateOnly), path,
		received, windowDays, assigned, start.AddDate(0, 0, -2).Format(time.DateOnly))
	return b.Bytes()
}
