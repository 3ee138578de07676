package server

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"frontdesk/templates"
)

// readUpload is read for a form with files (multipart/form-data). What stands in a file is for the handler to judge.
func readUpload(w http.ResponseWriter, r *http.Request, limit int64) (input, error) {
	in := input{form: url.Values{}, files: map[string][]byte{}}
	if r.ContentLength > limit {
		w.Header().Set("Connection", "close") // rather than read it all
		return in, tooLarge(r.ContentLength, limit)
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	err := in.readParts(r)
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return in, tooLarge(r.ContentLength, limit)
	}
	if err != nil {
		in.bad = &refusal{status: http.StatusBadRequest, code: "malformed", kind: templates.Malformed,
			message: "The form is not written as browsers write forms with files, or did not arrive whole.", cause: err}
		return in, nil
	}
	in.bad = checkValues("form", in.form)
	return in, nil
}

func (in *input) readParts(r *http.Request) error {
	parts, err := r.MultipartReader()
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		var body []byte
		if body, err = io.ReadAll(part); err != nil {
			break
		}
		if part.FileName() != "" {
			in.files[part.FormName()] = body
		} else {
			in.form.Add(part.FormName(), string(body))
		}
	}
	if err == io.EOF { // not a wrapped one, which says that the body was cut off
		return nil
	}
	return err
}
