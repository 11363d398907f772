package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestManualSays runs the README's five minutes and the commands of the manual's consoles
// as they stand, and finds what these texts show in what the commands print: line for
// line, with … for lines that are left out.
func TestManualSays(t *testing.T) {
	type shown struct {
		path, text string
		commands   []string // of which the last printed it; none: any before
	}
	var list []shown
	var first []string
	for _, path := range documents(t) {
		if path == readme {
			for line := range strings.Lines(fencedIn(t, path, "")[0]) {
				if !strings.HasPrefix(line, "uptake check ") { // no text shows it, and TestTour runs it
					first = append(first, strings.TrimSpace(line))
				}
			}
			for _, text := range fencedIn(t, path, "text") {
				list = append(list, shown{path: path, text: text, commands: first})
			}
		}
		for _, text := range fencedIn(t, path, "console") {
			s := shown{path: path}
			for line := range strings.Lines(text) {
				if command, ok := strings.CutPrefix(line, "$ "); ok {
					s.commands = append(s.commands, strings.TrimSpace(command))
					continue
				}
				s.text += line
			}
			list = append(list, s)
		}
	}
	if len(list) < 10 {
		t.Fatalf("only %d pieces of output", len(list))
	}
	newShell(t)
	said := map[string]string{}
	for _, s := range list {
		all := ""
		for _, command := range s.commands {
			if _, ran := said[command]; !ran {
				var out, errs bytes.Buffer
				if code := Main(split(strings.TrimPrefix(command, "uptake ")), &out, &errs); code != codeDone &&
					code != codeHealth {
					t.Fatalf("%s: exit %d\n%s", command, code, errs.String())
				}
				said[command] = out.String()
			}
			all += said[command]
		}
		lines := strings.Split(all, "\n")
		for piece := range strings.SplitSeq(s.text, "…\n") {
			want := strings.Split(strings.TrimSuffix(piece, "\n"), "\n")
			at := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSuffix(l, "\n") == want[0] })
			for at >= 0 && !slices.Equal(lines[at:min(at+len(want), len(lines))], want) {
				next := slices.Index(lines[at+1:], want[0])
				if next < 0 {
					at = -1
					break
				}
				at += 1 + next
			}
			if at < 0 {
				t.Errorf("%s shows what %s does not print (any more):\n%s", s.path, s.commands[len(s.commands)-1],
					piece)
				continue
			}
			lines = lines[at+len(want):] // pieces of one block stand in their order
		}
	}
}
