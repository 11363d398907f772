package out

import "reflect"

// Copy is a copy of plain data that every output may print: lists are empty rather
// than null, and what is done to it leaves the result as it was.
func Copy[T any](v *T) *T { return deepCopy(reflect.ValueOf(v)).Interface().(*T) }

// deepCopy copies plain data; nil slices become empty ones.
func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(deepCopy(v.Elem()))
		return p
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			s.Index(i).Set(deepCopy(v.Index(i)))
		}
		return s
	case reflect.Struct:
		s := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			s.Field(i).Set(deepCopy(v.Field(i)))
		}
		return s
	}
	return v
}
