package config

import "uptake/analysis/spec"

// evaluationOf reads which evaluation the readout carries: the path of its result, or a table of
// the path and the file that it has to be a result of.
func evaluationOf(o *object, dir string) *spec.Evaluation {
	if !o.isTable("evaluation") {
		path := o.text("evaluation")
		if path == "" {
			return nil
		}
		return &spec.Evaluation{Path: resolve(dir, path), Written: path}
	}
	t, _ := o.object("evaluation")
	e := &spec.Evaluation{Written: t.text("path"), FileWritten: t.text("file")}
	if e.Written == "" {
		o.bad("evaluation", "names the result of an evaluation, such as evaluation: reports/prompt-7/evals.json")
	}
	e.Path, e.File = resolve(dir, e.Written), resolve(dir, e.FileWritten)
	t.done()
	return e
}
