// Package cli is the command line of uptake: one file per subcommand, one
// visible table of them, the exit codes, and what goes to which stream.
//
// It decides nothing about numbers or files: a subcommand reads its flags,
// calls config, ingest, analysis and charts in that order, and says what came
// out. Results go to standard output, progress and errors to standard error.
package cli
