package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/browser"
)

// outputFlags are the flags of every command that makes a document.
type outputFlags struct {
	out, json, page string
	formats         []string
}

// add adds them; without says where files go, or that none do, when -o is not given.
func (f *outputFlags) add(c *cobra.Command, without string) {
	c.Flags().StringVarP(&f.out, "out", "o", "", "folder to write to (default "+without+")")
	c.Flags().StringSliceVar(&f.formats, "format", nil, formatUsage())
	c.Flags().StringVar(&f.json, "json", "", "with -: print the JSON to standard output and nothing else there")
	pageFlag(c, &f.page)
}

// nothingWritten is what add says of commands that write no file unless -o is given.
const nothingWritten = ": nothing is written"

// outputs reads the flags before anything else is. A command that has a folder of its own
// writes files unless --json prints alone; others where -o names one. What --format and
// --page say of files that are not written is refused.
func (a *app) outputs(c *cobra.Command, f outputFlags, own bool) (o out.Options, files bool, err error) {
	if err := checkOutputFlags(f.json, f.formats); err != nil {
		return o, false, err
	}
	given := c.Flags().Changed("out")
	files = given && f.out != "" || own && (f.json == "" || given)
	if !files && len(f.formats) > 0 {
		return o, false, usageError{errors.New("--format says which files to write, and without -o DIR none are: add " +
			"-o and a folder")}
	}
	if o.Page, err = pageKind(c, f.page, files, f.formats); err != nil {
		return o, false, err
	}
	o.Print, err = a.printer(c.Context(), f.formats)
	o.Formats, o.Color = f.formats, a.out.colored()
	return o, files, err
}

// tell prints what a command made: the JSON where that is asked for, else the short form and
// which files were written.
func tell[R any](a *app, d out.Document[R], r R, o out.Options, json string, paths []string) error {
	if json == "-" {
		b, err := d.Render("json", r, o)
		if err != nil {
			return err
		}
		a.out.Write(b) // what fails of it is said at the end
		return nil
	}
	fmt.Fprint(a.out, d.Terminal(r, o))
	for i, w := range paths {
		if i == 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "wrote %s\n", w)
	}
	return nil
}

// pageFlag adds --page, which says what of the pages comes alive.
func pageFlag(c *cobra.Command, to *string) {
	var kinds []string
	for _, k := range doc.Kinds {
		kinds = append(kinds, string(k))
	}
	c.Flags().StringVar(to, "page", string(doc.Static),
		strings.Join(kinds, ", ")+": a page without scripts; one whose pictures answer the pointer and whose tables "+
			"sort; the same with the drawing library in one file beside")
}

// pageKind reads --page, which says nothing where no page is written.
func pageKind(c *cobra.Command, name string, files bool, formats []string) (doc.Kind, error) {
	if c.Flags().Changed("page") && !(files && (len(formats) == 0 || slices.Contains(formats, "html"))) {
		return "", usageError{errors.New("--page says how pages are made, and no page is written here; leave it out, " +
			"or have one written with -o DIR and the format html")}
	}
	k, err := doc.KindOf(name)
	if err != nil {
		return "", usageError{fmt.Errorf("--page %w", err)}
	}
	return k, nil
}

// formatUsage is what the help says of --format.
func formatUsage() string {
	return "what to write, of " + strings.Join(out.Formats(), ", ") + " (default " + strings.Join(out.Usual(), ",") +
		")"
}

// checkOutputFlags refuses what --json and --format do not know.
func checkOutputFlags(json string, formats []string) error {
	if json != "" && json != "-" {
		return usageError{fmt.Errorf("--json takes only -, standard output; to write files use -o and --format json")}
	}
	known := out.Formats()
	for _, x := range formats {
		if last := len(known) - 1; !slices.Contains(known, x) {
			return usageError{fmt.Errorf("--format knows %s and %s, not %q", strings.Join(known[:last], ", "),
				known[last], x)}
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
