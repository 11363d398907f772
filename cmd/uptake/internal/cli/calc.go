package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"uptake/analysis/calc"
)

// calc is the subcommand of the calculators.
func (a *app) calc() *cobra.Command {
	var list bool
	c := &cobra.Command{
		Use:   "calc [FILE|-]",
		Short: "Calculators: cases in, results out",
		Long: "Answers cases of {\"method\": …, \"inputs\": …, \"options\": …} from a file or standard\n" +
			"input: one case, {\"cases\": [ … ]} or one case per line. The answer has the same\n" +
			"shape; each case holds its id and either its result or an error, and the others\n" +
			"go on. null means undefined.",
		Example: "  uptake calc --list\n" +
			"  echo '{\"method\": \"wilson\", \"inputs\": {\"n\": 57, \"x\": 20}}' | uptake calc\n" +
			"  uptake calc cases.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("expected one file of cases, got %d", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return a.listMethods()
			}
			collectGarbage(200) // cases leave much garbage behind and little that stays
			document, err := readCases(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			answer, err := calc.Run(document)
			if err != nil {
				return fmt.Errorf("%s: %w", caseSource(args), err)
			}
			_, err = a.out.Write(answer)
			return err
		},
	}
	c.Flags().BoolVar(&list, "list", false, "print every method with its inputs in one line")
	return c
}

func (a *app) listMethods() error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, m := range calc.Methods {
		fmt.Fprintf(w, "%s\t%s\n", m.Name, m.Inputs)
	}
	return w.Flush()
}

func readCases(args []string, stdin io.Reader) ([]byte, error) {
	if len(args) == 0 || args[0] == "-" {
		b, err := io.ReadAll(stdin)
		if err != nil {
			return nil, fmt.Errorf("standard input could not be read: %w", err)
		}
		return b, nil
	}
	b, err := os.ReadFile(args[0])
	var path *os.PathError
	if errors.As(err, &path) {
		return nil, fmt.Errorf("%s could not be read: %w", args[0], path.Err)
	}
	return b, err
}

func caseSource(args []string) string {
	if len(args) == 0 || args[0] == "-" {
		return "standard input"
	}
	return args[0]
}
