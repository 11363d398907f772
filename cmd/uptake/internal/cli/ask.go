package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"uptake/cmd/uptake/internal/firstfile"
)

// onTerminal reports whether a stream is a terminal, behind which somebody may sit.
func onTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// asker puts questions to who sits at the terminal; nil where nobody does who would see them,
// and where standard output goes elsewhere, which is what scripts do, unless the result does not
// go there.
func (a *app) asker(ctx context.Context, toFile bool) firstfile.Ask {
	if !onTerminal(os.Stdin) || !onTerminal(a.err) || !toFile && !onTerminal(a.out.to) {
		return nil
	}
	lines := bufio.NewReader(os.Stdin)
	return func(q firstfile.Question) (string, error) {
		fmt.Fprintf(a.err, "\n%s\n", clean80(q.Text))
		for i, c := range q.Choices {
			fmt.Fprintf(a.err, "  %2d  %s\n", i+1, clean(c))
		}
		for {
			fmt.Fprintf(a.err, "[%s] ", clean(standing(q)))
			line, err := lines.ReadString('\n')
			switch {
			case ctx.Err() != nil:
				return "", ctx.Err()
			case errors.Is(err, io.EOF):
				return "", usageError{errors.New("the answers ended at a question, so nothing was written; enter " +
					"takes what stands in brackets, and --yes takes all of it unasked")}
			case err != nil:
				return "", err
			}
			answer, wrong := answered(q, strings.TrimSpace(line))
			if wrong == nil {
				return answer, nil
			}
			fmt.Fprintf(a.err, "  %s.\n", clean80(wrong.Error()))
		}
	}
}

// standing is what enter takes, as people read it.
func standing(q firstfile.Question) string {
	if q.Default == "" {
		return "none"
	}
	return q.Default
}

// answered reads an answer: a choice by its name or its number, several parted by commas,
// or what is right by the question itself.
func answered(q firstfile.Question, line string) (string, error) {
	if line == "" {
		return q.Default, nil
	}
	if q.Choices == nil {
		if q.Right == nil {
			return line, nil
		}
		return line, q.Right(line)
	}
	if !q.Several {
		return chosen(q, line)
	}
	var all []string
	if line == "none" && !slices.Contains(q.Choices, line) {
		return "", nil
	}
	for word := range strings.SplitSeq(line, ",") {
		c, err := chosen(q, strings.TrimSpace(word))
		if err != nil {
			return "", err
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return strings.Join(all, firstfile.Between), nil
}

func chosen(q firstfile.Question, word string) (string, error) {
	if slices.Contains(q.Choices, word) { // a name goes before a number: arms may be called 0 and 1
		return word, nil
	}
	if i := slices.IndexFunc(q.Choices, func(c string) bool { return strings.EqualFold(c, word) }); i >= 0 {
		return q.Choices[i], nil
	}
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(q.Choices) {
		return q.Choices[n-1], nil
	}
	return "", fmt.Errorf("%q is none of these; write the name or the number before it", word)
}
