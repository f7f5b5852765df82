// Package jsondoc reads inputs that are one JSON document. What follows the document is a mistake, such as a file that was
// written twice, and the decoder of encoding/json would leave it unread.
package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Read decodes the document that an input consists of. Errors are for an input that is empty, that is no document, or that goes
// on after it.
func Read(r io.Reader, into any) error {
	return read(json.NewDecoder(r), into)
}

// ReadKnown is Read for a form that is ours: a key that it does not have is an error too.
func ReadKnown(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	return read(decoder, into)
}

func read(decoder *json.Decoder, into any) error {
	if err := decoder.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the input is empty")
		}
		return err
	}
	end := decoder.InputOffset()
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("there is something after the end of the JSON document, got more than its %d bytes; keep one document", end)
	}
	return nil
}
