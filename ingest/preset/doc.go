// Package preset knows what vendors' SDKs and exports write: by which columns each is
// told, which rows expose whom, and what its columns mean, as keys of an experiment
// file. uptake init writes these into the file, or the preset's name, and uptake check
// says back what that name stands for: a preset binds nothing behind anybody's back.
//
// A preset is one file and one line in the table. The package is data: it opens nothing
// and imports nothing.
package preset
