package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"uptake/cmd/uptake/internal/manual"
	"uptake/config"
)

// help is cobra's help command with the topics of the manual and the topic config, and a
// topic that there is not is an error.
func (a *app) help(root *cobra.Command) *cobra.Command {
	var man bool
	c := &cobra.Command{
		Use:   "help [COMMAND | TOPIC | CODE | config]",
		Short: "Say what a command does, which keys an experiment file has, a topic of the manual, or a code",
		Long: "What a command does (uptake help readout), every key of the experiment file (uptake\nhelp config), " +
			"what a check, a caution or an exit code means (uptake help srm), or a\ntopic of the manual:\n\n" +
			topics(),
		Example: "  uptake help init\n  uptake help vendors\n  uptake help srm\n  uptake help --man > uptake.1",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpWords(root, args), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if man && len(args) > 0 {
				return usageError{fmt.Errorf("--man prints the page of all commands; leave out %s", strings.Join(args,
					" "))}
			}
			if man {
				_, err := a.out.Write([]byte(manPage(root)))
				return err
			}
			if len(args) == 1 && args[0] == "config" {
				_, err := a.out.Write([]byte(config.Reference()))
				return err
			}
			if len(args) == 1 {
				if text, ok := manual.Text(args[0]); ok {
					_, err := a.out.Write([]byte(text))
					return err
				}
			}
			c, rest, err := root.Find(args)
			if err == nil && c.Name() == "evals" && len(rest) == 0 {
				if err := c.Help(); err != nil {
					return err
				}
				_, err := a.out.Write([]byte("\nThe keys of EVALS.yaml (`uptake help evaluations` has it by " +
					"example)\n" + config.EvalReference()))
				return err
			}
			if text, ok := manual.Code(strings.Join(args, " ")); ok && (err != nil || len(rest) > 0) {
				_, err := a.out.Write([]byte(text))
				return err
			}
			if err != nil || len(rest) > 0 {
				return usageError{fmt.Errorf("there is no command, topic or code %s to help with; the topics are "+
					"config, %s", strings.Join(args, " "), strings.Join(manual.Names(), ", "))}
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
	c.Flags().BoolVar(&man, "man", false, "print the page of all commands for man(1)")
	return c
}

// helpWords is what help takes: commands, topics and codes, each with a few words.
func helpWords(root *cobra.Command, before []string) []string {
	if len(before) > 0 {
		return nil
	}
	out := []string{"config\tevery key of the experiment file"}
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			out = append(out, c.Name()+"\t"+c.Short)
		}
	}
	for _, t := range manual.Topics {
		out = append(out, t.Name+"\t"+t.About)
	}
	for _, code := range manual.Codes() {
		out = append(out, code+"\ta code")
	}
	return out
}

// topics lists the manual's.
func topics() string {
	var b strings.Builder
	for _, t := range manual.Topics {
		fmt.Fprintf(&b, "  %-12s  %s\n", t.Name, t.About)
	}
	return b.String()
}

// plainFlagError says what a flag expected instead of which Go function refused it.
func plainFlagError(err error) error {
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return err
	}
	before, _, _ := strings.Cut(err.Error(), " flag: ")
	return fmt.Errorf("%s flag: expected a number", before)
}
