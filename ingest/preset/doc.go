// Package preset knows what vendors' SDKs and exports write: by which columns each is
// told, which rows expose whom, and what its columns mean, as keys of an experiment
// file. uptake init writes these into the file, where they are seen and changed: a
// preset binds nothing behind anybody's back.
//
// A preset is one file and one line in the table. It opens nothing; what columns an
// export has it is told.
package preset
