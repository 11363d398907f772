package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"uptake/charts/out"
	"uptake/ingest/format"
	"uptake/ingest/simulate"
	"uptake/ingest/simulate/layout"
)

// flagValues are the values that a shell completes behind a flag, by command and
// flag; "" is every command that is not named. A value that ends in = goes on.
func flagValues() map[string]map[string][]string {
	var plants, confounders, defects []string
	for _, m := range simulate.Mechanisms {
		plants = append(plants, m.Name+"=\t"+m.About)
	}
	for _, m := range simulate.Confounders {
		confounders = append(confounders, m.Name+"\t"+m.About)
	}
	for _, m := range simulate.Flaws {
		defects = append(defects, m.Name+"=\t"+m.About)
	}
	var layouts []string
	for _, l := range layout.Layouts {
		layouts = append(layouts, l.Name+"\t"+l.Vendor)
	}
	return map[string]map[string][]string{
		"check": {"format": {"text", "json"}},
		"": {"format": out.Formats(), "json": {"-\tstandard output"}, "kind": {"proportion", "mean", "ratio"},
			"better": {"up", "down"}, "of": studied(), "log": {"text", "json"}},
		"simulate": {"format": format.Formats(), "plant": plants, "confound": confounders, "defect": defects,
			"preset": layouts,
			"effect": {"acceptance=", "shown=", "tasks=", "revenue=", "tickets="}},
	}
}

// complete lets the shell complete the values of flags.
func complete(root *cobra.Command) {
	values := flagValues()
	for _, c := range root.Commands() {
		of := values[c.Name()]
		if of == nil {
			of = values[""]
		}
		for name, list := range of {
			if c.Flags().Lookup(name) == nil {
				continue
			}
			// The error is that of a flag that is not there or has completions already.
			_ = c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, _ string) ([]string,
				cobra.ShellCompDirective) {
				directive := cobra.ShellCompDirectiveNoFileComp
				for _, v := range list {
					if word, _, _ := strings.Cut(v, "\t"); strings.HasSuffix(word, "=") {
						directive |= cobra.ShellCompDirectiveNoSpace
					}
				}
				return list, directive
			})
		}
	}
}
