package format

// What the table of formats opens text formats by.

func openCSVSource(s source, columns []Column, o Options) (Reader, error) {
	delimiter := byte(0)
	if o.CSV.Delimiter != "" {
		delimiter = o.CSV.Delimiter[0]
	}
	return openCSV(s.name, s.text, columns, delimiter, o.BlockBytes)
}

func openTSVSource(s source, columns []Column, o Options) (Reader, error) {
	return openCSV(s.name, s.text, columns, '\t', o.BlockBytes)
}

func openNDJSONSource(s source, columns []Column, o Options) (Reader, error) {
	return openNDJSON(s.name, s.text, columns, o.BlockBytes)
}
