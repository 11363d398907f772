package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/browser"
)

// pageFlag adds --page, which says what of the pages comes alive.
func pageFlag(c *cobra.Command, to *string) {
	var kinds []string
	for _, k := range doc.Kinds {
		kinds = append(kinds, string(k))
	}
	c.Flags().StringVar(to, "page", string(doc.Static),
		strings.Join(kinds, ", ")+": a page without scripts; one whose pictures answer the pointer and whose tables sort; the same with the drawing library in one file beside")
}

// pageKind reads --page.
func pageKind(name string) (doc.Kind, error) {
	k, err := doc.KindOf(name)
	if err != nil || name == "" {
		return "", usageError{fmt.Errorf("--page %w", cmp.Or(err,
			fmt.Errorf("is empty; expected static, live or shared")))}
	}
	return k, nil
}

// formatUsage is what the help says of --format.
func formatUsage() string {
	return "what to write, of " + strings.Join(out.Formats(), ", ") + " (default " + strings.Join(out.Usual(), ",") + ")"
}

// checkOutputFlags refuses what --json and --format do not know.
func checkOutputFlags(json string, formats []string) error {
	if json != "" && json != "-" {
		return usageError{fmt.Errorf("--json takes only -, standard output; to write files use -o and --format json")}
	}
	known := out.Formats()
	for _, x := range formats {
		if last := len(known) - 1; !slices.Contains(known, x) {
			return usageError{fmt.Errorf("--format knows %s and %s, not %q", strings.Join(known[:last], ", "), known[last], x)}
		}
	}
	return nil
}

// printer is what prints pages, nil where no output needs it; without a browser it fails
// before anything is read.
func (a *app) printer(ctx context.Context, formats []string) (func(page []byte, as string) ([]byte, error), error) {
	if !out.Printed(formats) {
		return nil, nil
	}
	path, err := browser.Find(a.run.Chromium)
	if err != nil {
		return nil, usageError{err}
	}
	return func(page []byte, as string) ([]byte, error) { return browser.Print(ctx, path, page, as) }, nil
}
