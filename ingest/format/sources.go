package format

// What the table of formats opens text formats by.

func openNDJSONSource(s source, columns []Column, o Options) (Reader, error) {
	return openNDJSON(s.name, s.text, columns, o)
}
