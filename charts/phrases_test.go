package charts

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
)

// falsePhrases are sentences that pages once bore and that are false or mislead;
// none may come back to any stored output. Of one with Beside only both together
// are false.
var falsePhrases = []struct {
	Phrase, Beside, Why string
}{
	{`cost if we ship and are wrong`, ``, "it was the cost over all cases, right ones included"},
	{`sceptical starting point`, ``, "it stood under priors that are not sceptical too"},
	{`prior around no effect, with 1 in 20 of its mass`, ``, "of an effect that need not have been declared"},
	{`no clear sign that it wears off`, ``, "decided by intervals of the same users that overlap, which proves " +
		"nothing"},
	{`would settle it`, ``, "a second reading has a chance of settling it, at one effect"},
	{`read once,? at the planned end`, `the end (was|is) moved|second reading`, "a moved end is a second reading"},
	{`settles the sign`, ``, "1 in 20 such experiments is wrong"},
	{`begins at 100 (users|units)`, ``, "it is effective units that are counted"},
	{`enough full weeks (were|was) seen`, `rows carry no time`, "weeks that nobody could count"},
	{`by an amount that may matter`, `nothing says how much would be enough`, "no amount was declared"},
	{`same as before`, ``, "also said of a gain that is certain and small"},
	{`failure means that units were lost`, ``, "it may be chance"},
	{`seem to be missing`, ``, "a day without first exposures need not lack rows"},
	{`is large: the better guess of a level`, ``, "true of the point, not of the interval beside it"},
	{`a little off`, ``, "it was said of 26 alarms in 100 where 5 are meant"},
}

// storedOutputs are the golden pages, summaries and command runs.
func storedOutputs(t *testing.T) []string {
	t.Helper()
	var out []string
	rooms, err := filepath.Glob(filepath.Join("*", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range append(rooms, filepath.Join("..", "testdata", "cli"), filepath.Join("..", "cmd", "uptake",
		"internal", "cli", "testdata"), filepath.Join("..", "cmd", "uptake", "internal", "manual")) {
		err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.Contains(".html .md .txt .json", filepath.Ext(p)) {
				out = append(out, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return append(out, filepath.Join("..", "README.md"))
}

// falseIn lists the phrases that a text bears.
func falseIn(words string) []string {
	var out []string
	for _, f := range falsePhrases {
		if regexp.MustCompile(f.Phrase).MatchString(words) &&
			(f.Beside == "" || regexp.MustCompile(f.Beside).MatchString(words)) {
			out = append(out, f.Phrase+": "+f.Why)
		}
	}
	return out
}

// No stored output bears a phrase that is known to be false; and the search would
// find each if it did, in every form of output.
func TestFalsePhrases(t *testing.T) {
	files := storedOutputs(t)
	kinds := map[string]int{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		kinds[filepath.Ext(f)]++
		for _, p := range falseIn(fixture.PlainWords(f, string(b))) {
			t.Errorf("%s says %s", f, p)
		}
	}
	for _, k := range []string{".html", ".md", ".txt", ".json"} {
		if kinds[k] < 5 {
			t.Errorf("only %d outputs of kind %s were read", kinds[k], k)
		}
	}
	for file, text := range map[string]string{
		"a.html": "<p>Cost if we ship\n  and are <b>wrong</b></p>",
		"a.md":   "| Cost if we ship and are wrong |",
		"a.txt":  "Cost if we ship and are\n      wrong",
		"a.json": `"headline": "about 2 more weeks at this traffic would settle it"`,
	} {
		if len(falseIn(fixture.PlainWords(file, text))) != 1 {
			t.Errorf("%s: the search does not find a false phrase in %q", file, text)
		}
	}
	if len(falseIn("enough full weeks were seen. the rows carry no time, so full weeks cannot be counted")) != 1 ||
		len(falseIn("enough full weeks were seen")) != 0 {
		t.Error("a rule and a reason against it are not found together, or one alone is")
	}
}
