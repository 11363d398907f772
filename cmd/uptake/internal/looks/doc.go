// Package looks keeps what was read of an experiment at every data cut, in looks.jsonl of
// its folder: one line a look, with the verdict, the estimates, and what changed in the
// experiment file or by late rows since the look before, and a sum over the line. A
// night adds lines; the page of a readout tells them, whoever writes it.
package looks
