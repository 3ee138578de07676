package templates_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"text/template/parse"
)

// TestFieldsExist looks at every branch of every template, also at those that no sample takes: each field or method
// that one names must belong to some type that a page can hold.
func TestFieldsExist(t *testing.T) {
	known := map[string]bool{"Page": true, "Item": true} // of pair
	seen := map[reflect.Type]bool{}
	for _, p := range samples(t) {
		names(reflect.TypeOf(p), known, seen)
	}
	files, _ := filepath.Glob("*.html")
	parts, _ := filepath.Glob("parts/*.html")
	for _, file := range append(files, parts...) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree := parse.New(file)
		tree.Mode = parse.SkipFuncCheck
		trees := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(src), "", "", trees); err != nil {
			t.Fatal(err)
		}
		for _, tr := range trees {
			for _, name := range fields(reflect.ValueOf(tr.Root)) {
				if !known[name] {
					t.Errorf("%s names .%s, which no page has", file, name)
				}
			}
		}
	}
}

// names collects the fields and methods of a type and of everything that it holds.
func names(typ reflect.Type, known map[string]bool, seen map[reflect.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	for m := range typ.Methods() {
		known[m.Name] = true
		for out := range m.Type.Outs() {
			names(out, known, seen)
		}
	}
	switch typ.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		names(typ.Elem(), known, seen)
	case reflect.Struct:
		for f := range typ.Fields() {
			known[f.Name] = true
			names(f.Type, known, seen)
		}
	}
}

// fields are the names behind a dot in a node and everything below it.
func fields(v reflect.Value) []string {
	var found []string
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() || v.Type() == reflect.TypeFor[*parse.Tree]() {
			return nil
		}
		switch n := v.Interface().(type) {
		case *parse.FieldNode:
			return n.Ident
		case *parse.ChainNode:
			return append(n.Field, fields(reflect.ValueOf(n.Node))...)
		case *parse.VariableNode:
			return n.Ident[1:]
		}
		return fields(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, fields(v.Index(i))...)
		}
	case reflect.Struct:
		for f, value := range v.Fields() {
			if f.IsExported() {
				found = append(found, fields(value)...)
			}
		}
	}
	return found
}
