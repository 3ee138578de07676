package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"frontdesk/templates"
)

// input is what a request has sent, read whole and checked before any handler sees it: every string in it is valid
// UTF-8 without NUL.
type input struct {
	form url.Values // the fields of a posted form; empty, never nil, for anything else
	body []byte     // a JSON document; nil for anything else

	files map[string][]byte // sent with a form, by field; not checked; only where the table takes files
	bad   error             // what is wrong with the body as a whole, nil if nothing
}

// field is the one value of a form's field, without the space around it; "" if it was not sent.
func (in *input) field(name string) string { return strings.TrimSpace(in.form.Get(name)) }

// decode reads the JSON body into the struct out, which names every field that may be there.
func (in *input) decode(out any) error {
	if in.bad != nil {
		return in.bad
	}
	d := json.NewDecoder(bytes.NewReader(in.body))
	d.DisallowUnknownFields()
	err := d.Decode(out)
	if err == nil {
		return nil
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return malformed("The field %q takes another kind of value than a JSON %s.", kind.Field, kind.Value)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return malformed("There is no field %s.", name)
	}
	return malformed("The body is not the JSON object that is expected here.")
}

func mediaType(r *http.Request) string {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return t
}

// read takes the body in, as far as the limit goes. An error is 413; anything else that is wrong is kept in bad.
func read(w http.ResponseWriter, r *http.Request, limit int64) (input, error) {
	in := input{form: url.Values{}}
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Body == nil {
		return in, nil
	}
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close") // rather than read it all
		return in, tooLarge(r.ContentLength, limit)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return in, tooLarge(r.ContentLength, limit)
	}
	if err != nil {
		in.bad = &refusal{status: http.StatusBadRequest, code: "malformed", kind: templates.Malformed, message: "The body did not arrive whole.", cause: err}
		return in, nil
	}
	if len(body) == 0 {
		return in, nil
	}
	switch mediaType(r) {
	case "application/x-www-form-urlencoded":
		in.form, in.bad = readForm(body)
	case "application/json":
		in.body, in.bad = body, checkJSON(body)
	default:
		in.bad = &refusal{status: http.StatusUnsupportedMediaType, code: "unsupported", kind: templates.Malformed,
			message: "Send a form (application/x-www-form-urlencoded) or JSON (application/json)."}
	}
	return in, nil
}

func readForm(body []byte) (url.Values, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return url.Values{}, malformed("The form is not written as browsers write forms.")
	}
	if err := checkValues("form", form); err != nil {
		return url.Values{}, err
	}
	return form, nil
}

// checkValues refuses text that no database takes.
func checkValues(what string, values url.Values) error {
	for name, list := range values {
		if !clean(name) {
			return malformed("A name of a field in the %s is not valid text (UTF-8 without NUL).", what)
		}
		for _, v := range list {
			if !clean(v) {
				return malformed("The field %q of the %s is not valid text (UTF-8 without NUL).", name, what)
			}
		}
	}
	return nil
}

// checkAddress refuses a path or query that is not valid text.
func checkAddress(u *url.URL) error {
	if !clean(u.Path) {
		return malformed("The address is not valid text (UTF-8 without NUL).")
	}
	if u.RawQuery == "" {
		return nil
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return malformed("The part of the address behind the question mark cannot be read.")
	}
	return checkValues("address", query)
}

func clean(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// checkJSON refuses what is not one JSON document of clean text, escaped NULs included.
func checkJSON(body []byte) error {
	if !utf8.Valid(body) {
		return malformed("The JSON is not valid UTF-8.")
	}
	if !json.Valid(body) {
		return malformed("The body is not valid JSON.")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read JSON that was valid: %w", err)
		}
		if text, ok := token.(string); ok && !clean(text) {
			return malformed("A text in the JSON has the character NUL.")
		}
	}
}
