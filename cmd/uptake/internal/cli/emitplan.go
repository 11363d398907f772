package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts/out"
	"uptake/config"
)

// plannedTest drafts the experiment file of the investigation's test n.
func plannedTest(e *spec.Experiment, rep *report.Ignores, n int) (out.File, error) {
	at := slices.IndexFunc(rep.Plans, func(p report.NextTest) bool { return p.Rank == n })
	switch {
	case len(rep.Plans) == 0:
		return out.File{}, usageError{errors.New("--emit-plan: no cause is confirmed, so there is no test to write; " +
			"run without it to see what was found")}
	case at < 0:
		return out.File{}, usageError{fmt.Errorf("--emit-plan %d: there is no such test; they are numbered from 1 to "+
			"%d", n, len(rep.Plans))}
	case rep.Plans[at].Cause == "short_window":
		return out.File{}, usageError{fmt.Errorf("--emit-plan %d: no experiment is needed to count with a longer "+
			"window; try --set suggestions.attribution=1h, with your own time", n)}
	case rep.Plans[at].Step == "watch":
		return out.File{}, usageError{fmt.Errorf("--emit-plan %d: that is a place without a reason yet, so there is "+
			"nothing that a test could change; watch the sessions on the page and label suggestions from there first",
			n)}
	}
	p := &rep.Plans[at]
	d := config.Draft{ID: e.ID + "-" + p.Cause, Hypothesis: p.Hypothesis, Change: p.Change, Primary: p.Primary,
		Effect: effectText(p), Guardrails: p.Guardrails, Margins: p.Margins,
		Units: float64(p.UnitsNeeded), Weeks: float64(p.Weeks)}
	if slices.ContainsFunc(rep.Plans[:at], func(o report.NextTest) bool { return o.Cause == p.Cause }) {
		d.ID += "-" + strconv.Itoa(n) // two places without a reason are two experiments
	}
	d.About = append(d.About, fmt.Sprintf("Draft of an experiment, from the investigation of %s. Lines that say EDIT "+
		"have to be edited before it is run.", e.ID),
		"Hypothesis: "+p.Hypothesis, fmt.Sprintf("The treatment: %s. The control: as it is today. Arms are dealt out "+
			"by %s.", p.Change, p.Unit), sizeText(p))
	for _, c := range rep.Causes {
		if c.Rank == n {
			d.About = append(d.About, fmt.Sprintf("What was found (%s): %s", c.Badge, c.Sentence),
				"What else it could be: "+c.Rival)
		}
	}
	d.About = append(d.About, "What would tell the two apart: "+p.Apart, "What would speak against it: "+p.Falsified)
	return out.File{Name: fmt.Sprintf("plan-%d.yaml", n), Content: d.File(e)}, nil
}

// effectText is the effect that a test is sized for, "" where it is not known.
func effectText(p *report.NextTest) string {
	v, _ := investigation.DraftedEffect(p)
	return v.Text
}

// sizeText says how large the test has to be.
func sizeText(p *report.NextTest) string {
	if !(p.UnitsNeeded > 0) {
		return "Size: these data do not say how many units it takes."
	}
	s := fmt.Sprintf("Size: %s units, both arms together, for a power of 80 %% at least",
		strconv.FormatFloat(float64(p.UnitsNeeded), 'f', 0, 64))
	if p.Slowest != "" && p.Slowest != p.Primary {
		s += ", also of showing " + p.Slowest + " safe, which takes longest"
	}
	switch {
	case p.Weeks == 1:
		s += "; 1 week at today's traffic"
	case p.Weeks > 0:
		s += fmt.Sprintf("; %.0f weeks at today's traffic", float64(p.Weeks))
	}
	s += "."
	if p.Chance.Defined() {
		s += fmt.Sprintf(" Chance to ship: %.0f in 100 if half of the points come back, %.0f in 100 if all do "+
			"(uptake plan).", 100*float64(p.Chance), 100*float64(p.ChanceTwice))
	}
	if len(p.Widened) > 0 {
		s += " Margins wider than 5 %, for the test not to take more than twice as long: " + strings.Join(p.Widened,
			", ") + "."
	}
	return s
}

// keepEdited refuses to write over a draft that was changed: it is there to be edited.
func keepEdited(dir string, f out.File) error {
	path := filepath.Join(dir, f.Name)
	if old, err := os.ReadFile(path); err == nil && !bytes.Equal(old, f.Content) {
		return fmt.Errorf("%s is there already and says something else, perhaps edits of yours; move it away, or "+
			"write to another folder with -o", path)
	}
	return nil
}
