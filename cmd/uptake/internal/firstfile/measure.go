package firstfile

// measure is a metric that a file may have.
type measure struct {
	name    string
	kind    string // as the file writes it; "" = what a built-in one is
	how     string // keys after its kind, which say what it is of
	builtin bool
	down    bool   // less is better
	margin  string // by which it may get worse; "" = it guards nothing
}

// measures are the metrics of a file.
type measures struct {
	list    []measure
	primary int    // which decides, −1 where the list says so itself
	effect  string // the least change of it that matters; "" = not known
	rest    string // keys of those that neither decide nor guard
}

// write writes the list of metrics.
func (m *measures) write(d *draft, line printer) {
	if d.asked() {
		line("metrics:")
	} else {
		line("metrics:   # CHECK: the question of the experiment, and the least effect that matters")
	}
	for i, x := range m.list {
		more := m.rest
		switch {
		case i == m.primary && m.effect != "":
			more = ", role: primary, minimum_effect: " + m.effect
		case i == m.primary:
			more = ", role: primary"
		case x.margin != "":
			more = ", role: guardrail, margin: " + x.margin
		}
		if x.down {
			more += ", better: down"
		}
		how := x.how
		if x.kind != "" {
			how = ", kind: " + x.kind + how
		}
		line("  - {name: %s%s%s}", quote(x.name), how, more)
	}
}
