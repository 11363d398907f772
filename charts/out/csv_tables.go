package out

import (
	"reflect"
	"strconv"
	"strings"

	"uptake/analysis/report"
)

// csvTable is a list of a result: an element a row, a number or text a column.
type csvTable struct {
	name string
	head []string
	rows [][]string
}

// tablesOf lays a result, a pointer to plain data, out as tables, in the order of its JSON.
// The first has what stands once, in one row; every list of objects is a table named by its
// path, such as metrics.comparisons, and each of its rows begins with what names the
// elements that it lies in, such as metrics.name. What lies in an element once follows its
// path (abs.lo). A list of texts or numbers is one cell, a line each. Lists without an
// element are left out.
func tablesOf(name string, result any) []csvTable {
	w := &tableWalk{at: map[string]int{}}
	v := reflect.Indirect(reflect.ValueOf(result))
	w.element(name, "", v, nil, nil)
	tables := w.tables[:0]
	for _, t := range w.tables {
		if len(t.rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

// tableWalk collects the tables of a result.
type tableWalk struct {
	tables []csvTable
	at     map[string]int // index of a table by its name
}

// element adds a row to a table, and the lists within the element to theirs. path is that of
// the element, "" for the result; head and row are the names of what it lies in.
func (w *tableWalk) element(table, path string, v reflect.Value, head, row []string) {
	i, there := w.at[table]
	if !there {
		i = len(w.tables)
		w.at[table] = i
		w.tables = append(w.tables, csvTable{name: table})
	}
	c := &rowOf{head: head[:len(head):len(head)], row: row[:len(row):len(row)]}
	c.fields("", v)
	w.tables[i].head = c.head
	w.tables[i].rows = append(w.tables[i].rows, c.row)
	for _, l := range c.lists {
		under := l.name
		if path != "" {
			under = path + "." + l.name
		}
		inHead, inRow := head, row
		if path != "" {
			inHead, inRow = named(path, v, head, row)
		}
		for j := range l.list.Len() {
			w.element(under, under, reflect.Indirect(l.list.Index(j)), inHead, inRow)
		}
	}
}

// named adds what tells an element from the others of its list: the texts and whole numbers
// that it begins with.
func named(path string, v reflect.Value, head, row []string) ([]string, []string) {
	head, row = head[:len(head):len(head)], row[:len(row):len(row)]
	for i := range v.NumField() {
		name, shown := jsonName(v.Type().Field(i))
		switch kind := v.Field(i).Kind(); {
		case !shown:
			continue
		case kind != reflect.String && !v.Field(i).CanInt():
			return head, row
		}
		cell, _ := csvCell(v.Field(i))
		head, row = append(head, path+"."+name), append(row, cell)
	}
	return head, row
}

// rowOf is an element as a row, and the lists that lie in it.
type rowOf struct {
	head, row []string
	lists     []listIn
	within    []reflect.Type // the structs that the next field lies in
}

type listIn struct {
	name string
	list reflect.Value
}

// fields adds the fields of a struct as columns. One that is not there is a struct whose
// numbers are not there: the columns of a table do not depend on its rows.
func (c *rowOf) fields(prefix string, v reflect.Value) {
	c.within = append(c.within, v.Type())
	defer func() { c.within = c.within[:len(c.within)-1] }()
	for i := range v.NumField() {
		f, x := v.Type().Field(i), v.Field(i)
		name, shown := jsonName(f)
		if !shown {
			continue
		}
		name = prefix + name
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			under := name + "."
			if f.Anonymous {
				under = prefix
			}
			if f.Type.Kind() == reflect.Pointer && x.IsNil() {
				c.absent(under, inner)
				continue
			}
			c.fields(under, reflect.Indirect(x))
			continue
		}
		cell, one := csvCell(x)
		if !one {
			c.lists = append(c.lists, listIn{name: name, list: x})
			continue
		}
		c.head, c.row = append(c.head, name), append(c.row, cell)
	}
}

// absent adds the columns of a struct that is not there, with nothing in them. One of a kind
// that lies in itself ends at the second.
func (c *rowOf) absent(prefix string, t reflect.Type) {
	times := 0
	for _, outer := range c.within {
		if outer == t {
			times++
		}
	}
	if times > 1 {
		return
	}
	from := len(c.row)
	lists := len(c.lists)
	c.fields(prefix, reflect.New(t).Elem())
	clear(c.row[from:])
	c.lists = c.lists[:lists]
}

// jsonName is the name of a field in the JSON; shown is false where it has none.
func jsonName(f reflect.StructField) (name string, shown bool) {
	name, _, _ = strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		name = f.Name
	}
	return name, name != "-" && (f.IsExported() || f.Anonymous)
}

// csvCell is a value as a cell; one is false for a list of objects, which is none.
func csvCell(v reflect.Value) (cell string, one bool) {
	if n, is := v.Interface().(report.Num); is {
		return n.Text(), true
	}
	switch kind := v.Kind(); {
	case kind == reflect.Pointer:
		if v.IsNil() {
			return "", true
		}
		return csvCell(v.Elem())
	case kind == reflect.String:
		return CSVText(v.String()), true
	case kind == reflect.Bool:
		return strconv.FormatBool(v.Bool()), true
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), true
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), true
	case v.CanFloat():
		return report.Num(v.Float()).Text(), true
	case kind == reflect.Slice, kind == reflect.Array:
		kind := v.Type().Elem().Kind()
		if kind == reflect.Pointer {
			kind = v.Type().Elem().Elem().Kind()
		}
		if kind == reflect.Struct {
			return "", false
		}
		var lines []string
		for i := range v.Len() {
			line, _ := csvCell(v.Index(i))
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n"), true
	}
	panic("a result has a " + v.Type().String() + ", of which no cell is made")
}
